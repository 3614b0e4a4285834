/** What lies on the disk may be anything: the journal opens, keeps what is sound, names the rest, and goes on. */
import { cpSync, readdirSync, readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Epoch } from "../../core/id.ts";
import { coverOf } from "../../core/offset-ranges.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { type Lane, openLane } from "./lane.ts";

const segmentBytes = 4096;
const record = (n: number) => Buffer.from(`r${n} `.padEnd(100, "."));
const segments = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".seg"))
    .sort()
    .map((name) => join(folder, name));

async function open(folder: string, faults: string[] = []): Promise<Lane> {
  return openLane({
    folder,
    segmentBytes,
    budgetBytes: 1024 * 1024,
    commitEveryMs: 0,
    freshEpoch: "epoch-1" as Epoch,
    describe: (records) => [{ device: "d" as never, point: "p" as never, count: records.length }],
    report: ({ code }) => faults.push(code),
  });
}

/** A closed lane of `count` records. */
async function filled(count: number): Promise<string> {
  const folder = diskFolder();
  const lane = await open(folder);
  await lane.append(Array.from({ length: count }, (_, n) => record(n)));
  await lane.close();
  return folder;
}

/** Every record is as it was, or in a gap; returns how many are in one. */
async function judge(lane: Lane, count: number): Promise<number> {
  await lane.records(0, count);
  let gone = 0;
  for (let n = 0; n < count; n++) {
    const [found] = await lane.records(n, n + 1);
    const isGap = lane.gaps().some(({ from, to }) => from <= n && n < to);
    if (isGap) gone++;
    else expect(found, `record ${n}`).toEqual(record(n));
  }
  expect(lane.waiting()).toBe(lane.next() - lane.gaps().reduce((sum, { from, to }) => sum + to - from, 0));
  const offset = await lane.append([record(count)]);
  expect(offset).toBeGreaterThanOrEqual(count);
  expect(await lane.records(offset, offset + 1)).toEqual([record(count)]);
  return gone;
}

describe("a journal lane on a damaged disk", () => {
  it("loses one record at the most to a flipped byte, wherever it is, and tells of it", async () => {
    const whole = await filled(120);
    const files = readdirSync(whole).map((name) => ({ name, bytes: statSync(join(whole, name)).size }));
    const place = fc
      .constantFrom(...files)
      .chain(({ name, bytes }) =>
        fc.record({ name: fc.constant(name), at: fc.nat(bytes - 1), flip: fc.integer({ min: 1, max: 255 }) }),
      );
    await fc.assert(
      fc.asyncProperty(place, async ({ name, at, flip }) => {
        const folder = diskFolder();
        cpSync(whole, folder, { recursive: true });
        const path = join(folder, name);
        const bytes = readFileSync(path);
        bytes[at] = (bytes[at] as number) ^ flip;
        writeFileSync(path, bytes);
        const faults: string[] = [];
        const lane = await open(folder, faults);
        const gone = await judge(lane, 120);
        expect(gone).toBeLessThanOrEqual(1);
        if (gone > 0) expect(faults).toContain("JOURNAL_DAMAGED");
        await lane.close();
      }),
      { numRuns: 150 },
    );
  });

  it("tells of exactly the records a cut segment lacks", async () => {
    const folder = await filled(120);
    truncateSync(segments(folder)[1] as string, 64 + 10 * 108 + 50);
    const faults: string[] = [];
    const lane = await open(folder, faults);
    expect(await judge(lane, 120)).toBe(37 - 10);
    expect(faults).toEqual(["JOURNAL_DAMAGED"]);
    expect(readdirSync(folder).filter((name) => name.includes(".seg.bad-"))).toHaveLength(1);
    await lane.close();
  });

  it("tells of exactly the records of a missing segment, at the start or while it runs", async () => {
    for (const nth of [0, 1, 2]) {
      const folder = await filled(120);
      unlinkSync(segments(folder)[nth] as string);
      const lane = await open(folder);
      expect(await judge(lane, 120)).toBe(37);
      await lane.close();
    }
    const folder = await filled(120);
    const faults: string[] = [];
    const lane = await open(folder, faults);
    unlinkSync(segments(folder)[1] as string);
    expect(await judge(lane, 120)).toBe(37);
    expect(faults).toEqual(["JOURNAL_DAMAGED"]);
    await lane.close();
  });

  it("finds the records behind a large hole", async () => {
    const folder = diskFolder();
    const lane = await openLane({
      folder,
      segmentBytes: 65_536,
      budgetBytes: 1024 * 1024,
      commitEveryMs: 0,
      freshEpoch: "epoch-1" as Epoch,
      describe: () => [],
      report: () => undefined,
    });
    await lane.append(Array.from({ length: 700 }, (_, n) => record(n)));
    await lane.close();
    const [path] = segments(folder) as [string];
    writeFileSync(path, readFileSync(path).fill(0, 64 + 100 * 108, 64 + 400 * 108));
    const found = await open(folder);
    expect(await judge(found, 700)).toBe(300);
    await found.close();
  });

  it("goes on where it knows to have been when every segment is gone", async () => {
    const folder = await filled(120);
    for (const path of segments(folder)) unlinkSync(path);
    const lane = await open(folder);
    expect([lane.epoch, lane.next(), lane.waiting()]).toEqual(["epoch-1", 120, 0]);
    expect(lane.gaps()).toMatchObject([{ from: 0, to: 120, why: "damaged" }]);
    await lane.close();
  });

  it("touches nothing that a newer version wrote", async () => {
    const folder = await filled(120);
    const path = segments(folder)[2] as string;
    const bytes = readFileSync(path);
    bytes.writeUInt16LE(99, 4);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 56)), 56);
    writeFileSync(path, bytes);
    writeFileSync(segments(folder)[0] as string, Buffer.alloc(segmentBytes, 0x55));
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")]);
    await expect(open(folder)).rejects.toThrow(/^JOURNAL_NEWER/);
    expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("base64")])).toEqual(
      before,
    );
  });

  it("stops for a state file of a newer version", async () => {
    const folder = await filled(3);
    const body = JSON.stringify({ version: 99, epoch: "epoch-1" });
    writeFileSync(join(folder, "state.json"), `${crc32(body).toString(16).padStart(8, "0")}\n${body}\n`);
    await expect(open(folder)).rejects.toThrow(/^JOURNAL_NEWER/);
  });

  it("names a hub that acknowledges what was never given, and loses nothing it is given after", async () => {
    const folder = diskFolder();
    const faults: string[] = [];
    const lane = await open(folder, faults);
    await lane.acknowledge([]);
    await lane.append([record(0), record(1)]);
    await lane.acknowledge([
      [0, 1],
      [10, 20],
    ]);
    expect(faults).toEqual(["JOURNAL_DAMAGED"]);
    expect(lane.gaps()).toMatchObject([{ from: 2, to: 10, why: "damaged" }]);
    expect([await lane.append([record(20)]), lane.waiting()]).toEqual([20, 2]);
    await lane.acknowledge([[0, 2 ** 52]]);
    expect(coverOf(lane.have(), 0, 21)).toBe("all");
    expect(await lane.append([record(21)])).toBe(21);
    await lane.close();
    const again = await open(folder);
    expect([again.next(), again.waiting()]).toEqual([22, 1]);
    expect(await again.records(21, 22)).toEqual([record(21)]);
    await again.close();
  });
});
