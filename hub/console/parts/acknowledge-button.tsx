/** "I have seen it." Shown while an alert waits for that. */
import Button from "antd/es/button";
import type { AlertView } from "../../http/views.ts";
import { useAcknowledge } from "../client/queries.ts";
import { useSpeech } from "../i18n/language.tsx";
import { wantsAcknowledgement } from "../order/urgency.ts";
import { Failure } from "./failure.tsx";

export function AcknowledgeButton({ alert }: { alert: AlertView }) {
  const { t } = useSpeech();
  const acknowledge = useAcknowledge();
  return (
    <>
      {wantsAcknowledgement(alert) && (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate(alert)}>
          {acknowledge.isPending ? t.alerts.acknowledging : t.alerts.acknowledge}
        </Button>
      )}
      {acknowledge.error && <Failure error={acknowledge.error} />}
    </>
  );
}
