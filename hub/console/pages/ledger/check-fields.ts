/** What is wrong with an entry as it is typed, so that it is said before it is sent; the hub checks again. Pure. */
import type { LedgerColumn } from "../../../rulebook/ledger-books.ts";

export type Typed = Record<string, string>;
export type Wrong = "mustFill" | "notDate" | "notNumber";

export function wrongIn(columns: readonly LedgerColumn[], typed: Typed): Record<string, Wrong> {
  return Object.fromEntries(
    columns.flatMap((column): [string, Wrong][] => {
      const why = wrongWith(column, (typed[column.id] ?? "").trim());
      return why === null ? [] : [[column.id, why]];
    }),
  );
}

function wrongWith({ type, required }: LedgerColumn, text: string): Wrong | null {
  if (text === "") return required ? "mustFill" : null;
  if (type === "date") return isDay(text) ? null : "notDate";
  if (type === "number") return Number.isFinite(Number(text)) ? null : "notNumber";
  return null;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** As it is sent: numbers as numbers, nothing for what is empty. */
export function fieldsOf(columns: readonly LedgerColumn[], typed: Typed): Record<string, string | number> {
  return Object.fromEntries(
    columns.flatMap(({ id, type }): [string, string | number][] => {
      const text = (typed[id] ?? "").trim();
      return text === "" ? [] : [[id, type === "number" ? Number(text) : text]];
    }),
  );
}

export function typedOf(fields: Record<string, string | number>): Typed {
  return Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, String(value)]));
}
