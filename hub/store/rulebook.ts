/** Tables of the world that the hub decides by: each import is a version of its own, nothing is overwritten. */

export type RulebookRow = {
  kind: string;
  /** 1, 2, … within the kind. */
  version: number;
  at: number;
  by: string;
  /** Where the table comes from, in words. */
  source: string;
  body: unknown;
};

export type Rulebook = {
  /** The newest version of each kind that was ever imported; the same object as long as nothing is. */
  versions(): Promise<ReadonlyMap<string, number>>;
  newest(kind: string): Promise<RulebookRow | null>;
  /** The same object each time, as long as nothing is imported: what is made of it can be kept beside it. */
  find(kind: string, version: number): Promise<RulebookRow | null>;
  /** Newest first, without bodies. */
  history(kind: string): Promise<Omit<RulebookRow, "body">[]>;
  /** Returns the version it became. */
  add(row: Omit<RulebookRow, "version">): Promise<number>;
};
