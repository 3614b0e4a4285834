/** What a flow says to people: a task for who is on duty, and a line in the ticket's story where it is about one. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { noteTicket } from "../tickets/hear.ts";
import { flowsActor } from "./decide.ts";

export type FlowNotice = { text: string; ticket?: TicketId | undefined };

const subjectLength = 60;

/** Throws `NOT_FOUND` when the ticket it names is missing. */
export async function tellPeople(
  tables: Tables,
  { text, ticket }: FlowNotice,
  changes: Changes,
  now: number,
): Promise<void> {
  if (ticket !== undefined && (await tables.tickets.find(ticket)) === null)
    throw new Fault("NOT_FOUND", `ticket ${ticket}`);
  if (ticket !== undefined)
    await noteTicket(tables, ticket, { at: now, actor: flowsActor, move: "note", reason: text }, changes, now);
  const subject = ticket ?? text.slice(0, subjectLength);
  await tables.tasks.raise({ kind: "FLOW_SAYS", subject, for: "operator", text: { zh: text, en: text } }, now);
}
