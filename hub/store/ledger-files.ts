/** Files that entries of the operations ledgers carry; like the entries, none goes: one that counts no more says why. */
import type { Attachment } from "../tickets/attachment.ts";

export type LedgerFile = Attachment & {
  by: string;
  at: number;
  /** It counts no more. */
  gone: { by: string; at: number; why: string } | null;
};

export type LedgerFiles = {
  /** The photo was put before. */
  add(book: string, entry: string, file: Pick<LedgerFile, "id" | "name" | "by" | "at">): Promise<void>;
  /** In the order in which they came. */
  list(book: string, entry: string): Promise<LedgerFile[]>;
  /** How many that count each entry of the book has; an entry without any is left out. */
  counts(book: string): Promise<Map<string, number>>;
  /** The one that counts. */
  end(book: string, entry: string, file: string, gone: NonNullable<LedgerFile["gone"]>): Promise<void>;
};
