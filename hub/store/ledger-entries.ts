/** The operations ledgers 台账: each entry is a row of revisions; nothing is overwritten, nothing goes. */

export type LedgerFields = Record<string, string | number>;

export type LedgerRevision = {
  book: string;
  id: string;
  /** 1, 2, … of the entry. */
  rev: number;
  at: number;
  by: string;
  /** void: it counts no more, and stays readable. */
  state: "live" | "void";
  why: string | null;
  fields: LedgerFields;
};

export type LedgerEntries = {
  /** The newest revision of each entry of the book, the entry written first first. */
  list(book: string): Promise<LedgerRevision[]>;
  /** The newest revision. */
  find(book: string, id: string): Promise<LedgerRevision | null>;
  /** Newest first. */
  history(book: string, id: string): Promise<LedgerRevision[]>;
  /** The revision must be the one after the newest; the store refuses the same number twice. */
  add(revision: LedgerRevision): Promise<void>;
};
