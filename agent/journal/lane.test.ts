import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Epoch } from "../../core/id.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { type Lane, openLane } from "./lane.ts";

const segmentBytes = 4096;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const record = (name: string) => new TextEncoder().encode(name.padEnd(100, "."));

function setUp(folder = diskFolder(), budgetBytes = 1024 * 1024) {
  const faults: string[] = [];
  const open = async () => {
    const lane = await openLane({
      folder,
      segmentBytes,
      budgetBytes,
      commitEveryMs: 0,
      freshEpoch: "epoch-1" as Epoch,
      describe: (records) => [{ device: "d" as never, point: "p" as never, count: records.length }],
      report: ({ code }) => faults.push(code),
    });
    onTestFinished(() => lane.close());
    return lane;
  };
  return { folder, faults, open };
}

async function fill(lane: Lane, from: number, to: number): Promise<void> {
  await Promise.all(Array.from({ length: to - from }, (_, i) => lane.append([record(`r${from + i}`)])));
}

const names = async (lane: Lane, from: number, to: number) =>
  (await lane.records(from, to)).map((bytes) => text(bytes).replace(/\.+$/, ""));
const expected = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `r${from + i}`);
const segments = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".seg"))
    .sort();

/** Overwrites bytes `[from, to)` of the nth segment. */
function damage(folder: string, nth: number, from: number, to: number): void {
  const path = join(folder, segments(folder)[nth] as string);
  writeFileSync(path, readFileSync(path).fill(0xff, from, to));
}

describe("a journal lane", () => {
  it("gives each record the next offset and reads it back, across segments", async () => {
    const lane = await setUp().open();
    expect(await lane.append([record("r0"), record("r1")])).toBe(0);
    await fill(lane, 2, 200);
    expect(lane.next()).toBe(200);
    expect(await names(lane, 0, 200)).toEqual(expected(0, 200));
    expect(await names(lane, 36, 41)).toEqual(expected(36, 41));
    await lane.close();
  });

  it("commits what is appended at the same time in one group", async () => {
    const lane = await setUp().open();
    const commits: number[] = [];
    lane.onCommit((next) => commits.push(next));
    await fill(lane, 0, 30);
    expect(commits).toEqual([30]);
    await lane.close();
  });

  it("holds everything after it was left without a close", async () => {
    const { open } = setUp();
    const left = await open();
    await fill(left, 0, 100);
    const found = await open();
    expect([found.epoch, found.next()]).toEqual([left.epoch, 100]);
    expect(await names(found, 0, 100)).toEqual(expected(0, 100));
    await fill(found, 100, 130);
    expect(await names(await open(), 0, 130)).toEqual(expected(0, 130));
  });

  it("remembers what the hub has, and forgets it again when the hub restored a backup", async () => {
    const { open } = setUp();
    const lane = await open();
    await lane.acknowledge([]);
    await fill(lane, 0, 50);
    await lane.acknowledge([[0, 40]]);
    expect(lane.waiting()).toBe(10);
    await lane.close();
    const again = await open();
    expect(again.have()).toEqual([[0, 40]]);
    await again.acknowledge([[0, 20]]);
    expect(again.waiting()).toBe(30);
    expect(await names(again, 20, 40)).toEqual(expected(20, 40));
    await again.close();
  });

  it("drops a torn tail and nothing else", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 10);
    damage(folder, 0, 64 + 9 * 108 + 50, 64 + 10 * 108 + 8);
    const found = await open();
    expect(found.next()).toBe(9);
    expect(await names(found, 0, 9)).toEqual(expected(0, 9));
    expect(await found.append([record("r9")])).toBe(9);
    await found.close();
    expect(await names(await open(), 0, 10)).toEqual(expected(0, 10));
  });

  it("knows by the end mark that a damaged last record was no torn one", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 10);
    damage(folder, 0, 64 + 8 * 108 + 50, 64 + 10 * 108);
    const found = await open();
    expect(found.next()).toBe(10);
    expect(found.gaps()).toMatchObject([{ from: 8, to: 10, why: "damaged" }]);
    expect(await names(found, 0, 10)).toEqual(expected(0, 8));
    await found.close();
  });

  it("takes nothing for a record that an earlier use of the file left behind", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await lane.acknowledge([]);
    await fill(lane, 0, 300);
    await lane.acknowledge([[0, 300]]);
    const before = segments(folder);
    await fill(lane, 300, 420);
    const found = await open();
    expect(segments(folder)).not.toEqual(before);
    expect([found.next(), found.gaps()]).toEqual([420, []]);
    expect(await names(found, 300, 420)).toEqual(expected(300, 420));
    await found.close();
  });

  it("never brings a torn record back to life when a shorter one is written over it", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 3);
    await lane.append([record("x"), record("y")]);
    damage(folder, 0, 64 + 3 * 108, 64 + 5 * 108 + 8);
    const found = await open();
    expect(found.next()).toBe(3);
    await found.append([new TextEncoder().encode("new")]);
    await found.close();
    expect(await names(await open(), 0, 9)).toEqual(["r0", "r1", "r2", "new"]);
  });

  it("passes over a damaged record: keeps the bytes aside, reports it, and tells the hub of exactly that one", async () => {
    const { folder, faults, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 100);
    await lane.close();
    damage(folder, 0, 64 + 30 * 108, 64 + 31 * 108);
    damage(folder, 2, 64 + 5 * 108 + 50, 64 + 5 * 108 + 51);
    const found = await open();
    const second = Number.parseInt(segments(folder)[2] as string, 10) + 5;
    expect(found.next()).toBe(100);
    expect(await names(found, 0, 100)).toEqual(expected(0, 100).filter((_, i) => i !== 30 && i !== second));
    expect(found.gaps()).toEqual([
      { from: 30, to: 31, why: "damaged", series: [] },
      { from: second, to: second + 1, why: "damaged", series: [] },
    ]);
    expect(found.waiting()).toBe(98);
    expect(faults).toEqual(["JOURNAL_DAMAGED", "JOURNAL_DAMAGED"]);
    expect(readdirSync(folder).filter((name) => name.includes(".seg.bad-"))).toHaveLength(2);
  });

  it("never gives an offset again that the hub knows, though its own end was lost", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 20);
    await lane.close();
    damage(folder, 0, 64 + 15 * 108, 64 + 20 * 108);
    const found = await open();
    await found.append([record("a"), record("b")]);
    await found.acknowledge([[0, 20]]);
    expect(found.next()).toBe(22);
    expect(await names(found, 20, 22)).toEqual(["a", "b"]);
    expect(found.waiting()).toBe(2);
    await found.close();
    const again = await open();
    expect([again.next(), again.gaps()]).toEqual([22, []]);
  });

  it("gives new offsets to what is appended while it learns what the hub knows", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 20);
    await lane.close();
    damage(folder, 0, 64 + 15 * 108, 64 + 20 * 108);
    const found = await open();
    const appended = ["a", "b", "c", "d", "e", "f"].map((name) => found.append([record(name)]));
    const learned = found.acknowledge([[0, 20]]);
    const later = ["g", "h"].map((name) => found.append([record(name)]));
    await Promise.all([...appended, learned, ...later]);
    const kept = await names(found, 20, found.next());
    for (const name of ["a", "b", "c", "d", "e", "f", "g", "h"]) expect(kept).toContain(name);
  });

  it("does not fall back behind what it knows the hub has when the last segment is gone", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await lane.acknowledge([]);
    await fill(lane, 0, 100);
    await lane.acknowledge([[0, 100]]);
    await lane.close();
    writeFileSync(join(folder, segments(folder).at(-1) as string), Buffer.alloc(segmentBytes, 0x55));
    const found = await open();
    expect(await found.append([record("new")])).toBe(100);
    expect(found.waiting()).toBe(1);
  });

  it("tells the hub of whatever it neither holds nor knows to be acknowledged", async () => {
    const { folder, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 100);
    await lane.close();
    const second = Number.parseInt(segments(folder)[1] as string, 10);
    writeFileSync(join(folder, segments(folder)[0] as string), Buffer.alloc(segmentBytes, 0x55));
    const found = await open();
    await found.acknowledge([[0, 10]]);
    expect(found.gaps()).toMatchObject([{ from: 10, to: second }]);
    await found.acknowledge([[0, second]]);
    expect(found.gaps()).toEqual([]);
  });

  it("sets a segment with a damaged header aside and goes on", async () => {
    const { folder, faults, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 100);
    await lane.close();
    writeFileSync(join(folder, segments(folder)[1] as string), Buffer.alloc(segmentBytes, 0x55));
    const found = await open();
    expect(faults).toContain("JOURNAL_DAMAGED");
    expect(found.gaps()).toMatchObject([{ why: "damaged" }]);
    expect(found.next()).toBe(100);
    await found.close();
  });

  it("refuses a journal from a newer version by name", async () => {
    const { folder, open } = setUp();
    await (await open()).close();
    const path = join(folder, segments(folder)[0] as string);
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(99, 4);
    const { crc32 } = await import("node:zlib");
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 56)), 56);
    writeFileSync(path, bytes);
    await expect(open()).rejects.toThrow(/^JOURNAL_NEWER/);
  });

  it("takes the last generation of a damaged state file, and keeps the damaged one", async () => {
    const { folder, faults, open } = setUp();
    const lane = await open();
    await lane.acknowledge([]);
    await fill(lane, 0, 10);
    await lane.acknowledge([[0, 5]]);
    await lane.close();
    const again = await open();
    await again.acknowledge([[0, 10]]);
    await again.close();
    appendFileSync(join(folder, "state.json"), "x");
    const found = await open();
    expect(faults).toEqual(["JOURNAL_DAMAGED"]);
    expect(found.have()[0]?.[0]).toBe(0);
    expect(found.next()).toBe(10);
    await found.close();
  });

  it("starts a new epoch when no segment is left", async () => {
    const { folder, open } = setUp();
    await (await open()).close();
    truncateSync(join(folder, segments(folder)[0] as string), 0);
    const found = await open();
    expect(found.next()).toBe(0);
    await found.close();
  });

  it("uses acknowledged segments again, and keeps half the budget's worth for a hub that restores a backup", async () => {
    const { folder, open } = setUp(diskFolder(), 10 * segmentBytes);
    const lane = await open();
    await lane.acknowledge([]);
    for (let from = 0; from < 1000; from += 20) {
      await fill(lane, from, from + 20);
      await lane.acknowledge([[0, from + 20]]);
    }
    expect(segments(folder).length).toBeLessThanOrEqual(7);
    expect(lane.first()).toBeLessThan(900);
    expect(await names(lane, 900, 1000)).toEqual(expected(900, 1000));
    await lane.close();
    expect(await names(await open(), 950, 1000)).toEqual(expected(950, 1000));
  });

  it("gives up the oldest when its budget is spent, and tells how many of which series", async () => {
    const { folder, open } = setUp(undefined, segmentBytes * 4);
    const lane = await open();
    await fill(lane, 0, 400);
    expect(segments(folder).length).toBeLessThanOrEqual(4);
    const gaps = lane.gaps();
    expect(gaps[0]).toMatchObject({ from: 0, why: "evicted" });
    expect(gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0)).toBe(lane.first());
    for (const gap of gaps) expect(gap.series).toEqual([{ device: "d", point: "p", count: gap.to - gap.from }]);
    expect(await names(lane, lane.first(), 400)).toEqual(expected(lane.first(), 400));
    await lane.close();
    expect((await open()).gaps()).toEqual(gaps);
  });

  it("keeps a quarantined record aside and makes a gap of it", async () => {
    const { folder, faults, open } = setUp();
    const lane = await open();
    await fill(lane, 0, 5);
    await lane.quarantine(3);
    expect(lane.gaps()).toMatchObject([{ from: 3, to: 4, why: "quarantined" }]);
    expect(faults).toEqual(["BATCH_QUARANTINED"]);
    const kept = readdirSync(folder).find((name) => name.startsWith("record-3.bad-")) as string;
    expect(readFileSync(join(folder, kept), "utf8")).toMatch(/^r3/);
    await lane.close();
  });

  it("refuses a record larger than a segment and takes the next one", async () => {
    const lane = await setUp().open();
    await expect(lane.append([new Uint8Array(segmentBytes)])).rejects.toThrow(/^BATCH_TOO_LARGE/);
    expect(await lane.append([record("r0")])).toBe(0);
    await lane.close();
  });
});
