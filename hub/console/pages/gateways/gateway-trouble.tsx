/** What is wrong with a gateway and what to do; nothing when all is well. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { WhySilent } from "../../parts/why-silent.tsx";

export function GatewayTrouble({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  if (gateway.state === "online")
    return gateway.clock === "estimated" ? <p className="trouble">{t.gateways.estimatedCure}</p> : null;
  return (
    <div className="trouble">
      <b>
        <WhySilent gateway={gateway} />
      </b>
      <p>{gateway.state === "offline" ? t.gateways.offlineCure : t.gateways.unknownCure}</p>
    </div>
  );
}
