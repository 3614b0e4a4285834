/** What the field, the line or a gateway did wrong, each with its cure. */
import { limit } from "../../client/api.ts";
import { useFaults } from "../../client/queries.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { byNewest } from "../../order/newest.ts";
import { Failure } from "../../parts/failure.tsx";
import { FaultCard } from "../../parts/fault-card.tsx";
import { listWords } from "../../parts/list-words.ts";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";

export function FaultsPage() {
  const { t } = useSpeech();
  const lists = useWords(listWords);
  const faults = useFaults();
  const body = () => {
    if (faults.error && !faults.data) return <Failure error={faults.error} retry={() => void faults.refetch()} />;
    if (!faults.data) return <Waiting rows={6} />;
    if (faults.data.length === 0)
      return (
        <Quiet title={t.faults.empty} calm>
          {t.faults.emptyText}
        </Quiet>
      );
    return (
      <>
        <ul className="faults panel">
          {[...faults.data].sort(byNewest).map((fault) => (
            <FaultCard key={fault.id} fault={fault} />
          ))}
        </ul>
        {faults.data.length >= limit && <p className="fine">{lists.newest(limit)}</p>}
      </>
    );
  };
  return (
    <Page title={t.faults.title} lead={t.faults.lead}>
      {body()}
    </Page>
  );
}
