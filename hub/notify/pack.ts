/** Packs what waits into as many messages as may be sent now: the urgent first, and what is too many into one. Pure. */
import type { Severity } from "../../core/rule.ts";

export type Packable = {
  severity: Severity;
  /** Who alone may read it; empty: the whole group. */
  target: string;
};

export type Packed<Row> = {
  /** Each is one message; its rows in the order they are told. */
  messages: Row[][];
  /** They wait for the rate. */
  waiting: Row[];
};

/**
 * `tokens`: how many messages may be sent now. `reserve`: how many of them are kept for what is urgent (severity 1–2).
 * Nothing is dropped: a row is in one message, or waits.
 */
export function pack<Row extends Packable>(rows: readonly Row[], tokens: number, reserve: number): Packed<Row> {
  const sorted = rows.toSorted((a, b) => a.severity - b.severity);
  const [urgent, minor] = [sorted.filter(isUrgent), sorted.filter((row) => !isUrgent(row))];
  const may = Math.floor(tokens);
  const mayMinor = Math.max(0, may - urgent.length - reserve);
  const hasRoom = urgent.length <= may && minor.length <= mayMinor;
  if (sorted.some(({ target }) => target !== "")) return packByTarget(sorted, may, hasRoom);
  if (urgent.length > may) return merge([...urgent, ...minor], may);
  const rest = merge(minor, mayMinor);
  return { messages: [...urgent.map((row) => [row]), ...rest.messages], waiting: rest.waiting };
}

/** The first go alone, the last message takes all that is left. */
function merge<Row>(rows: readonly Row[], may: number): Packed<Row> {
  if (rows.length === 0 || may < 1) return { messages: [], waiting: [...rows] };
  if (rows.length <= may) return { messages: rows.map((row) => [row]), waiting: [] };
  return { messages: [...rows.slice(0, may - 1).map((row) => [row]), rows.slice(may - 1)], waiting: [] };
}

/** What is for one person is never told to another: each person's notices become one message. */
function packByTarget<Row extends Packable>(rows: readonly Row[], may: number, hasRoom: boolean): Packed<Row> {
  if (hasRoom) return { messages: rows.map((row) => [row]), waiting: [] };
  const groups = [...Map.groupBy(rows, ({ target }) => target).values()];
  return { messages: groups.slice(0, Math.max(0, may)), waiting: groups.slice(Math.max(0, may)).flat() };
}

export function isUrgent({ severity }: Packable): boolean {
  return severity <= 2;
}
