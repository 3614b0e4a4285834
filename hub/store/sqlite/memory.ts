/** What the log says beyond the tables, kept in memory: tails, newest values, counts, ranges and when gateways were heard. */

import type { GatewayStatus } from "../../../core/gateway.ts";
import type { OffsetRanges } from "../../../core/offset-ranges.ts";
import { addRange } from "../../../core/offset-ranges.ts";
import { quality } from "../../../core/quality.ts";
import type { Boots } from "../gateways.ts";
import { latestAfter } from "../latest.ts";
import type { Journal } from "../ranges.ts";
import type { ReadingColumn, SeriesName, SeriesRow } from "../telemetry.ts";
import { DraftShelf, type Shelf } from "./shelf.ts";
import { appendTo, noTail, type Tail } from "./tail.ts";

export type SeriesState = {
  row: SeriesRow;
  tail: Tail;
  /** Rows of the log that hold the tail's first and last reading; null for an empty tail. */
  first: number | null;
  last: number | null;
};

export type JournalState = {
  journal: Journal;
  have: OffsetRanges;
  /** The oldest row of the log that the table does not count yet. */
  since: number | null;
};

/** What is asked for with every batch. */
export type GatewayState = {
  status: GatewayStatus | null;
  boots: Boots;
  lastSeen: number | null;
  /** What the gateway's row or the newest row of the log says, so that it survives a crash. */
  durable: number | null;
  since: number | null;
};

export const unmet: GatewayState = {
  status: null,
  boots: { seen: [], clash: null },
  lastSeen: null,
  durable: null,
  since: null,
};

/** How much the log holds; the rows up to `due` must go into chunks, small as those may be. */
export type LogState = { next: number; rows: number; readings: number; bytes: number; due: number };

export type Memory = {
  series: Shelf<number, SeriesState>;
  names: Shelf<string, number>;
  journals: Shelf<string, JournalState>;
  gateways: Shelf<string, GatewayState>;
  log: Shelf<"log", LogState>;
  /** Chunks found damaged, to be set aside. */
  suspects: Set<number>;
  /** Readings of hours before this are gone or going: what was folded of them is all there is. */
  kept: Shelf<"from", number>;
  /** How often connectors or secrets were written. */
  versions: Shelf<"connectors", number>;
};

/** The one that changes with each commit. */
export type OwnMemory = {
  [Name in keyof Memory]: Memory[Name] extends Shelf<infer K, infer V> ? DraftShelf<K, V> : Memory[Name];
};

export function emptyMemory(): OwnMemory {
  const memory: OwnMemory = {
    series: new DraftShelf(),
    names: new DraftShelf(),
    journals: new DraftShelf(),
    gateways: new DraftShelf(),
    log: new DraftShelf(),
    kept: new DraftShelf(),
    versions: new DraftShelf(),
    suspects: new Set(),
  };
  memory.log.set("log", { next: 1, rows: 0, readings: 0, bytes: 0, due: 0 });
  return memory;
}

type AnyShelf = Pick<DraftShelf<unknown, unknown>, "commit" | "mark" | "undoTo">;

function shelvesOf(memory: OwnMemory): AnyShelf[] {
  return Object.values(memory).filter((part) => part instanceof DraftShelf);
}

/** Makes the draft what is so. */
export function commitMemory(memory: OwnMemory): void {
  for (const shelf of shelvesOf(memory)) shelf.commit();
}

export function markMemory(memory: OwnMemory): number[] {
  return shelvesOf(memory).map((shelf) => shelf.mark());
}

/** Without marks: to the beginning of the transaction. */
export function undoMemory(memory: OwnMemory, marks: readonly number[] = []): void {
  for (const [i, shelf] of shelvesOf(memory).entries()) shelf.undoTo(marks[i] ?? 0);
}

/** The memory of this moment, whatever is committed until `end`. */
export function watchMemory(memory: OwnMemory): Memory & { end(): void } {
  const { series, names, journals, gateways, log, kept, versions } = memory;
  const watched = {
    series: series.watch(),
    names: names.watch(),
    journals: journals.watch(),
    gateways: gateways.watch(),
    log: log.watch(),
    kept: kept.watch(),
    versions: versions.watch(),
  };
  const end = () => {
    for (const one of Object.values(watched)) one.end();
  };
  return { ...watched, suspects: memory.suspects, end };
}

/** What was read of connectors and secrets is old from the commit on. */
export function noteConnectors(memory: Memory): void {
  memory.versions.set("connectors", (memory.versions.get("connectors") ?? 0) + 1);
}

export function nameKey({ gateway, device, point }: SeriesName): string {
  return `${gateway} ${device} ${point}`;
}

export function journalKey({ gateway, lane, epoch }: Journal): string {
  return `${gateway} ${lane} ${epoch}`;
}

export function addSeries(memory: Memory, row: SeriesRow): void {
  memory.series.set(row.id, { row, tail: noTail, first: null, last: null });
  memory.names.set(nameKey(row), row.id);
}

/** A row of the log with its columns: the same when it is written and when it is read again. */
export type LogRow = {
  id: number;
  received: number;
  /** When it is taken: an opened hub reads what it wrote before. */
  now: number;
  gateway: string;
  /** Null for readings that no journal counts. */
  journal: (Journal & { from: number; to: number }) | null;
  columns: readonly { series: number; column: ReadingColumn }[];
  readings: number;
  bytes: number;
};

/** `isStored` tells which series have the row in their chunks already. */
export function applyLogRow(memory: Memory, row: LogRow, isStored: (series: number) => boolean = () => false): void {
  const log = memory.log.get("log") as LogState;
  memory.log.set("log", {
    due: log.due,
    next: row.id + 1,
    rows: log.rows + 1,
    readings: log.readings + row.readings,
    bytes: log.bytes + row.bytes,
  });
  for (const { series, column } of row.columns) if (!isStored(series)) appendColumn(memory, row, series, column);
  const seen = memory.gateways.get(row.gateway) ?? unmet;
  const lastSeen = Math.max(seen.lastSeen ?? 0, row.received);
  memory.gateways.set(row.gateway, { ...seen, lastSeen, durable: row.received, since: seen.since ?? row.id });
  if (row.journal === null) return;
  const { from, to, ...journal } = row.journal;
  const key = journalKey(journal);
  const known = memory.journals.get(key);
  const have = addRange(known?.have ?? [], from, to);
  memory.journals.set(key, { journal, have, since: known?.since ?? row.id });
}

function appendColumn(memory: Memory, { id, received, now }: LogRow, series: number, column: ReadingColumn): void {
  const state = memory.series.get(series);
  if (state === undefined) return;
  let summaries = 0;
  for (const bits of column.quality) if ((bits & quality.summary) !== 0) summaries++;
  const row = {
    ...state.row,
    latest: latestAfter(state.row.latest, column, received, now),
    delivered: state.row.delivered + column.at.length - summaries,
    summaries: state.row.summaries + summaries,
  };
  memory.series.set(series, { row, tail: appendTo(state.tail, column), first: state.first ?? id, last: id });
}
