/** Figures of the statistics: which there are, how they are compared and sorted, and the months they are asked for. Pure. */
import type { ScoresView } from "../../http/views.ts";

export type ScoreRow = ScoresView["rows"][number];
export type Figure = Exclude<keyof ScoresView["total"], never>;
export type Kind = "count" | "rate" | "minutes";

export const figures = [
  "cases",
  "bySensorRate",
  "acceptMin",
  "arriveMin",
  "closeMin",
  "closedRate",
  "overdue",
  "overdueRate",
  "returned",
  "reopened",
] as const satisfies readonly Figure[];

export const kinds: Record<Figure, Kind> = {
  cases: "count",
  bySensorRate: "rate",
  closedRate: "rate",
  overdueRate: "rate",
  acceptMin: "minutes",
  arriveMin: "minutes",
  closeMin: "minutes",
  overdue: "count",
  returned: "count",
  reopened: "count",
};

/** As a chart shows it: a rate in percent. */
export function shownValue(figure: Figure, value: number | null): number | null {
  if (value === null) return null;
  return kinds[figure] === "rate" ? Math.round(value * 1000) / 10 : value;
}

/** What is not there comes last, whichever way it is sorted. */
export function sortedBy(rows: readonly ScoreRow[], figure: Figure, isDown: boolean): ScoreRow[] {
  const sign = isDown ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[figure], b[figure]];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right) || a.name.localeCompare(b.name);
  });
}

/** In the figure's own measure; a rate in points of percent. null where either is not there. */
export function change(figure: Figure, now: number | null | undefined, then: number | null | undefined): number | null {
  if (now == null || then == null) return null;
  return Math.round((shownValue(figure, now) as number) * 10 - (shownValue(figure, then) as number) * 10) / 10;
}

const zoneMs = 8 * 3_600_000;

/** `2026-11` by the clock of the place, so many months before the present one. */
export function monthBefore(now: number, back: number): string {
  const date = new Date(now + zoneMs);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back)).toISOString().slice(0, 7);
}

export function monthSpan(month: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { from: Date.UTC(year, number - 1) - zoneMs, to: Date.UTC(year, number) - zoneMs };
}

export function isMonth(text: string | null): text is string {
  return text !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
}
