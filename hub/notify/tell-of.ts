/** What a line of a ticket's story means for people: the ladder of its alert goes on or ends, and who has to hear of the move is told. */
import type { AlertId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { MoveRow } from "../rulebook/ladder.ts";
import type { Tables } from "../store/store.ts";
import type { Told } from "../tickets/follow.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import { caseFacts } from "./case-facts.ts";
import { climbAlert, eventOfOwn } from "./ladder/climb-alert.ts";
import type { LadderEvent } from "./ladder/ladder.ts";
import { moveNews } from "./move-news.ts";
import { tellAll } from "./tell.ts";
import { nameOf, type Recipient, recipientsOf, unitOf } from "./who.ts";

/** What a line means for the ladder; all others mean nothing. */
const ladderEventOf: Partial<Record<StoryEntry["move"], LadderEvent>> = {
  report: "raised",
  relapse: "raised",
  clear: "cleared",
  acknowledge: "acknowledged",
  shelve: "shelved",
  unshelve: "unshelved",
  accept: "accepted",
  arrive: "accepted",
  submit: "accepted",
  close: "ended",
  conclude: "ended",
  void: "ended",
  merge: "ended",
};

/** Runs in the transaction of the line and only writes rows. A drill is told of when it is reported, and no further. */
export async function tellOf(tables: Tables, told: Told, _changes: Changes, now: number): Promise<void> {
  const { ticket, entry } = told;
  const event = ladderEventOf[entry.move];
  if (event !== undefined && hasAlert(ticket)) await climbBy(tables, ticket, event, now);
  if (!ticket.drill) await tellMove(tables, told, now);
}

async function climbBy(tables: Tables, ticket: Ticket & { alert: AlertId }, event: LadderEvent, now: number) {
  const own = await eventOfOwn(tables, ticket, event);
  if (own !== null) await climbAlert(tables, ticket, own, now);
}

function hasAlert(ticket: Ticket): ticket is Ticket & { alert: AlertId } {
  return ticket.alert !== null;
}

async function tellMove(tables: Tables, { ticket, entry, n }: Told, now: number): Promise<void> {
  const books = await readBooks(tables);
  const rows = books.ladder.moves.filter((row) => isMeant(row, ticket, entry));
  if (rows.length === 0) return;
  const facts = await caseFacts(tables, ticket);
  const news = moveNews(facts, entry, nameOf(books, unitOf(books, ticket)), now);
  for (const { to, channels: ways } of rows) {
    const recipients = await allOf(tables, books, to, ticket, now);
    await tellAll(tables, books, () => news, { id: `${ticket.id}/${n}-${entry.move}`, recipients, ways }, now);
  }
}

function isMeant({ moves, into, severities }: MoveRow, { severity }: Ticket, { move, to }: StoryEntry): boolean {
  return moves.includes(move) && (into === undefined || into === to) && severities.includes(severity);
}

/** Each unit once, with all of its people that are meant. */
async function allOf(tables: Tables, books: Books, whoms: readonly string[], ticket: Ticket, now: number) {
  const unit = unitOf(books, ticket);
  const all = new Map<string, Recipient>();
  for (const whom of whoms)
    for (const recipient of whom === "reporter"
      ? await reporterOf(tables, books, ticket)
      : recipientsOf(books, whom, unit, now)) {
      const people = [...(all.get(recipient.unit)?.people ?? []), ...recipient.people];
      all.set(recipient.unit, { ...recipient, people: [...new Set(people)] });
    }
  return [...all.values()];
}

/** A person who reported it; a sensor does not ask how it ended. */
async function reporterOf({ tickets }: Tables, books: Books, ticket: Ticket): Promise<Recipient[]> {
  if (ticket.source === "sensor") return [];
  const [first] = await tickets.story(ticket.id);
  const unit = unitOf(books, { unit: null, area: ticket.area });
  return [{ unit, name: nameOf(books, unit), people: first === undefined ? [] : [first.actor], part: "meant" }];
}
