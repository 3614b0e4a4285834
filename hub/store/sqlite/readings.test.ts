/** Readings in log and chunks against a list of all that was stored: whatever happens to them in between, the same answers. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { DeviceId, Epoch, GatewayId, PointId } from "../../../core/id.ts";
import { addRange, type OffsetRanges } from "../../../core/offset-ranges.ts";
import { quality as bits } from "../../../core/quality.ts";
import type { Value } from "../../../core/reading.ts";
import { tempFolder } from "../../../test/kit/temp-folder.ts";
import type { Store, Tables } from "../store.ts";
import type { Bucket, ReadingColumn, ReadingRow } from "../telemetry.ts";
import { openSqliteStore } from "./store.ts";

const gateway = "gw-1" as GatewayId;
const device = "pit-1" as DeviceId;
const points = ["level", "state"] as PointId[];
const epoch = "epoch-1" as Epoch;
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const start = 20_000 * day;

type Sent = { column: ReadingColumn; series: number }[];

/** Times that come mostly in order, sometimes late, sometimes twice; numbers of few decimals, sometimes other things. */
const column = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(-1) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 600 }).map((n) => n * minute) },
      ),
      fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: -500, max: 500 }).map((n): Value => n / 100) },
        { weight: 1, arbitrary: fc.constantFrom<Value>(true, "FIELD_SILENT", -0, 1e300) },
      ),
      fc.constantFrom(0, 0, 0, 1, bits.summary),
    ),
    { minLength: 1, maxLength: 150 },
  )
  .map((rows) => ({ rows, stepMs: 0 }));

type Action =
  | { kind: "append"; parts: { series: number; rows: [number, Value, number][]; stepMs: number }[] }
  | { kind: "undone" | "settle" | "rollUp" | "crash" | "reopen" }
  | { kind: "wait"; ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc
          .tuple(fc.nat({ max: 1 }), column, fc.constantFrom(500, 10_000, minute, 10 * minute))
          .map(([series, { rows }, stepMs]) => ({
            series,
            rows: rows as [number, Value, number][],
            stepMs,
          })),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => ({ kind: "append" as const, parts })),
  },
  { weight: 2, arbitrary: fc.constantFrom<Action>({ kind: "undone" }, { kind: "crash" }, { kind: "reopen" }) },
  { weight: 3, arbitrary: fc.constantFrom<Action>({ kind: "settle" }, { kind: "settle" }, { kind: "rollUp" }) },
  fc.integer({ min: 1, max: 3 * hour }).map((ms): Action => ({ kind: "wait", ms })),
);

/** The store, and beside it a plain list of all that it was given. */
class Twin {
  folder = tempFolder();
  store: Store = openSqliteStore(this.folder, start);
  now = start;
  next = [start, start];
  offset = 0;
  have: OffsetRanges = [];
  lists: ReadingRow[][] = [[], []];
  ids: number[] = [];
  steps = 0;

  async begin() {
    this.ids = await this.store.transaction(async (tables) => {
      await tables.gateways.meet(gateway, start);
      await tables.devices.meet(gateway, device);
      const rows = [];
      for (const point of points) rows.push(await tables.series.create({ gateway, device, point }, true));
      return rows.map(({ id }) => id);
    });
  }

  columnsOf(parts: Extract<Action, { kind: "append" }>["parts"]): Sent {
    return parts.map(({ series, rows, stepMs }) => {
      const at = rows.map(([late]) => {
        if (late >= 0) return start + late;
        this.next[series] = (this.next[series] as number) + stepMs;
        return this.next[series] as number;
      });
      return { series, column: { at, values: rows.map(([, value]) => value), quality: rows.map(([, , q]) => q) } };
    });
  }

  put(tables: Tables, sent: Sent, to: number) {
    const columns = sent.map(({ series, column: one }) => ({ series: this.ids[series] as number, column: one }));
    const journal = { lane: "data" as const, epoch, from: this.offset, to };
    return tables.readings.append({ gateway, received: this.now, journal, columns });
  }

  async append(parts: Extract<Action, { kind: "append" }>["parts"]) {
    const sent = this.columnsOf(parts);
    const to = this.offset + sent.reduce((sum, { column: { at } }) => sum + at.length, 0);
    await this.store.transaction((tables) => this.put(tables, sent, to));
    this.have = addRange(this.have, this.offset, to);
    this.offset = to;
    for (const { series, column: one } of sent) this.lists[series]?.push(...rowsOf(one));
  }

  async undone() {
    const rows = [[-1, 7, 0]] as [number, Value, number][];
    const kept = [...this.next];
    const sent = this.columnsOf([{ series: 0, rows, stepMs: minute }]);
    const failing = async (tables: Tables) => {
      await this.put(tables, sent, this.offset + 1);
      throw new Error("no");
    };
    await expect(this.store.transaction(failing)).rejects.toThrow("no");
    await this.store.transaction((tables) => expect(tables.attempt(() => failing(tables))).rejects.toThrow("no"));
    this.next = kept;
  }

  /** One reading or hour a step. */
  isOver = () => this.steps++ % 2 === 0;

  async run(one: Action) {
    if (one.kind === "append") await this.append(one.parts);
    else if (one.kind === "undone") await this.undone();
    else if (one.kind === "wait") this.now += one.ms;
    else if (one.kind === "settle") {
      let more = true;
      while (more) more = await this.store.transaction(({ readings }) => readings.settle(this.now, this.isOver));
    } else if (one.kind === "rollUp") {
      let after: number | null = 0;
      while (after !== null) {
        const from: number = after;
        after = await this.store.transaction(({ readings }) => readings.rollUp(this.now, from, this.isOver));
      }
    } else await this.reopen(one.kind === "crash");
  }

  /** A crash leaves the files as they are; what was committed is in them. */
  async reopen(isCrash: boolean) {
    if (isCrash) {
      const folder = tempFolder();
      for (const end of ["", "-wal"]) copyFileSync(join(this.folder, `hub.db${end}`), join(folder, `hub.db${end}`));
      await this.store.close();
      this.folder = folder;
    } else await this.store.close();
    this.store = openSqliteStore(this.folder, this.now);
  }

  /** Readings of a series by event time, those of one moment as they came. */
  sorted(series: number): ReadingRow[] {
    return [...(this.lists[series] as ReadingRow[])].sort((a, b) => a[0] - b[0]);
  }
}

function rowsOf({ at, values, quality }: ReadingColumn): ReadingRow[] {
  return at.map((moment, i) => [moment, values[i] as Value, quality[i] as number]);
}

function bucketsOf(rows: readonly ReadingRow[], stepMs: number): Bucket[] {
  const groups = Map.groupBy(
    rows.filter(([, value]) => typeof value === "number"),
    ([at]) => at - (at % stepMs),
  );
  return [...groups].map(([at, group]) => {
    const numbers = group.map(([, value]) => value as number);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    return [at, numbers.length, Math.min(...numbers), Math.max(...numbers), mean, numbers.at(-1) as number];
  });
}

async function compare(twin: Twin, ask: { from: number; to: number; limit: number }) {
  await twin.store.read(async ({ readings, series, ranges }) => {
    expect(await ranges.find({ gateway, lane: "data", epoch })).toEqual(twin.have.length === 0 ? null : twin.have);
    const rows = await series.list(gateway);
    for (const [i, id] of twin.ids.entries()) {
      const all = twin.sorted(i);
      const within = all.filter(([at]) => at >= ask.from && at < ask.to);
      const counted = within.filter(([, , q]) => (q & bits.summary) === 0).length;
      expect(await readings.query(id, { ...ask, keep: "oldest" })).toEqual(within.slice(0, ask.limit));
      expect(await readings.query(id, { ...ask, keep: "newest" })).toEqual(within.slice(-ask.limit));
      expect(await readings.count(id, ask.from, ask.to)).toBe(counted);
      for (const stepMs of [minute, hour, 7 * minute]) {
        const found = await readings.buckets(id, { ...ask, stepMs, limit: 1e6 });
        const expected = bucketsOf(within, stepMs);
        expect(found.map(([at, n, least, most, , last]) => [at, n, least, most, last])).toEqual(
          expected.map(([at, n, least, most, , last]) => [at, n, least, most, last]),
        );
        for (const [j, bucket] of found.entries()) expect(bucket[4]).toBeCloseTo((expected[j] as Bucket)[4], 4);
      }
      const delivered = all.filter(([, , q]) => (q & bits.summary) === 0).length;
      expect(rows[i]).toMatchObject({ delivered, summaries: all.length - delivered });
      const newest = all.at(-1);
      if (newest !== undefined) expect(rows[i]?.latest?.at).toBeLessThanOrEqual(newest[0]);
    }
  });
}

const range = fc.record({
  from: fc.integer({ min: -hour, max: 3 * day }).map((ms) => start + ms),
  to: fc.integer({ min: 0, max: 4 * day }).map((ms) => start + ms),
  limit: fc.constantFrom(1, 7, 200, 100_000),
});

test("readings answer as a plain list would, through undone work, background work, crashes and late arrivals", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 25 }),
      fc.array(range, { minLength: 1, maxLength: 3 }),
      async (actions, ranges) => {
        const twin = new Twin();
        try {
          await twin.begin();
          for (const one of actions) await twin.run(one);
          for (const ask of ranges) await compare(twin, ask);
          await compare(twin, { from: 0, to: start + 100 * day, limit: 1e6 });
        } finally {
          await twin.store.close();
        }
      },
    ),
    { numRuns: 150 },
  );
});

function chunkRows(folder: string) {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(join(folder, "hub.db"), { readOnly: true });
  onTestFinished(() => database.close());
  const all = (sql: string) => database.prepare(sql).all() as Record<string, number>[];
  return { chunks: all("SELECT * FROM chunks ORDER BY series, first_at"), log: all("SELECT * FROM log") };
}

test("what is settled leaves the log and lies in full chunks that do not overlap", async () => {
  const twin = new Twin();
  onTestFinished(() => twin.store.close());
  await twin.begin();
  const steady = (n: number, late: number) => Array.from({ length: n }, (): [number, Value, number] => [late, 1, 0]);
  for (let i = 0; i < 30; i++) {
    await twin.append([{ series: 0, rows: steady(20, -1), stepMs: minute }]);
    if (i % 5 === 0) await twin.append([{ series: 0, rows: steady(2, i * hour + 7), stepMs: minute }]);
    await twin.run({ kind: "wait", ms: 21 * minute });
    await twin.run({ kind: "settle" });
  }
  await twin.run({ kind: "wait", ms: 2 * hour });
  await twin.run({ kind: "settle" });
  const { chunks, log } = chunkRows(twin.folder);
  expect(log).toEqual([]);
  expect(chunks.reduce((sum, { readings }) => sum + (readings as number), 0)).toBe(612);
  for (const [i, chunk] of chunks.slice(1).entries())
    expect(chunk.first_at).toBeGreaterThan(chunks[i]?.last_at as number);
  expect(chunks.length).toBeLessThanOrEqual(612 / 120 + 1);
});

test("a log that grows faster than it is settled is settled by those who append", async () => {
  const twin = new Twin();
  onTestFinished(() => twin.store.close());
  await twin.begin();
  const big = "x".repeat(1_000_000);
  for (let i = 0; i < 100; i++) await twin.append([{ series: i % 2, rows: [[-1, big, 0]], stepMs: minute }]);
  expect(chunkRows(twin.folder).log.length).toBeLessThan(70);
  const strange = "stranger" as PointId;
  await twin.store.transaction(async (tables) => {
    const { id } = await tables.series.create({ gateway, device, point: strange }, false);
    const column = { at: [1], values: [big], quality: [0] };
    for (let i = 0; i < 100; i++)
      await tables.readings.append({ gateway, received: 1, journal: null, columns: [{ series: id, column }] });
  });
  await twin.reopen(true);
  const found = await twin.store.read(({ series }) => series.find({ gateway, device, point: strange }));
  expect(await twin.store.read(({ readings }) => readings.count(found?.id as number, 0, 9))).toBe(100);
  const count = (series: number) =>
    twin.store.read(({ readings }) => readings.count(twin.ids[series] as number, 0, 1e15));
  expect([await count(0), await count(1)]).toEqual([50, 50]);
});
