/** A fault in the reader's words, where and on which device; of many devices, how many. */
import type { FaultView } from "../../http/views.ts";
import { useCalled } from "../called/use-called.ts";
import { useGateways } from "../client/queries.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { Where } from "./where.tsx";

export function FaultTitle({ fault, devices = 1 }: { fault: FaultView; devices?: number }) {
  const { t, say } = useSpeech();
  const called = useCalled();
  const gateway = useGateways().data?.find((each) => each.id === fault.gateway);
  const words = wordsFor(fault.code);
  const what = words ? say(words.what) : fault.detail;
  const stands = (gateway && called(gateway.place)) ?? fault.gateway ?? t.faults.hub;
  if (devices > 1) return <Where place={stands}>{t.faults.many(devices, what)}</Where>;
  return (
    <Where place={fault.place ?? stands} name={fault.title ? say(fault.title) : (fault.device ?? "")}>
      {what}
    </Where>
  );
}
