/** A rung that reached nobody, because its channel refuses, is not waited for: the next one is told when it has another channel. */
import type { AlertId, TicketId } from "../../../core/id.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { Books } from "../../rulebook/kinds.ts";
import type { LadderRow } from "../../store/ladders.ts";
import type { Tables } from "../../store/store.ts";
import type { Ticket } from "../../tickets/ticket.ts";
import type { Notice } from "../notice.ts";
import { postsFor } from "../tell.ts";
import { recipientsOf, unitOf } from "../who.ts";
import { climbAlert, ladderRungs } from "./climb-alert.ts";
import { aheadOf } from "./ladder.ts";

/** `channel` refused the notice. */
export async function climbUntold(tables: Tables, notice: Notice, channel: string, now: number): Promise<void> {
  if (notice.kind !== "alert" || notice.alert === null || notice.ticket === null) return;
  const alert = notice.alert as AlertId;
  const ladder = await tables.ladders.find(alert);
  const ticket = await tables.tickets.find(notice.ticket as TicketId);
  if (ladder === null || ticket === null || (await tables.notices.wasTold(alert, ladder.startedAt))) return;
  if (hasOtherRoad(await readBooks(tables), ticket, ladder, channel, now))
    await climbAlert(tables, { ...ticket, alert }, "untold", now);
}

function hasOtherRoad(books: Books, ticket: Ticket, ladder: LadderRow, channel: string, now: number): boolean {
  const rungs = ladderRungs(books, ticket);
  const next = aheadOf(
    ladder,
    rungs.map(({ afterMin }) => afterMin),
  )[0];
  const posts = rungs
    .filter(({ afterMin }) => afterMin === next)
    .flatMap(({ to, channels }) =>
      recipientsOf(books, to, unitOf(books, ticket), now).flatMap((recipient) => postsFor(books, recipient, channels)),
    );
  return posts.some((post) => post.channel.id !== channel);
}
