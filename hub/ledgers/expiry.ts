/** What ends soon: the earliest date of an entry that its book wants to be reminded of. Pure. */
import type { LedgerBook } from "../rulebook/ledger-books.ts";
import type { LedgerFields } from "../store/ledger-entries.ts";
import { dayFrom, dayOf } from "../tickets/clock/day.ts";

export type Expiry = {
  column: string;
  /** 2026-11-27 */
  date: string;
  /** Until then; negative when it is over. */
  daysLeft: number;
  /** It is time to do something about it. */
  isDue: boolean;
};

export function expiryOf({ columns }: LedgerBook, fields: LedgerFields, now: number): Expiry | null {
  const today = dayOf(now);
  const dates = columns.flatMap(({ id, remindDays }): Expiry[] => {
    const date = fields[id];
    const day = remindDays === undefined || typeof date !== "string" ? null : dayFrom(date);
    if (day === null) return [];
    return [{ column: id, date: date as string, daysLeft: day - today, isDue: day - today <= (remindDays as number) }];
  });
  return dates.sort((a, b) => a.daysLeft - b.daysLeft)[0] ?? null;
}
