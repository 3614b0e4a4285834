/** What happened to a ticket, in order. */
import type { TicketStory } from "../../../http/views.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { StoryLine } from "./story-line.tsx";
import { useActorName } from "./use-actor-name.ts";

export function TicketStoryList({ ticket }: { ticket: TicketStory }) {
  const { t } = useSpeech();
  const nameOf = useActorName(ticket);
  return (
    <ol className="story" aria-label={t.ticket.story}>
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
