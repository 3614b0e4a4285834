/** 考核: what a set of cases says about discovery, speed and care; pure. */
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";

/** What counts of one case. Spans in ms; null where it has not come to that. */
export type CaseFacts = {
  id: string;
  openedAt: number;
  unit: string | null;
  area: string | null;
  class: string;
  /** A sensor or a camera found it, not a person. */
  bySensor: boolean;
  /** From the first dispatch to 接单, to 到场; from the report to 结案. */
  acceptMs: number | null;
  arriveMs: number | null;
  closeMs: number | null;
  isClosed: boolean;
  isOverdue: boolean;
  returned: number;
  reopened: number;
};

/** Drills and cases that were voided are no cases: null. */
export function factsOf(ticket: Ticket, story: readonly StoryEntry[]): CaseFacts | null {
  if (ticket.drill || ticket.state === "voided") return null;
  const first = (move: StoryEntry["move"]) => story.find((entry) => entry.move === move)?.at ?? null;
  const count = (fits: (entry: StoryEntry) => boolean) => story.filter(fits).length;
  const dispatched = first("dispatch");
  const since = (from: number | null, to: number | null) =>
    from === null || to === null ? null : Math.max(0, to - from);
  const closed = story.find(({ to, from }) => to === "closed" && from !== "closed")?.at ?? null;
  return {
    ...{
      id: ticket.id,
      openedAt: ticket.openedAt,
      unit: ticket.unit ?? lastUnit(story),
      area: ticket.area,
      class: ticket.class,
    },
    bySensor: ticket.source === "sensor" || ticket.source === "analytics",
    acceptMs: since(dispatched, first("accept")),
    arriveMs: since(dispatched, first("arrive")),
    closeMs: since(ticket.openedAt, closed),
    isClosed: ticket.closedAt !== null,
    isOverdue: story.some(({ move, reason }) => move === "warn" && reason === "overdue"),
    returned: count(({ move }) => move === "return"),
    reopened: count(({ from, to, move }) => (move === "relapse" || move === "reopen") && from !== to),
  };
}

function lastUnit(story: readonly StoryEntry[]): string | null {
  return story.findLast(({ unit }) => unit !== undefined)?.unit ?? null;
}

export type Score = {
  cases: number;
  /** 0 … 1; null where there is no case. */
  bySensorRate: number | null;
  closedRate: number | null;
  overdueRate: number | null;
  /** Medians in minutes; null where none came to it. */
  acceptMin: number | null;
  arriveMin: number | null;
  closeMin: number | null;
  overdue: number;
  returned: number;
  reopened: number;
};

/** One pass: a year is a hundred thousand of them. */
export function scoreOf(cases: readonly CaseFacts[]): Score {
  const sums = { bySensor: 0, closed: 0, overdue: 0, returned: 0, reopened: 0 };
  const [accept, arrive, close] = [spans(cases.length), spans(cases.length), spans(cases.length)];
  for (const one of cases) {
    if (one.bySensor) sums.bySensor += 1;
    if (one.isClosed) sums.closed += 1;
    if (one.isOverdue) sums.overdue += 1;
    sums.returned += one.returned;
    sums.reopened += one.reopened;
    accept.add(one.acceptMs);
    arrive.add(one.arriveMs);
    close.add(one.closeMs);
  }
  const rate = (count: number) => (cases.length === 0 ? null : count / cases.length);
  const { overdue, returned, reopened } = sums;
  return {
    cases: cases.length,
    bySensorRate: rate(sums.bySensor),
    closedRate: rate(sums.closed),
    overdueRate: rate(overdue),
    acceptMin: accept.minutes(),
    arriveMin: arrive.minutes(),
    closeMin: close.minutes(),
    ...{ overdue, returned, reopened },
  };
}

/** Spans of at most so many cases, and their median in minutes. */
function spans(most: number) {
  const values = new Float64Array(most);
  let count = 0;
  return {
    add(ms: number | null): void {
      if (ms !== null) values[count++] = ms;
    },
    minutes(): number | null {
      const middle = median(values.subarray(0, count));
      return middle === null ? null : Math.round(middle / 6000) / 10;
    },
  };
}

/** Shanghai keeps UTC+8 all the year. */
const shanghaiMs = 8 * 3_600_000;

const dayMs = 86_400_000;
/** A year has few days and many cases. */
const months = new Map<number, string>();

/** `2026-11`, by the clock of the place. */
export function monthOf(at: number): string {
  const day = Math.floor((at + shanghaiMs) / dayMs);
  const known = months.get(day);
  if (known !== undefined) return known;
  const month = new Date(day * dayMs).toISOString().slice(0, 7);
  months.set(day, month);
  return month;
}

/** Sorts them where they are: by number, and several times as fast as an array. */
function median(values: Float64Array): number | null {
  if (values.length === 0) return null;
  const sorted = values.sort();
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Scores of the groups that `keyOf` makes, the largest first. */
export function scoresBy(
  cases: readonly CaseFacts[],
  keyOf: (one: CaseFacts) => string,
): { key: string; score: Score }[] {
  const groups = Map.groupBy(cases, keyOf);
  const scores = [...groups].map(([key, group]) => ({ key, score: scoreOf(group) }));
  return scores.sort((a, b) => b.score.cases - a.score.cases || a.key.localeCompare(b.key));
}
