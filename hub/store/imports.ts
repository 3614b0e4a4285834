/** Imports of lists: what a file said, row by row, until somebody takes it or lets it be. */

export const importStates = ["reading", "checked", "taking", "done", "refused"] as const;

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
  /** Why it was refused: code and detail. */
  error: { code: string; detail: string } | null;
  /** When the present state began, ms since 1970. */
  startedAt: number;
};

/** `body`: what the row asks for, or what is wrong with it. */
export type ImportRow = { row: number; verdict: Verdict; body: unknown };

export type Imports = {
  find(id: string): Promise<ImportJob | null>;
  /** Newest first; of one kind, or of all. */
  list(limit: number, kind?: ImportKind): Promise<ImportJob[]>;
  put(job: ImportJob): Promise<void>;
  addRows(id: string, rows: readonly ImportRow[]): Promise<void>;
  /** Those of these verdicts after this row, in the order of the file. */
  rows(id: string, verdicts: readonly Verdict[], after: number, limit: number): Promise<ImportRow[]>;
  /** Rows of all but the newest `keep` of this kind are forgotten, and so are those. */
  forgetBut(keep: number, kind: ImportKind): Promise<void>;
};
