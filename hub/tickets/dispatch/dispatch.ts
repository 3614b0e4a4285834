/** Takes a reported case to who must deal with it: admitted, registered and sent, each a line of its story with its reason. */
import { Fault } from "../../../core/fault.ts";
import type { EventId, TicketId } from "../../../core/id.ts";
import type { Bilingual } from "../../../core/point.ts";
import type { Changes } from "../../changes.ts";
import { readBooks } from "../../rulebook/books.ts";
import { findUnit, type Unit } from "../../rulebook/units.ts";
import type { Tables } from "../../store/store.ts";
import { endStrangersCase } from "../after-stranger.ts";
import { move } from "../move.ts";
import type { TicketMove } from "../moves.ts";
import type { Ticket } from "../ticket.ts";
import { choose } from "./choose.ts";

export type Decision = {
  unit: string;
  assignee?: string | undefined;
  why: Bilingual;
  /** `hub`, or the flow that decided. */
  actor: string;
  event?: EventId | undefined;
};

/** The moves that are still to be made before a case of this state is sent. */
const way: Partial<Record<Ticket["state"], readonly TicketMove[]>> = {
  reported: ["admit", "register"],
  admitted: ["register"],
  registered: [],
};

/** By the hub's own table. `because` says why it was the table that decided. A case that somebody has sent already stays where it is. */
export async function dispatchByTable(
  tables: Tables,
  id: TicketId,
  changes: Changes,
  now: number,
  because: Bilingual = { zh: "", en: "" },
): Promise<void> {
  const ticket = await find(tables, id);
  if (way[ticket.state] === undefined) return;
  const precedents = await tables.tickets.precedents(ticket);
  const books = await readBooks(tables);
  const choice = choose(books, ticket, precedents, now);
  const sent = findUnit(books.units, choice.unit);
  if (choice.hole && sent !== null) await tellHole(tables, sent, now);
  const { unit, assignee } = choice;
  const why = { zh: because.zh + choice.why.zh, en: because.en + choice.why.en };
  await dispatchAs(tables, id, { unit, assignee, why, actor: "hub" }, changes, now);
}

/** As somebody else decided. A class that asks for it is looked at on the spot first. Throws what `move` throws. */
export async function dispatchAs(
  tables: Tables,
  id: TicketId,
  decision: Decision,
  changes: Changes,
  now: number,
): Promise<void> {
  const { actor, event, ...to } = decision;
  const ticket = await find(tables, id);
  const steps = way[ticket.state];
  if (steps === undefined) throw new Fault("MOVE_NOT_ALLOWED", `ticket ${id} is ${ticket.state}`);
  const isLooked = ticket.policy.preVerify && !ticket.verified;
  if (isLooked && ticket.state === "reported") await move(tables, id, { move: "admit", actor }, changes, now);
  if (isLooked) return move(tables, id, { move: "verify", actor, event, ...to }, changes, now);
  for (const step of steps) await move(tables, id, { move: step, actor }, changes, now);
  await move(tables, id, { move: "dispatch", actor, event, ...to }, changes, now);
  await endStrangersCase(tables, ticket, changes, now);
}

async function find(tables: Tables, id: TicketId): Promise<Ticket> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  return ticket;
}

async function tellHole(tables: Tables, { id, name }: Unit, now: number): Promise<void> {
  const text = {
    zh: `排班有空：${name}现在没有人值班，工单派给了单位，没有派到人。请补排班。`,
    en: `The roster has a hole: nobody of ${name} is on duty now, so cases go to the unit and to no person. Fill the roster.`,
  };
  await tables.tasks.raise({ kind: "ROSTER_HOLE", subject: id, for: "operator", text }, now);
}
