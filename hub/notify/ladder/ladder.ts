/** How an alert that nobody answers climbs from rung to rung, as a table: `(ladder, event, now) → ladder + rungs to tell`. */

/** `climbing` until somebody answers, `held` while the alert is shelved, `over` until it is raised anew. */
export const ladderStates = ["climbing", "held", "over"] as const;

export type LadderState = {
  state: (typeof ladderStates)[number];
  /** Everything up to this rung was told, in minutes after the start; below zero: nothing yet. */
  toldMin: number;
  startedAt: number;
  /** When the next rung is told; null when there is none. */
  nextAt: number | null;
  heldAt: number | null;
};

export const ladderEvents = [
  "raised",
  "due",
  "acknowledged",
  "cleared",
  "accepted",
  "ended",
  "shelved",
  "unshelved",
  "untold",
] as const;
export type LadderEvent = (typeof ladderEvents)[number];

/** What to do: begin at the first rung, tell what is due, stop, hold, go on after a hold, tell the next at once, or nothing. */
type Step = "start" | "climb" | "stop" | "hold" | "resume" | "next" | "stay";

/** Every state × event. An alert that is raised while it climbs goes on as it was: nobody is told twice. */
export const ladderTable: Record<LadderState["state"], Record<LadderEvent, Step>> = {
  climbing: {
    raised: "stay",
    due: "climb",
    acknowledged: "stop",
    cleared: "stop",
    accepted: "stop",
    ended: "stop",
    shelved: "hold",
    unshelved: "stay",
    untold: "next",
  },
  held: {
    raised: "stay",
    due: "stay",
    acknowledged: "stop",
    cleared: "stop",
    accepted: "stop",
    ended: "stop",
    shelved: "stay",
    unshelved: "resume",
    untold: "stay",
  },
  over: {
    raised: "start",
    due: "stay",
    acknowledged: "stay",
    cleared: "stay",
    accepted: "stay",
    ended: "stay",
    shelved: "stay",
    unshelved: "stay",
    untold: "stay",
  },
};

export type Climb = { ladder: LadderState /** Minutes of the rungs to tell now, each once. */; tell: number[] };

/** An alert that was never raised. */
export const unclimbed: LadderState = { state: "over", toldMin: -1, startedAt: 0, nextAt: null, heldAt: null };

/**
 * `rungs`: the minutes after the start at which the rungs of this severity are told. They may be other rungs than
 * before: what was told stays told, and what is new and past is told at once.
 */
export function climb(ladder: LadderState, event: LadderEvent, rungs: readonly number[], now: number): Climb {
  return steps[ladderTable[ladder.state][event]](ladder, rungs, now);
}

const steps: Record<Step, (ladder: LadderState, rungs: readonly number[], now: number) => Climb> = {
  start: (_ladder, rungs, now) => tellDue({ ...unclimbed, state: "climbing", startedAt: now }, rungs, now),
  climb: tellDue,
  stop: (ladder) => ({ ladder: { ...ladder, state: "over", nextAt: null, heldAt: null }, tell: [] }),
  hold: (ladder, _rungs, now) => ({ ladder: { ...ladder, state: "held", nextAt: null, heldAt: now }, tell: [] }),
  resume: ({ heldAt, startedAt, ...rest }, rungs, now) => {
    const held = now - (heldAt ?? now);
    return tellDue({ ...rest, state: "climbing", heldAt: null, startedAt: startedAt + held }, rungs, now);
  },
  next: (ladder, rungs, now) => {
    const next = aheadOf(ladder, rungs)[0];
    if (next === undefined) return { ladder, tell: [] };
    const { ladder: told, tell } = tellDue({ ...ladder, toldMin: next }, rungs, now);
    return { ladder: told, tell: [next, ...tell] };
  },
  stay: (ladder) => ({ ladder, tell: [] }),
};

const minuteMs = 60_000;

/** The rungs that were not told yet, the next first. */
export function aheadOf({ toldMin }: LadderState, rungs: readonly number[]): number[] {
  return [...new Set(rungs)].filter((min) => min > toldMin).sort((a, b) => a - b);
}

function tellDue(ladder: LadderState, rungs: readonly number[], now: number): Climb {
  const ahead = aheadOf(ladder, rungs);
  const isDue = (min: number) => ladder.startedAt + min * minuteMs <= now;
  const tell = ahead.filter(isDue);
  const next = ahead.find((min) => !isDue(min));
  const nextAt = next === undefined ? null : ladder.startedAt + next * minuteMs;
  return { ladder: { ...ladder, toldMin: tell.at(-1) ?? ladder.toldMin, nextAt }, tell };
}
