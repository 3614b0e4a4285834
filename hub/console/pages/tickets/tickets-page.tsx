/** Tickets: what waits first, the least time left × the gravest colour on top. */
import { useSpeech } from "../../i18n/language.tsx";
import { byChange, openCases } from "../../order/urgency.ts";
import { CaseList } from "../../parts/case-list.tsx";
import { Failure } from "../../parts/failure.tsx";
import { OpenFilter, useWhich } from "../../parts/open-filter.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { SeverityFilter, useChosenSeverity } from "../../parts/severity-filter.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { useTickets } from "../../queries.ts";
import { useMinute } from "../../use-minute.ts";

export function TicketsPage() {
  const { t } = useSpeech();
  return (
    <Page title={t.tickets.title}>
      <div className="filter-row">
        <OpenFilter />
        <SeverityFilter />
      </div>
      <Tickets />
    </Page>
  );
}

function Tickets() {
  const { t } = useSpeech();
  const which = useWhich();
  const severity = useChosenSeverity();
  const tickets = useTickets(which);
  const minute = useMinute();
  if (tickets.error && !tickets.data) return <Failure error={tickets.error} retry={() => void tickets.refetch()} />;
  if (!tickets.data) return <Waiting rows={8} />;
  const chosen = tickets.data.filter((ticket) => severity === null || ticket.severity === severity);
  if (chosen.length === 0 && severity !== null) return <Quiet title={t.tickets.emptyFiltered} />;
  if (chosen.length === 0 && which === "all")
    return <Quiet title={t.tickets.emptyAll}>{t.tickets.emptyOpenText}</Quiet>;
  if (chosen.length === 0)
    return (
      <Quiet title={t.tickets.emptyOpen} calm>
        {t.tickets.emptyOpenText}
      </Quiet>
    );
  const cases =
    which === "open"
      ? openCases(chosen, [], minute)
      : chosen.sort(byChange).map((ticket) => ({
          id: ticket.id,
          severity: ticket.severity,
          since: ticket.openedAt,
          ticket,
        }));
  return <CaseList label={t.tickets.title} cases={cases} />;
}
