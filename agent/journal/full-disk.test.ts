/** A full, failing or read-only disk costs old telemetry before it costs anything else, and what it costs is told. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AlertEvent } from "../../core/alert-event.ts";
import { quality } from "../../core/quality.ts";
import type { Reading } from "../../core/reading.ts";
import { type Deed, failingDisk } from "../../test/chaos/crash/failing-disk.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { nodeDisk } from "./disk.ts";
import { type JournalSettings, openLanes } from "./journal.ts";
import { createRecorder } from "./recorder.ts";
import { decodeReading, encodeEvent, encodeReading, type Stamped } from "./records.ts";
import { openReserve } from "./reserve.ts";
import { stateFile } from "./state-file.ts";

const start = 1_790_000_000_000;
const lane = { segmentBytes: 4096, budgetBytes: 100 * 4096, commitEveryMs: 0 };

function reading(n: number, at = start + n * 10_000, bits = 0): Uint8Array {
  const row = { device: `pit-${n % 2}`, point: "level", at, value: n, quality: bits, boot: 1, mono: n };
  return encodeReading(row as unknown as Stamped<Reading>);
}

function alarm(n: number): Uint8Array {
  const event = {
    kind: "raised",
    alert: `a-${n}`,
    device: "pit-1",
    rule: "r",
    point: "level",
    at: n,
    value: n,
    quality: 0,
  };
  return encodeEvent({ ...event, boot: 1, mono: n } as unknown as Stamped<AlertEvent>);
}

/** A journal on a disk that refuses what `refuse` says. */
async function setUp(settings: Partial<JournalSettings> = {}) {
  const folder = diskFolder();
  const faults: string[] = [];
  let refuse: (deed: Deed, path: string) => string | null = () => null;
  const disk = failingDisk(nodeDisk, (deed, path) => refuse(deed, path));
  const journal = await openLanes(
    folder,
    { data: lane, alert: lane, ...settings },
    ({ code }) => faults.push(code),
    disk,
  );
  onTestFinished(() => journal.close());
  const setRefuse = (next: typeof refuse) => {
    refuse = next;
  };
  return { folder, faults, journal, setRefuse, reserve: join(folder, "journal", "reserve") };
}

/** A disk on which nothing can be created while the reserve is there, nor ever below `never`. */
const full =
  (reserve: string, never = /$^/) =>
  (deed: Deed, path: string) =>
    deed === "create" && (existsSync(reserve) || never.test(path)) ? "ENOSPC" : null;

describe("a full disk", () => {
  it("takes state files out of the reserve, reports it once, and makes the reserve again when there is room", async () => {
    const folder = diskFolder();
    const path = join(folder, "reserve");
    const clock = handClock();
    const faults: string[] = [];
    let refuse: (deed: Deed, path: string) => string | null = () => null;
    const disk = failingDisk(nodeDisk, (deed, name) => refuse(deed, name));
    const reserve = await openReserve(disk, path, 8192, ({ code }) => faults.push(code), clock.after);
    expect(existsSync(path)).toBe(true);
    refuse = full(path, /reserve$/);
    const file = stateFile<{ n: number }>(join(folder, "small.json"), () => undefined, reserve.disk);
    for (const n of [1, 2, 3]) await file.write({ n });
    expect([await file.read(), existsSync(path), faults]).toEqual([{ n: 3 }, false, ["DISK_FAILED"]]);
    refuse = () => null;
    await clock.pass(60_000);
    await until("the reserve", () => existsSync(path));
    reserve.close();
  });

  it("lets alerts be written out of the reserve, and then out of the oldest telemetry", async () => {
    const { journal, setRefuse, reserve } = await setUp();
    for (let n = 0; n < 600; n += 20) await journal.data.append(Array.from({ length: 20 }, (_, i) => reading(n + i)));
    let rooms = 0;
    setRefuse((deed, path) => {
      if (deed !== "create" || !path.endsWith(".seg")) return null;
      if (existsSync(reserve)) return "ENOSPC";
      rooms += path.includes("/alert/") ? 1 : 0;
      return path.includes("/alert/") && journal.data.gaps().length === 0 && rooms > 1 ? "ENOSPC" : null;
    });
    for (let n = 0; n < 150; n++) await journal.alert.append([alarm(n)]);
    expect([journal.alert.waiting(), journal.alert.gaps()]).toEqual([150, []]);
    expect(existsSync(reserve)).toBe(false);
    expect(journal.data.gaps()[0]).toMatchObject({ from: 0, why: "evicted" });
  });

  it("thins the oldest telemetry before it goes, and tells count and times of what went", async () => {
    const { journal } = await setUp({ data: { ...lane, budgetBytes: 4 * 4096 } });
    for (let n = 0; n < 2000; n++) await journal.data.append([reading(n)]);
    const { data } = journal;
    const gaps = data.gaps();
    const [first] = gaps;
    expect(first?.series[0]).toMatchObject({ device: "pit-0", point: "level", firstAt: start });
    const gone = gaps.flatMap(({ series }) => series).reduce((sum, { count }) => sum + count, 0);
    let raw = 0;
    let summaries = 0;
    for (const bytes of await data.records(0, data.next())) {
      if (decodeReading(bytes).quality & quality.summary) summaries++;
      else raw++;
    }
    expect(summaries).toBeGreaterThan(10);
    expect(raw + gone).toBe(2000);
    expect(data.waiting()).toBe(raw + summaries);
  });

  it("gives up what is too old, by the readings' own trusted times", async () => {
    const day = 86_400_000;
    const { journal } = await setUp({ data: { ...lane, keepMs: 30 * day } });
    for (let n = 0; n < 400; n++) await journal.data.append([reading(n)]);
    for (let n = 0; n < 200; n++) await journal.data.append([reading(n, start + 900 * day + n, quality.estimated)]);
    expect(journal.data.gaps()).toEqual([]);
    expect(journal.data.oldest()).toBe(start);
    for (let n = 0; n < 400; n++) await journal.data.append([reading(n, start + 40 * day + n)]);
    expect(journal.data.gaps()[0]).toMatchObject({ from: 0, why: "evicted" });
    expect(journal.data.oldest()).toBeGreaterThan(start);
  });
});

describe.each(["EIO", "EROFS", "ENOSPC"])("a disk that answers %s", (code) => {
  it("loses nothing that memory can hold, and of the rest not one is untold", async () => {
    const { journal, setRefuse, faults } = await setUp();
    const clock = handClock();
    const recorder = createRecorder(journal.data, (fault) => faults.push(fault.code), clock, 50);
    for (let n = 0; n < 10; n++) recorder.record(reading(n));
    await until("ten records", () => journal.data.next() === 10);
    setRefuse(() => code);
    recorder.record(reading(10));
    await until("the disk to be found out", () => faults.includes("DISK_FAILED"));
    for (let n = 11; n < 100; n++) recorder.record(reading(n));
    await clock.pass(5000);
    expect(journal.data.next()).toBe(10);
    setRefuse(() => null);
    await until("everything to be told", async () => {
      await clock.pass(1000);
      return journal.data.next() === 100;
    });
    const found = (await journal.data.records(0, 100)).map((bytes) => decodeReading(bytes).value);
    expect(found).toEqual(Array.from({ length: 60 }, (_, n) => n));
    const [gap, ...others] = journal.data.gaps();
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ why: "evicted", series: [{ count: 20 }, { count: 20 }] });
    expect(journal.data.waiting()).toBe(60);
  });
});

it("wipes what a refused flush left behind with the next write, so that it never comes to life", async () => {
  const { folder, journal, setRefuse } = await setUp();
  await journal.data.append([reading(0)]);
  setRefuse((deed) => (deed === "sync" ? "EIO" : null));
  await expect(journal.data.append([1, 2, 3, 4].map((n) => reading(n)))).rejects.toThrow("EIO");
  setRefuse(() => null);
  await journal.data.append([reading(5)]);
  const [segment] = readdirSync(join(folder, "journal", "data")).filter((name) => name.endsWith(".seg"));
  const bytes = readFileSync(join(folder, "journal", "data", segment as string));
  expect([0, 5].map((n) => bytes.includes(Buffer.from(reading(n))))).toEqual([true, true]);
  expect([2, 3, 4].map((n) => bytes.includes(Buffer.from(reading(n))))).toEqual([false, false, false]);
});
