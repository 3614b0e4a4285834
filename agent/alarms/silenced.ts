/** Who muted what, and until when, as a line of each alert's story: it travels with it to the hub's ticket. Pure but for the ids. */
import { ulid } from "ulid";
import type { PersonEvent } from "../../core/alert-event.ts";
import type { EventId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { Clock } from "../clock/clock.ts";
import { type Board, standingOf } from "./board.ts";
import type { Night } from "./loudness.ts";

/** A line for each alert that stands unseen: those are what a silence given now mutes. */
export function silencedLines(
  board: Board,
  { minutes, by }: { minutes: number; by: string },
  clock: Pick<Clock, "wall" | "trust">,
  { utcOffsetMinutes }: Pick<Night & { utcOffsetMinutes: number }, "utcOffsetMinutes">,
): PersonEvent[] {
  const at = clock.wall();
  const until = new Date(at + (minutes + utcOffsetMinutes) * 60_000).toISOString().slice(11, 16);
  const text = `警铃静音 ${minutes} 分钟，到 ${until} · siren silenced for ${minutes} min, until ${until}`;
  const trust = clock.trust() === "synced" ? quality.good : quality.estimated;
  return board.alerts
    .filter((alert) => ["unacknowledged", "returned"].includes(standingOf(board, alert, at)))
    .map(({ raised: { alert, ticket } }) => ({
      ...{ kind: "noted", id: ulid(at) as EventId, alert, ticket, by, at, quality: trust, text },
    }));
}
