/** What the loudspeaker should do now: ring once for what is new, go on for a red one until somebody has seen it. Pure. */
import type { AlertView } from "../../../http/views.ts";

export type Ring = "red" | "orange";
/** `heard`: those that rang already; `muted`: red ones that somebody silenced. */
export type Ears = { heard: ReadonlySet<string>; muted: ReadonlySet<string> };
export type SoundPlan = { now: Ring | null; repeats: string[]; ears: Ears };

export const deaf: Ears = { heard: new Set(), muted: new Set() };

/** How long between two rings of a red alert that nobody has seen. */
export const repeatMs = 6_000;

/** Drills, what came late, what is set aside or explained, and yellow and blue interrupt nobody. */
export function isLoud({ severity, state, standing, late, drill }: AlertView): boolean {
  return severity <= 2 && state === "unacknowledged" && standing === "unacknowledged" && !late && !drill;
}

/** Only ids that are still loud are remembered, so an alert that comes back rings again. */
export function planSound(alerts: readonly AlertView[], { heard, muted }: Ears): SoundPlan {
  const loud = alerts.filter(isLoud);
  const fresh = loud.filter(({ id }) => !heard.has(id));
  const red = loud.filter(({ id, severity }) => severity === 1 && !muted.has(id));
  const ring = fresh.some(({ severity }) => severity === 1) ? "red" : fresh.length > 0 ? "orange" : null;
  const ids = new Set(loud.map(({ id }) => id));
  return {
    now: ring,
    repeats: red.map(({ id }) => id),
    ears: { heard: ids, muted: new Set([...muted].filter((id) => ids.has(id))) },
  };
}

/** The red ones that ring now are silent; a new one rings again. */
export function mute(ears: Ears, ids: readonly string[]): Ears {
  return { ...ears, muted: new Set([...ears.muted, ...ids]) };
}
