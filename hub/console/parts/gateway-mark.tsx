/** A gateway's state: online, silent, unknown; each with its own shape. */
import { CheckCircleFilled, DisconnectOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import type { GatewayView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";

const icons = { online: CheckCircleFilled, offline: DisconnectOutlined, unknown: QuestionCircleOutlined };
const looks = { online: "verified", offline: "offline", unknown: "unknown" };

/** `paused`: of a connector, by somebody. */
type Props = Pick<GatewayView, "state"> & { paused?: GatewayView["paused"] | undefined };

export function GatewayMark({ state, paused }: Props) {
  const { t } = useSpeech();
  const Icon = icons[state];
  return (
    <span className={`mark mark-${looks[state]}`}>
      <Icon aria-hidden />
      {paused ? t.gateways.pausedState : t.gateways.states[state]}
    </span>
  );
}
