/** Takes an alert up its ladder: what happened to it, or the time that has passed, and who is told because of it. */
import { isInAlarm } from "../../../core/alert-state.ts";
import type { AlertId } from "../../../core/id.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import { type Rung, rungsFor } from "../../rulebook/ladder.ts";
import type { LadderRow } from "../../store/ladders.ts";
import type { Tables } from "../../store/store.ts";
import { isOver } from "../../tickets/moves.ts";
import type { Ticket } from "../../tickets/ticket.ts";
import { alertNews } from "../alert-news.ts";
import { caseFacts } from "../case-facts.ts";
import { tellAll } from "../tell.ts";
import { type Recipient, recipientsOf, unitOf } from "../who.ts";
import { climb, type LadderEvent, unclimbed } from "./ladder.ts";

/** An alert whose ladder is not begun, and an event that changes nothing, write nothing. */
export async function climbAlert(
  tables: Tables,
  ticket: Ticket & { alert: AlertId },
  event: LadderEvent,
  now: number,
): Promise<void> {
  const known = await tables.ladders.find(ticket.alert);
  if (known === null && event !== "raised") return;
  const books = await readBooks(tables);
  const rungs = ladderRungs(books, ticket);
  const before = known ?? { ...unclimbed, alert: ticket.alert, ticket: ticket.id };
  const { ladder, tell: mins } = climb(before, event, [...new Set(rungs.map(({ afterMin }) => afterMin))], now);
  const row = { ...ladder, alert: ticket.alert, ticket: ticket.id };
  if (known === null || !isSame(known, row)) await tables.ladders.put(row);
  for (const rung of rungs.filter(({ afterMin }) => mins.includes(afterMin)))
    await tellRung(tables, books, ticket, { rung, startedAt: row.startedAt }, now);
}

function isSame(a: LadderRow, b: LadderRow): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

/** A drill is told on the first rung and no further. */
export function ladderRungs({ ladder }: Books, { severity, drill }: Ticket): Rung[] {
  const rungs = rungsFor(ladder, severity);
  const first = Math.min(...rungs.map(({ afterMin }) => afterMin));
  return drill ? rungs.filter(({ afterMin }) => afterMin === first) : rungs;
}

type RungTelling = { rung: Rung; startedAt: number };

async function tellRung(
  tables: Tables,
  books: Books,
  ticket: Ticket & { alert: AlertId },
  { rung, startedAt }: RungTelling,
  now: number,
): Promise<void> {
  const facts = await caseFacts(tables, ticket);
  const waited = rung.afterMin === 0 ? null : Math.floor((now - startedAt) / 60_000);
  const id = `${ticket.alert}/${startedAt}/${rung.afterMin}-${rung.to.replaceAll(" ", "-")}`;
  const recipients = recipientsOf(books, rung.to, unitOf(books, ticket), now);
  const newsFor = (recipient: Recipient) => alertNews(facts, recipient, waited, now);
  await tellAll(tables, books, newsFor, { id, recipients, ways: rung.channels }, now);
}

/** The time of a ladder's next rung has come: it is told only when nobody has answered by any road. */
export async function climbDue(tables: Tables, row: LadderRow, now: number) {
  const { alert } = row;
  const ticket = await tables.tickets.find(row.ticket);
  if (ticket === null) return tables.ladders.put({ ...row, state: "over", nextAt: null });
  const event = await eventOf(tables, alert, ticket);
  await climbAlert(tables, { ...ticket, alert }, event, now);
}

/** A ticket's line may be about another of its alerts: null where the alert of this ladder itself is not as the line says. */
export async function eventOfOwn(
  tables: Tables,
  ticket: Ticket & { alert: AlertId },
  event: LadderEvent,
): Promise<LadderEvent | null> {
  if (!ofOneAlert.has(event)) return event;
  const alert = await tables.alerts.find(ticket.alert);
  if (alert === null) return event;
  if (event === "shelved" || event === "unshelved")
    return (event === "shelved") === (alert.shelved !== null) ? event : null;
  const own = await eventOf(tables, ticket.alert, ticket);
  return own === "due" ? null : own;
}

const ofOneAlert = new Set<LadderEvent>(["cleared", "acknowledged", "shelved", "unshelved"]);

const accepted = new Set<Ticket["state"]>(["handling", "submitted", "checking", "reviewed"]);

async function eventOf({ alerts }: Tables, id: AlertId, ticket: Ticket): Promise<LadderEvent> {
  const alert = await alerts.find(id);
  if (isOver(ticket.state)) return "ended";
  if (accepted.has(ticket.state)) return "accepted";
  if (alert === null) return "due";
  if (!isInAlarm(alert)) return "cleared";
  return alert.state === "acknowledged" ? "acknowledged" : "due";
}
