/** What a flow says to people: by the channels of who is meant, and a line in the ticket's story where it is about one. */
import { ulid } from "ulid";
import { cutText } from "../../core/cut-text.ts";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import { type News, tellAll } from "../notify/tell.ts";
import { recipientsOf, unitOf } from "../notify/who.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { Tables } from "../store/store.ts";
import { noteTicket } from "../tickets/hear.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { flowsActor } from "./decide.ts";

export type FlowNotice = { text: string; ticket?: TicketId | undefined };

const subjectLength = 60;
/** Kinds of channels; where a unit has none of them, any. */
const ways = ["wecom", "dingtalk", "webhook", "email"];

/**
 * Of a ticket, who is on duty at the unit that has it, else the operations room. Without any channel it is a task, so that it
 * is seen at least. Throws `NOT_FOUND` when the ticket it names is missing.
 */
export async function tellPeople(
  tables: Tables,
  { text, ticket: id }: FlowNotice,
  changes: Changes,
  now: number,
): Promise<void> {
  const ticket = id === undefined ? null : await tables.tickets.find(id);
  if (id !== undefined && ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  if (id !== undefined)
    await noteTicket(tables, id, { at: now, actor: flowsActor, move: "note", reason: text }, changes, now);
  const books = await readBooks(tables);
  if (hasChannel(books)) return say(tables, books, { text, ticket, name: ulid(now) }, now);
  const subject = id ?? cutText(text, subjectLength);
  await tables.tasks.raise({ kind: "FLOW_SAYS", subject, for: "operator", text: { zh: text, en: text } }, now);
}

/** A question is a task already: the operations room hears that it waits. */
export async function tellQuestion(tables: Tables, id: string, text: string, now: number): Promise<void> {
  const books = await readBooks(tables);
  if (hasChannel(books)) await say(tables, books, { text, ticket: null, name: id }, now);
}

function hasChannel({ channels }: Books): boolean {
  return channels.channels.some(({ state }) => state !== "off");
}

type Saying = { text: string; ticket: Ticket | null; name: string };

/** As a digest it is told now, whatever the hour of digests. */
async function say(tables: Tables, books: Books, { text, ticket, name }: Saying, now: number): Promise<void> {
  const line = { zh: text.split("\n")[0] as string, en: text.split("\n")[0] as string };
  const about = { severity: ticket?.severity ?? 3, ticket: ticket?.id ?? null, alert: ticket?.alert ?? null };
  const news: News = { kind: "digest", line, text: { zh: text, en: text }, ...about, at: now };
  const [whom, unit] = ticket === null ? ["operators", ""] : ["on duty", unitOf(books, ticket)];
  const recipients = recipientsOf(books, whom, unit, now);
  await tellAll(tables, books, () => news, { id: `flows/${name}`, recipients, ways }, now);
}
