/** An alert's state in words; what still waits for someone is bold. */
import { CheckOutlined, ExclamationOutlined } from "@ant-design/icons";
import type { AlertView } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { wantsAcknowledgement } from "../order/urgency.ts";

export function AlertState({ state }: { state: AlertView["state"] }) {
  const { t } = useSpeech();
  const waits = wantsAcknowledgement({ state });
  const Icon = waits ? ExclamationOutlined : CheckOutlined;
  return (
    <span className={`alert-state${waits ? " alert-waits" : ""}`}>
      <Icon aria-hidden /> {t.alerts.states[state]}
    </span>
  );
}
