/** What the gateway and its lines did wrong, newest first. */
import type { GatewayView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { FaultCard } from "../../parts/fault-card.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useGatewayFaults } from "./queries.ts";

export function GatewayFaults({ gateway }: { gateway: GatewayView }) {
  const { t } = useSpeech();
  const faults = useGatewayFaults(gateway.id);
  if (faults.error && !faults.rows) return <Failure error={faults.error} retry={() => void faults.refetch()} />;
  if (!faults.rows) return <Waiting rows={4} />;
  if (faults.rows.length === 0) return <Quiet title={t.faults.empty}>{t.faults.emptyText}</Quiet>;
  return (
    <>
      <ul className="faults">
        {faults.rows.map((fault) => (
          <FaultCard key={fault.id} fault={fault} />
        ))}
      </ul>
      <ListFoot
        shown={faults.rows.length}
        total={faults.total}
        busy={faults.isFetchingNextPage}
        more={faults.hasNextPage ? () => void faults.fetchNextPage() : null}
      />
    </>
  );
}
