/** What happened to a ticket, the newest first and only the last few until more is asked for. */
import { useState } from "react";
import type { TicketStory } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { momentText } from "../../words/moment.ts";
import { ticketPageWords } from "../tickets/ticket-words.ts";
import { useActorName } from "../tickets/use-actor-name.ts";
import { microWords } from "./words.ts";

const few = 3;

export function MicroStory({ ticket }: { ticket: TicketStory }) {
  const words = useWords(microWords).ticket;
  const [isWhole, setWhole] = useState(false);
  const newest = [...ticket.story].reverse();
  return (
    <section>
      <h2>{words.story}</h2>
      <StoryLines ticket={ticket} lines={isWhole ? newest : newest.slice(0, few)} />
      {!isWhole && newest.length > few && (
        <button type="button" className="m-button m-wide" onClick={() => setWhole(true)}>
          {words.all(newest.length)}
        </button>
      )}
    </section>
  );
}

export function StoryLines({ ticket, lines }: { ticket: TicketStory; lines: TicketStory["story"] }) {
  const words = useWords(microWords).ticket;
  const { events } = useWords(ticketPageWords);
  const { say, language } = useSpeech();
  const nameOf = useActorName(ticket);
  return (
    <ol className="m-story">
      {lines.map((line) => (
        <li key={`${line.at} ${line.move} ${line.actor} ${line.reason ?? ""}`}>
          <b>{events[line.move]}</b> <span className="dim">{nameOf(line.actor)}</span>{" "}
          <time className="dim">{momentText(line.at, now(), language, { seconds: false })}</time>
          {line.why && <p>{say(line.why)}</p>}
          {line.reason !== undefined && line.move !== "warn" && <p className="m-said">{line.reason}</p>}
          {line.position && (
            <p className="dim">
              {words.map(line.position.lat.toFixed(5), line.position.lon.toFixed(5), line.position.accuracyM)}
            </p>
          )}
          {line.attachments?.map(({ id, name, type }) =>
            type === "application/pdf" ? (
              <a key={id} href={`/api/tickets/${ticket.id}/attachments/${id}`}>
                {name}
              </a>
            ) : (
              <img
                key={id}
                className="m-picture"
                src={`/api/tickets/${ticket.id}/attachments/${id}`}
                alt={name}
                loading="lazy"
              />
            ),
          )}
        </li>
      ))}
    </ol>
  );
}
