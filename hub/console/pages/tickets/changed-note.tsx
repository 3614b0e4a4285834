/** Somebody else moved the ticket while this page was open: who, what, where it stands now, and what was typed here. */
import Button from "antd/es/button";
import { useRef, useState } from "react";
import type { TicketStory } from "../../../http/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { byOthers } from "./by-others.ts";
import { ticketPageWords } from "./ticket-words.ts";
import { useActorName } from "./use-actor-name.ts";
import { ticketWords } from "./words.ts";

export type Changed = { entry: TicketStory["story"][number]; seen: number };

/** The last move by another person since this page was opened, or since it was read away. */
export function useChanged(ticket: TicketStory, me: string): [changed: Changed | null, read: () => void] {
  const seen = useRef(ticket.story.length);
  const [, again] = useState(0);
  const fresh = byOthers(ticket.story, me).filter((entry) => ticket.story.indexOf(entry) >= seen.current);
  const entry = fresh[fresh.length - 1];
  const read = () => {
    seen.current = ticket.story.length;
    again((n) => n + 1);
  };
  return [entry ? { entry, seen: seen.current } : null, read];
}

type Props = { ticket: TicketStory; changed: Changed; typed: string; close: () => void };

export function ChangedNote({ ticket, changed: { entry }, typed, close }: Props) {
  const words = useWords(ticketWords).changed;
  const { t } = useSpeech();
  const page = useWords(ticketPageWords);
  const nameOf = useActorName(ticket);
  return (
    <div className="changed" role="alert">
      <b>{words.title}</b>
      <p>{words.by(nameOf(entry.actor), page.events[entry.move], t.tickets.states[ticket.state])}</p>
      {typed !== "" && (
        <>
          <p>{words.kept}</p>
          <blockquote>{typed}</blockquote>
        </>
      )}
      <Button onClick={close}>{words.close}</Button>
    </div>
  );
}
