/** How like cases went before: of the same device, else of the class in the area. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { TicketView } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { listOf } from "../../known/use-list.ts";
import { isSensed } from "../../order/sensed.ts";
import { Panel } from "../../parts/panel.tsx";
import { durationText } from "../../words/duration.ts";
import { momentText } from "../../words/moment.ts";
import { ticketWords } from "./words.ts";

const most = 5;

export function Precedents({ ticket }: { ticket: TicketView }) {
  const words = useWords(ticketWords).precedents;
  const { t, say, language } = useSpeech();
  const called = useCalled();
  const found = useQuery({ queryKey: ["precedents", ticket.id], queryFn: () => precedentsOf(ticket) });
  if (!found.data) return null;
  return (
    <Panel title={words.title}>
      {found.data.length === 0 && <p className="dim">{words.none}</p>}
      <ul className="precedents">
        {found.data.map(({ ticket: past, how }) => (
          <li key={past.id}>
            <Link href={`/tickets/${encodeURIComponent(past.id)}`}>
              {past.place} · {say(past.title)}
            </Link>
            <span className="dim">
              {momentText(past.openedAt, now(), language, { seconds: false })} · {words[how]} · {endOf(past)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );

  function endOf({ state, unit, closedAt, openedAt }: TicketView): string {
    if (state === "voided") return words.voided;
    const took = closedAt === undefined ? "" : words.took(durationText(closedAt - openedAt, t.duration));
    return [unit && words.of(called(unit.name)), took].filter(Boolean).join(" · ");
  }
}

type Precedent = { ticket: TicketView; how: "same" | "alike" };

async function precedentsOf(ticket: TicketView): Promise<Precedent[]> {
  const { area, class: kind } = ticket;
  const same = isSensed(ticket) ? await closed({ gateway: ticket.gateway, device: ticket.device }) : [];
  const alike = area && same.length < most ? await closed({ area: area.id, class: kind.code }) : [];
  const ids = new Set([ticket.id, ...same.map(({ id }) => id)]);
  return [
    ...same.filter(({ id }) => id !== ticket.id).map((each) => ({ ticket: each, how: "same" as const })),
    ...alike.filter(({ id }) => !ids.has(id)).map((each) => ({ ticket: each, how: "alike" as const })),
  ].slice(0, most);
}

async function closed(like: Record<string, string>): Promise<TicketView[]> {
  const asked = { ...like, state: "closed,fedback,archived", sort: "newest", limit: String(most) };
  return (await listOf<TicketView>("tickets", new URLSearchParams(asked).toString())).rows;
}
