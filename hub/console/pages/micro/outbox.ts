/** What was handed in and has not reached the hub yet: each thing in parts, each part once, in order. Pure. */

/** `fillsFiles`: the ids of the files that were brought go into its `attachments`. */
export type Part =
  | { kind: "json"; path: string; body: object; fillsFiles?: boolean; ifMatch?: string }
  | { kind: "file"; path: string; file: number };

/** waiting: for the hub. conflict: somebody else was faster. refused: it is not taken as it is. */
export type EntryState = "waiting" | "conflict" | "refused";

export type Entry = {
  /** The keys of its parts begin with it. */
  id: string;
  /** Whose it is: another person at this phone does not send it. */
  account: string;
  at: number;
  /** What it is, to be shown: `接单 · 3号楼 502`. */
  title: string;
  /** What was written, kept whatever happens. */
  text: string;
  /** The move, where it is one. */
  move?: string;
  /** The ticket it is about, and how long its story was when this was written. */
  ticket?: string;
  lines?: number;
  /** Where it was written, if not on its ticket's page. */
  page?: string;
  /** The draft that its text goes back into. */
  draft?: string;
  /** What the draft held, where it was more than the text. */
  form?: string;
  parts: Part[];
  /** How many parts have arrived. */
  done: number;
  /** Ids that the hub gave to its files. */
  files: string[];
  state: EntryState;
  /** Code and detail of what the hub said last. */
  problem?: { code: string; detail: string };
};

export type Outcome =
  | { is: "ok"; fileId?: string }
  | { is: "offline" }
  | { is: "fault"; status: number; code: string; detail: string };

/** What an answer does to the entry. */
type After = "next" | "again" | "conflict" | "refused";

const byCode: Record<string, After> = {
  // It was done, only the answer was lost.
  KEY_DONE: "next",
  KEY_BUSY: "again",
  SIGN_IN_REQUIRED: "again",
  SIGN_IN_LOCKED: "again",
  CONFIRM_REQUIRED: "again",
};
const byStatus: Record<number, After> = { 401: "again", 408: "again", 409: "conflict", 412: "conflict", 429: "again" };

export function afterOf(outcome: Outcome): After {
  if (outcome.is === "ok") return "next";
  if (outcome.is === "offline") return "again";
  return byCode[outcome.code] ?? byStatus[outcome.status] ?? (outcome.status >= 500 ? "again" : "refused");
}

/** Why it is not sent at this moment, in what the person can do about it. */
export type Hold = "offline" | "sign-in" | "busy" | "hub";

/** What holds the sending up after this answer; null: nothing. */
export function holdOf(outcome: Outcome): Hold | null {
  if (afterOf(outcome) !== "again" || outcome.is === "ok") return null;
  if (outcome.is === "offline") return "offline";
  if (outcome.status === 401) return "sign-in";
  return outcome.status >= 500 ? "hub" : "busy";
}

/** Null when the last part has arrived. */
export function heard(entry: Entry, outcome: Outcome): Entry | null {
  const after = afterOf(outcome);
  if (after === "again") return entry;
  if (after === "next") {
    const fileId = outcome.is === "ok" ? outcome.fileId : undefined;
    const files = fileId === undefined ? entry.files : [...entry.files, fileId];
    const { problem: _, ...rest } = entry;
    return entry.done + 1 >= entry.parts.length ? null : { ...rest, files, done: entry.done + 1 };
  }
  const { code, detail } = outcome as Extract<Outcome, { is: "fault" }>;
  return { ...entry, state: after, problem: { code, detail } };
}

/** The next to send: the oldest that waits, whose ticket has nothing before it that is stuck. */
export function nextOf(entries: readonly Entry[], account: string): Entry | null {
  const stuck = new Set<string>();
  for (const entry of inOrder(entries)) {
    if (entry.account !== account) continue;
    if (entry.state === "waiting" && (entry.ticket === undefined || !stuck.has(entry.ticket))) return entry;
    if (entry.ticket !== undefined) stuck.add(entry.ticket);
  }
  return null;
}

export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The question that sends the part it has come to, with a key that stays the same however often it is sent. */
export function questionOf({ id, parts, done, files }: Entry): { part: Part; key: string; body?: object } {
  const part = parts[done] as Part;
  const key = `${id}-${done}`;
  if (part.kind === "file") return { part, key };
  return { part, key, body: part.fillsFiles && files.length > 0 ? { ...part.body, attachments: files } : part.body };
}

/** Who has seen what changed and sends it all the same. */
export function sentAnyway({ problem: _, ...entry }: Entry): Entry {
  const free = (part: Part): Part => {
    if (part.kind === "file") return part;
    const { ifMatch: __, ...rest } = part;
    return rest;
  };
  return { ...entry, state: "waiting", parts: entry.parts.map(free) };
}

/** The position that goes with it, if any. */
export function positionOf({ parts }: Pick<Entry, "parts">): unknown {
  for (const part of parts) if (part.kind === "json" && "position" in part.body) return part.body.position;
  return undefined;
}

export function countOf(entries: readonly Entry[], account: string) {
  const own = entries.filter((entry) => entry.account === account);
  const waiting = own.filter(({ state }) => state === "waiting").length;
  return { waiting, stuck: own.length - waiting };
}
