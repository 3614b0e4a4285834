/** What a case is, whose it is and by which rules: class, area, unit, level, source, reviews. */
import type { TicketView } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { HeldBy } from "../../parts/held-by.tsx";
import { Panel } from "../../parts/panel.tsx";

export function TicketFacts({ ticket }: { ticket: TicketView }) {
  const { t } = useSpeech();
  const { area, firstReviewer, reviews, source, tier } = ticket;
  const facts: Fact[] = [
    {
      name: t.ticket.class,
      value: (
        <>
          {ticket.class.name} <code className="dim">{ticket.class.code}</code>
        </>
      ),
    },
    { name: t.ticket.area, value: area?.name ?? <span className="dim">{t.ticket.unknown}</span> },
    { name: t.ticket.heldBy, value: <HeldBy ticket={ticket} /> },
    { name: t.ticket.tier, value: t.tickets.tiers[tier as 1 | 2 | 3] },
    { name: t.ticket.source, value: t.tickets.sources[source] },
    {
      name: t.ticket.reviews,
      value: (
        <span className="stack">
          {t.ticket.reviewsCount[reviews]}
          {firstReviewer !== undefined && <span className="dim">{t.ticket.firstReviewer(firstReviewer)}</span>}
        </span>
      ),
    },
  ];
  return (
    <Panel title={t.ticket.facts}>
      <Facts facts={facts} />
    </Panel>
  );
}
