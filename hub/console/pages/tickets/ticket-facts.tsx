/** What a case is, whose it is and by which rules: class, area, unit, level, source, reviews. */
import type { TicketStory } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { type Fact, Facts } from "../../parts/facts.tsx";
import { HeldBy } from "../../parts/held-by.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { ticketPageWords } from "./ticket-words.ts";

export function TicketFacts({ ticket }: { ticket: TicketStory }) {
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const { area, firstReviewer, reviews, source, tier } = ticket;
  const called = useCalled();
  const nameOf = useNames([firstReviewer]);
  const facts: Fact[] = [
    {
      name: page.class,
      value: (
        <>
          {called(ticket.class.name)} <code className="dim">{ticket.class.code}</code>
        </>
      ),
    },
    { name: page.area, value: area?.name ?? <span className="dim">{page.unknown}</span> },
    { name: page.heldBy, value: <HeldBy ticket={ticket} /> },
    ...(ticket.unit === undefined ? [] : [{ name: page.readBy, value: <ReadBy seenBy={ticket.seenBy} /> }]),
    { name: page.tier, value: t.tickets.tiers[tier as 1 | 2 | 3] },
    { name: page.source, value: t.tickets.sources[source] },
    {
      name: page.reviews,
      value: (
        <span className="stack">
          {page.reviewsCount[reviews]}
          {firstReviewer !== undefined && <span className="dim">{page.firstReviewer(nameOf(firstReviewer))}</span>}
        </span>
      ),
    },
  ];
  return (
    <Panel title={page.facts}>
      <Facts facts={facts} />
    </Panel>
  );
}

/** 已读: who of the unit has opened it, and when. */
function ReadBy({ seenBy }: Pick<TicketStory, "seenBy">) {
  const page = useWords(ticketPageWords);
  const { language } = useSpeech();
  if (seenBy.length === 0) return <span className="dim">{page.unread}</span>;
  return (
    <span className="stack">
      {seenBy.map(({ account, name, at }) => (
        <span key={account}>
          {name} <time className="dim">{momentText(at, now(), language, { seconds: false })}</time>
        </span>
      ))}
    </span>
  );
}
