/** What happened to a ticket, in order. */
import type { TicketStory } from "../../../http/views.ts";
import { useWords } from "../../i18n/language.tsx";
import { StoryLine } from "./story-line.tsx";
import { ticketPageWords } from "./ticket-words.ts";
import { useActorName } from "./use-actor-name.ts";

export function TicketStoryList({ ticket }: { ticket: TicketStory }) {
  const page = useWords(ticketPageWords);
  const nameOf = useActorName(ticket);
  return (
    <ol className="story" aria-label={page.story}>
      {ticket.story.map((entry) => (
        <StoryLine
          key={`${entry.at} ${entry.move} ${entry.actor} ${entry.photo ?? entry.reason ?? ""}`}
          ticket={ticket.id}
          entry={entry}
          by={nameOf(entry.actor)}
        />
      ))}
    </ol>
  );
}
