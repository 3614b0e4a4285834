/** When the flows' process is started, killed, started without flows, or told of: `(watch, event, now) → watch + effects`. */

export type Phase = "starting" | "up" | "suspect" | "killed" | "resting" | "ended";

/** All times monotonic, ms. */
export type Watch = {
  phase: Phase;
  /** Without flows, so that who comes to mend them finds an editor. */
  isSafe: boolean;
  /** When the phase began; of `up` and `suspect` when the process came up. */
  since: number;
  /** The last beat. */
  heardAt: number;
  /** When it ended unasked, within the window. */
  ends: readonly number[];
  /** Somebody was told that it is broken. */
  isTold: boolean;
};

export type WatchEvent =
  | { kind: "spawned" }
  /** It runs and listens. */
  | { kind: "ready" }
  | { kind: "beat" }
  /** Somebody deployed in the editor of a safe start: the flows run again. */
  | { kind: "deployed" }
  | { kind: "ended"; how: string }
  /** It ended because somebody asked for a new start: with its flows, and nobody is to blame. */
  | { kind: "renewed" }
  | { kind: "tick" };

export type WatchEffect =
  | { kind: "spawn"; inMs: number }
  | { kind: "kill"; why: string }
  | { kind: "broken"; why: string }
  | { kind: "mended" };

export type Limits = {
  /** How often it says that it lives. */
  beatMs: number;
  /** Beats missed until it counts as hung. */
  missed: number;
  /** How long it may take to come up. */
  startMs: number;
  /** So many ends within the window make a safe start; steady for so long, it is well again. */
  mostEnds: number;
  windowMs: number;
  firstRestMs: number;
  longestRestMs: number;
};

export const usualLimits: Limits = {
  beatMs: 500,
  missed: 6,
  startMs: 60_000,
  mostEnds: 3,
  windowMs: 5 * 60_000,
  firstRestMs: 500,
  longestRestMs: 60_000,
};

export type Watched = { watch: Watch; effects: readonly WatchEffect[] };

export function newWatch(now: number): Watch {
  return { phase: "resting", isSafe: false, since: now, heardAt: now, ends: [], isTold: false };
}

type Step<Event extends WatchEvent> = (watch: Watch, event: Event, now: number, limits: Limits) => Watched;
type Steps = { [Kind in WatchEvent["kind"]]: Step<Extract<WatchEvent, { kind: Kind }>> };

const quiet = (watch: Watch): Watched => ({ watch, effects: [] });

const steps: Steps = {
  spawned: (watch, _event, now) => quiet({ ...watch, phase: "starting", since: now, heardAt: now }),
  ready: (watch, _event, now) => quiet({ ...watch, phase: "up", since: now, heardAt: now }),
  beat: (watch, _event, now) =>
    quiet({ ...watch, heardAt: now, phase: watch.phase === "suspect" ? "up" : watch.phase }),
  deployed: (watch, _event, now) => quiet(watch.isSafe ? { ...watch, isSafe: false, since: now, ends: [] } : watch),
  ended: endOf,
  renewed: (watch, _event, now) => ({
    watch: { ...newWatch(now), isTold: watch.isTold },
    effects: [{ kind: "spawn", inMs: 0 }],
  }),
  tick: tickOf,
};

export function stepWatch(watch: Watch, event: WatchEvent, now: number, limits: Limits): Watched {
  return (steps[event.kind] as Step<WatchEvent>)(watch, event, now, limits);
}

/** The first restart comes soon, each further one waits twice as long; after too many it comes without flows. */
function endOf(watch: Watch, { how }: { how: string }, now: number, limits: Limits): Watched {
  const ends = [...watch.ends.filter((at) => at > now - limits.windowMs), now];
  const inMs = Math.min(limits.longestRestMs, limits.firstRestMs * 2 ** Math.min(ends.length - 1, 20));
  const isSafe = watch.isSafe || ends.length >= limits.mostEnds;
  const broken: WatchEffect[] = isSafe && !watch.isSafe ? [{ kind: "broken", why: how }] : [];
  return {
    watch: { ...watch, phase: "resting", isSafe, since: now, ends, isTold: watch.isTold || isSafe },
    effects: [...broken, { kind: "spawn", inMs }],
  };
}

/** One missed beat makes it suspect: nobody waits for it any more. Several, and it is killed. */
function tickOf(watch: Watch, _event: WatchEvent, now: number, limits: Limits): Watched {
  const silentMs = now - watch.heardAt;
  if (watch.phase === "starting" && now - watch.since > limits.startMs) return kill(watch, now, "it did not come up");
  if (watch.phase !== "up" && watch.phase !== "suspect") return quiet(watch);
  if (silentMs > limits.missed * limits.beatMs) return kill(watch, now, "it hung");
  if (silentMs > 2 * limits.beatMs) return quiet({ ...watch, phase: "suspect" });
  if (!watch.isTold || watch.isSafe || now - watch.since < limits.windowMs) return quiet(watch);
  return { watch: { ...watch, ends: [], isTold: false }, effects: [{ kind: "mended" }] };
}

function kill(watch: Watch, now: number, why: string): Watched {
  return { watch: { ...watch, phase: "killed", since: now }, effects: [{ kind: "kill", why }] };
}
