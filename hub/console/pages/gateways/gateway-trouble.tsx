/** What is wrong with a gateway and what to do; nothing when all is well. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { WhySilent } from "../../parts/why-silent.tsx";
import { GatewayClash } from "./gateway-clash.tsx";
import { useIn, useRuns } from "./queries.ts";
import { gatewayWords } from "./words.ts";

export function GatewayTrouble({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const words = useWords(gatewayWords);
  const clash = useRuns(gateway.id).data?.clash ?? false;
  const isOut = useIn(gateway.id, useMay("gateways")) === "out";
  if (isOut && gateway.state !== "online")
    return (
      <div className="trouble trouble-loud" role="alert">
        <b>{words.shutOut}</b>
        <p>{words.shutOutCure}</p>
      </div>
    );
  if (clash) return <GatewayClash gateway={gateway} />;
  if (gateway.state === "online")
    return gateway.clock === "estimated" ? <p className="trouble">{t.gateways.estimatedCure}</p> : null;
  return (
    <div className="trouble">
      <b>
        <WhySilent gateway={gateway} />
      </b>
      {!gateway.paused && <p>{gateway.state === "offline" ? t.gateways.offlineCure : t.gateways.unknownCure}</p>}
    </div>
  );
}
