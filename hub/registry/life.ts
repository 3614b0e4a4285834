/** The life of a gateway or a device, as one table: what may become of it, and what each state means for the rest. Pure. */

export const lives = ["announced", "approved", "in-service", "maintenance", "retired"] as const;
export type Life = (typeof lives)[number];

export const lifeMoves = [
  "approve",
  "adopt",
  "commission",
  "maintain",
  "resume",
  "retire",
  "return",
  "unadopt",
] as const;
export type LifeMove = (typeof lifeMoves)[number];

/** What a move leads to from each state; no entry: it is not possible from there. */
const table: Record<LifeMove, Partial<Record<Life, Life>>> = {
  /** Somebody knows what it is; it does not hang yet, or was not proved. */
  approve: { announced: "approved" },
  /** One click for what speaks already: approved and in service at once. */
  adopt: { announced: "in-service", approved: "in-service" },
  commission: { announced: "in-service", approved: "in-service" },
  maintain: { "in-service": "maintenance", maintenance: "maintenance" },
  resume: { maintenance: "in-service" },
  retire: { announced: "retired", approved: "retired", "in-service": "retired", maintenance: "retired" },
  return: { retired: "in-service" },
  /** Adopted by mistake: it waits again for somebody to look at it. */
  unadopt: { "in-service": "announced" },
};

/** Moves that somebody will ask about later. */
const reasoned: ReadonlySet<LifeMove> = new Set(["maintain", "retire", "return"]);

type Facts = {
  /** Its place, class and owner are told to the district. */
  shared: boolean;
  /** The hub wonders where it is when it says nothing. */
  missed: boolean;
  /** Tickets of its alerts are sent by themselves; those of life safety always are. */
  dispatched: boolean;
};

/** What nobody approved is heard like all the rest: a sensor that speaks of danger is believed, whoever hung it. */
export const meaning: Record<Life, Facts> = {
  announced: { shared: false, missed: true, dispatched: true },
  approved: { shared: false, missed: true, dispatched: true },
  "in-service": { shared: true, missed: true, dispatched: true },
  maintenance: { shared: true, missed: true, dispatched: false },
  retired: { shared: false, missed: false, dispatched: false },
};

export function lifeAfter(life: Life, move: LifeMove): Life | null {
  return table[move][life] ?? null;
}

export function possibleMoves(life: Life): LifeMove[] {
  return lifeMoves.filter((move) => lifeAfter(life, move) !== null);
}

export function needsReason(move: LifeMove): boolean {
  return reasoned.has(move);
}

/** What a sensor is for where people's lives hang on it. [hardware/sensors/*.json, `measures`] */
const vital: ReadonlySet<string> = new Set(["smoke", "gas", "fire", "heat", "co", "help"]);

/** Severity I (红), or a sensor that watches over lives: never held back, whatever the state of the device. */
export function isLifeSafety(about: { severity: number; measures: string | undefined }): boolean {
  return about.severity === 1 || (about.measures !== undefined && vital.has(about.measures));
}
