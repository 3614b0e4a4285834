/** The loss ledger summed up for reading: per device or point, and in all. */
import type { LedgerAccount, LedgerGap, LedgerSeries } from "../../http/views.ts";

type Losses = Pick<LedgerAccount, "evicted" | "quarantined" | "damaged">;
export type Reason = keyof Losses;

export const reasons: Reason[] = ["evicted", "quarantined", "damaged"];

export function lostOf(losses: Losses): number {
  return losses.evicted + losses.quarantined + losses.damaged;
}

export type Line = Losses & { id: string; delivered: number };

/** One line for each device, or for each point of the device that was asked for; what lost most comes first. */
export function linesOf(series: readonly LedgerSeries[], by: "device" | "point"): Line[] {
  const lines = new Map<string, Line>();
  for (const row of series) {
    const line = lines.get(row[by]) ?? { id: row[by], delivered: 0, evicted: 0, quarantined: 0, damaged: 0 };
    line.delivered += row.delivered;
    for (const reason of reasons) line[reason] += row[reason];
    lines.set(row[by], line);
  }
  return [...lines.values()].sort((a, b) => lostOf(b) - lostOf(a));
}

export type Sums = {
  accepted?: number;
  delivered: number;
  summaries: number;
  waiting: number;
  lost: number;
  alertsLost: number;
  alertsWaiting: number;
};

export function sumsOf(accounts: readonly LedgerAccount[]): Sums {
  const total = (of: (account: LedgerAccount) => number) => accounts.reduce((sum, account) => sum + of(account), 0);
  const known = accounts.every((account) => account.accepted !== undefined);
  return {
    ...(known ? { accepted: total((account) => account.accepted ?? 0) } : {}),
    delivered: total((account) => account.delivered),
    summaries: total((account) => account.summaries),
    waiting: total((account) => account.waiting),
    lost: total(lostOf),
    alertsLost: total((account) => lostOf(account.alerts)),
    alertsWaiting: total((account) => account.alerts.waiting),
  };
}

/** A gap that names no device belongs to none of the lines. */
export function unnamedOf(gaps: readonly LedgerGap[]): number {
  return gaps.reduce((sum, gap) => sum + (gap.device === undefined && gap.lane === "data" ? gap.count : 0), 0);
}
