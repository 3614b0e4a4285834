/** What the gateway and its lines did wrong, newest first. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FaultCard } from "../../parts/fault-card.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useGatewayFaults } from "./queries.ts";

export function GatewayFaults({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const faults = useGatewayFaults(gateway.id);
  if (faults.error && !faults.data) return <Failure error={faults.error} retry={() => void faults.refetch()} />;
  if (!faults.data) return <Waiting rows={4} />;
  if (faults.data.length === 0) return <Quiet title={t.faults.empty}>{t.faults.emptyText}</Quiet>;
  return (
    <ul className="faults">
      {faults.data.map((fault) => (
        <FaultCard key={fault.id} fault={fault} />
      ))}
    </ul>
  );
}
