/** Writes down what became of a ticket, and lets what follows from it follow, all in one transaction. */
import { Fault } from "../../core/fault.ts";
import type { Changes } from "../changes.ts";
import { calendarOf, readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";
import { follow } from "./follow.ts";
import { isOver } from "./moves.ts";
import type { StoryEntry, Ticket, TicketOutcome } from "./ticket.ts";
import { timed } from "./timing.ts";

/** The task of a case that was closed while its sensor was in alarm: it lasts until the sensor clears or the case is open again. */
export const closedInAlarm = "CLOSED_IN_ALARM";

/** A year without a holiday table is looked at again so often. */
const retryMs = 5 * 60_000;

export async function keepTicket(
  tables: Tables,
  { ticket, entry }: TicketOutcome,
  changes: Changes,
  now: number,
): Promise<Ticket> {
  const kept = await withTimes(tables, ticket, now);
  await tables.tickets.put(kept);
  // Open again, the case itself asks people to look.
  if (!isOver(kept.state)) await tables.tasks.settle(closedInAlarm, kept.id, entry.actor, now);
  await keepLine(
    tables,
    kept,
    entry.move === "dispatch" || kept.dueAt !== ticket.dueAt ? withDue(entry, kept) : entry,
    changes,
    now,
  );
  return kept;
}

/** A line that moves nothing. */
export async function keepLine(
  tables: Tables,
  ticket: Ticket,
  entry: StoryEntry,
  changes: Changes,
  now: number,
): Promise<void> {
  const n = await tables.tickets.appendStory(ticket.id, entry);
  changes.tickets.add(ticket.id);
  await follow(tables, { ticket, entry, n }, changes, now);
}

function withDue(entry: StoryEntry, { dueAt }: Ticket): StoryEntry {
  return dueAt === null ? entry : { ...entry, due: dueAt };
}

/** The ticket with its due time. Without its year's holidays a limit has no end: the ticket goes on, and somebody is asked for the table. */
export async function withTimes(tables: Tables, ticket: Ticket, now: number): Promise<Ticket> {
  try {
    return timed(ticket, now, calendarOf(await readBooks(tables)));
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "CALENDAR_MISSING") throw error;
    await tables.tasks.raise(
      {
        ...{ kind: "CALENDAR_MISSING", subject: error.detail, for: "administrator" },
        text: {
          zh: `缺节假日表（${yearIn(error.detail)}），工单算不出到期时间。到“设置”导入国务院公布的当年放假安排。`,
          en: `A holiday table lacks (${error.detail}), so tickets have no due time. Import that year's table in the settings.`,
        },
      },
      now,
    );
    return { ...ticket, dueAt: null, wakeAt: now + retryMs };
  }
}

/** `no holiday table for 2027` */
function yearIn(detail: string): string {
  const year = /\d{4}/.exec(detail)?.[0];
  return year === undefined ? "某一年" : `${year} 年`;
}
