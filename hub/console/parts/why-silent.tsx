/** One sentence on a gateway that is silent: since when, what is blind, what it most likely is. */
import type { GatewayView } from "../../http/views.ts";
import { useSeen } from "../clock/use-seen.ts";
import { useSpeech } from "../i18n/language.tsx";
import { durationText } from "../words/duration.ts";

export function WhySilent({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const lasted = useSeen((now) => durationText(now - (gateway.lastSeen ?? gateway.since), t.duration));
  if (gateway.paused) return <span>{t.gateways.paused(gateway.title, gateway.devices)}</span>;
  if (gateway.state === "offline") return <span>{t.gateways.offline(gateway.place, lasted, gateway.devices)}</span>;
  if (gateway.state === "unknown") return <span>{t.gateways.unknown(gateway.place)}</span>;
  return null;
}
