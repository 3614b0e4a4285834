/** A fault in the reader's words, and where. */
import type { FaultView } from "../../http/views.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useDevices, useGateways } from "../queries.ts";
import { Where } from "./where.tsx";

export function FaultTitle({ fault }: { fault: FaultView }) {
  const { t, say } = useSpeech();
  const gateway = useGateways().data?.find((each) => each.id === fault.gateway);
  const device = useDevices().data?.find((each) => each.gateway === fault.gateway && each.id === fault.device);
  const words = wordsFor(fault.code);
  return (
    <Where place={device?.place ?? gateway?.place ?? fault.gateway ?? t.faults.hub}>
      {words ? say(words.what) : fault.detail}
    </Where>
  );
}
