/** By what a message is known when it is sent again: each platform says it once, the intake does it. */
import { isSet } from "../intake/moment.ts";
import type { Told } from "./told.ts";

export type Once =
  /**
   * The sender's own id of it, and what it says: under the same id something else is another message. `content`: what of it
   * stays at each try, its whole body unless given. `usedAgainMs`: so long the sender does not use an id anew.
   */
  | { id: string; content?: string; usedAgainMs?: number }
  /**
   * It holds a moment or a number of its own: what says the same by the same way within so many ms of the first is that one,
   * later it is another. `anyWay`: whichever way it comes, for a device that dials in anew has another address.
   */
  | { sameForMs: number; anyWay?: true }
  /**
   * It holds neither: what says the same as the newest of the same way within so many ms is that one, else it is another;
   * 0: always another. `of`: whom else than the way it is of, such as the devices it tells of.
   */
  | { repeatMs: number; of?: string };

/** What says the same holds a moment of its own: it is the same for ever. */
export const sameForEver: Once = { sameForMs: Number.POSITIVE_INFINITY };

/** A retry of who heard no answer comes within so long; so do no two measurements of a sensor that sleeps in between. */
export const retryMs = 20_000;

/** By the moments it tells, where all of it has one, else as the newest of its devices. `read` may throw. */
export function onceTold(read: () => Told[]): Once {
  try {
    const told = read();
    return told.length > 0 && told.every(isTimed) ? sameForEver : { repeatMs: retryMs, of: devicesOf(told) };
  } catch {
    return { repeatMs: retryMs };
  }
}

/** A word of how a command went holds the command's id. */
function isTimed(told: Told): boolean {
  if (told.kind === "values") return told.values.every(({ at }) => isSet(at ?? told.at ?? told.platformAt));
  return told.kind === "answer" || isSet(told.at ?? told.platformAt);
}

export function devicesOf(told: readonly Told[]): string {
  return [...new Set(told.map(({ device }) => device))].sort().join(" ");
}
