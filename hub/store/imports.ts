/** Imports of lists: what a file said, row by row, until somebody takes it or lets it be. */

/** `waiting`: another file is read before it. `failed`: what was being taken stopped, and can be taken up again. */
export const importStates = ["waiting", "reading", "checked", "taking", "failed", "done", "refused"] as const;

export const verdicts = ["new", "changed", "same", "wrong"] as const;
export type Verdict = (typeof verdicts)[number];

/** What a file is a list of: devices of the registry, or components that should be connected. */
export const importKinds = ["devices", "components"] as const;
export type ImportKind = (typeof importKinds)[number];

export type ImportJob = {
  id: string;
  kind: ImportKind;
  at: number;
  by: string;
  /** The file's name, for people. */
  name: string;
  state: (typeof importStates)[number];
  /** Rows dealt with in this state, of so many; 0: not known yet. */
  done: number;
  total: number;
  counts: Record<Verdict, number>;
  /** Why it was refused, or stopped: code and detail. */
  error: { code: string; detail: string } | null;
  /** When the present state began, ms since 1970. */
  startedAt: number;
};

/** `body`: what the row asks for, or what is wrong with it. */
export type ImportRow = { row: number; verdict: Verdict; body: unknown };

export type Imports = {
  find(id: string): Promise<ImportJob | null>;
  /** Newest first; of one kind, or of all; `by`: those that this account brought. */
  list(limit: number, kind?: ImportKind, by?: string): Promise<ImportJob[]>;
  /** Those that are waiting, being read, being taken, or stopped amid it; newest first. */
  unfinished(): Promise<ImportJob[]>;
  put(job: ImportJob): Promise<void>;
  addRows(id: string, rows: readonly ImportRow[]): Promise<void>;
  /** Those of these verdicts after this row, in the order of the file. */
  rows(id: string, verdicts: readonly Verdict[], after: number, limit: number): Promise<ImportRow[]>;
  /** A row that could not be taken is wrong from now on. */
  fail(id: string, row: number, body: unknown): Promise<void>;
  /**
   * Of those of this kind that are over all but the newest `keep` are forgotten with their rows, and of those that wait
   * for somebody to take them all but the newest `keep` of whoever brought them. What is unfinished stays.
   */
  forgetBut(keep: number, kind: ImportKind): Promise<void>;
};
