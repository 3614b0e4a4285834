/** The work order on A4: what, where, who, the whole story, its photos and the signatures; seen on paper alone. */
import type { TicketStory } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useUnitName } from "../../called/use-unit-name.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { limitText } from "../../words/time-left.ts";
import { ticketPageWords } from "./ticket-words.ts";
import { useActorName } from "./use-actor-name.ts";
import { ticketWords } from "./words.ts";

export function PrintSheet({ ticket }: { ticket: TicketStory }) {
  const { print: words, clock } = useWords(ticketWords);
  const { t, say } = useSpeech();
  const moment = useFullMoment();
  const called = useCalled();
  const { limit, dueAt, unit, assignee } = ticket;
  const facts: [string, string][] = [
    [words.id, ticket.id],
    [words.where, ticket.place],
    [words.what, say(ticket.title)],
    [words.severity, t.severity[ticket.severity].long],
    [words.class, `${called(ticket.class.name)} ${ticket.class.code}`],
    [words.source, t.tickets.sources[ticket.source]],
    [words.opened, moment(ticket.openedAt)],
    [
      words.due,
      [limit && limitText(limit, t.time), dueAt && `${clock.due} ${moment(dueAt)}`].filter(Boolean).join(" · "),
    ],
    [words.holder, together([unit && called(unit.name), assignee && called(assignee)], " ")],
    [words.state, t.tickets.states[ticket.state]],
  ];
  return (
    <section className="sheet" aria-hidden>
      <h1>
        {t.name} · {words.title}
      </h1>
      <table>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th>{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>{words.story}</h2>
      <StoryTable ticket={ticket} />
      <Photos ticket={ticket} title={words.photos} />
      <Signatures />
      <p>{words.printed(moment(now()))}</p>
    </section>
  );
}

/** A paper is read in other years too. */
function useFullMoment(): (at: number) => string {
  const { language } = useSpeech();
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (at) => format.format(at);
}

/** What is there, and nothing twice: a unit that has it as a whole is no person. */
function together(parts: readonly (string | undefined)[], between: string): string {
  return [...new Set(parts.filter((part) => part !== undefined && part !== ""))].join(between);
}

function StoryTable({ ticket }: { ticket: TicketStory }) {
  const { say } = useSpeech();
  const page = useWords(ticketPageWords);
  const moment = useFullMoment();
  const nameOf = useActorName(ticket);
  const unitOf = useUnitName();
  return (
    <table className="sheet-story">
      <tbody>
        {ticket.story.map(({ at, actor, move, reason, why, unit, assignee }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a story only grows.
          <tr key={index}>
            <td>{moment(at)}</td>
            <td>{page.events[move]}</td>
            <td>{nameOf(actor)}</td>
            <td>{together([unit && unitOf(unit), assignee, reason, why && say(why)], " · ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Photos({ ticket, title }: { ticket: TicketStory; title: string }) {
  const base = `/api/tickets/${encodeURIComponent(ticket.id)}`;
  const addresses = ticket.story.flatMap(({ photo, attachments = [] }) => [
    ...(photo === undefined ? [] : [`${base}/photos/${photo}`]),
    ...attachments.filter(({ type }) => type !== "application/pdf").map(({ id }) => `${base}/attachments/${id}`),
  ]);
  if (addresses.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <div className="sheet-photos">
        {addresses.map((address) => (
          <img key={address} src={address} alt="" />
        ))}
      </div>
    </>
  );
}

function Signatures() {
  const words = useWords(ticketWords).print.signatures;
  return (
    <div className="sheet-signatures">
      {[words.handler, words.reviewer, words.second].map((who) => (
        <p key={who}>
          {who}
          <span />
          {words.date}
          <span />
        </p>
      ))}
    </div>
  );
}
