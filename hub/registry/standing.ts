/** What can be said about a device now: one word, and none of them better than what is known. */
import type { Presence } from "../store/gateways.ts";
import type { DeviceMark } from "../store/tallies.ts";

/**
 * `well`: heard within five minutes, without a fault. `silent`: its gateway is there, it is not. `unknown`: its gateway is
 * not there, or it never told. `quarantine`: it is not registered.
 */
export const standingNames = ["well", "silent", "fault", "unknown", "quarantine"] as const;
export type Standing = (typeof standingNames)[number];

/** With nothing newer than this, a value no longer speaks for the present. */
export const freshMs = 5 * 60_000;

export function standingOf(mark: DeviceMark, gateway: Presence | undefined, now: number): Standing {
  if (!mark.registered) return "quarantine";
  if (gateway !== "online" || mark.health === null) return "unknown";
  if (mark.health !== "") return "fault";
  return mark.heardAt !== null && now - mark.heardAt <= freshMs ? "well" : "silent";
}
