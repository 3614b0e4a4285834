/** How a gateway's backlog gets on; nothing while it keeps up. */
import { CloudUploadOutlined } from "@ant-design/icons";
import type { GatewayView } from "../../../http/views.ts";
import { useSeen } from "../../clock/use-seen.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useBacklogPace } from "../../known/use-backlog-pace.ts";
import { backlogText } from "../../words/backlog.ts";

/** Fewer, and younger, are on their way and no backlog. */
const leastWaiting = 100;
const leastAgeMs = 60_000;

export function GatewayBacklog({ gateway }: { gateway: GatewayView }) {
  const { t, language } = useSpeech();
  const { data, alert, oldest } = gateway.backlog;
  const waiting = data + alert;
  const timeLeft = useBacklogPace(gateway);
  const behind = useSeen(
    (now) => waiting > 0 && (waiting >= leastWaiting || (oldest !== undefined && now - oldest > leastAgeMs)),
  );
  const online = gateway.state === "online";
  const known = useSeen((now) => online && timeLeft(now) !== null);
  const text = useSeen((now) =>
    backlogText({ waiting, oldest, leftMs: online ? timeLeft(now) : null }, now, t, language),
  );
  if (!behind) return null;
  return (
    <div className="backlog">
      <CloudUploadOutlined aria-hidden />
      <div>
        <b>{text}</b>
        <p className="dim">
          {!online ? t.gateways.backlogOffline : known ? t.gateways.backlogOnline : t.gateways.backlogNoEta}
        </p>
      </div>
    </div>
  );
}
