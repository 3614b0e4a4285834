import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Epoch } from "../../core/id.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import { openLane } from "./lane.ts";
import { createRecorder } from "./recorder.ts";

/** A lane whose disk refuses to begin a second segment while a folder stands in its place. */
async function setUp() {
  const folder = diskFolder();
  const faults: string[] = [];
  const options = { folder, segmentBytes: 4096, budgetBytes: 1_048_576, commitEveryMs: 0, freshEpoch: "e1" as Epoch };
  const lane = await openLane({ ...options, describe: () => [], report: ({ code }) => faults.push(code) });
  onTestFinished(() => lane.close());
  const clock = handClock();
  const recorder = createRecorder(lane, ({ code, detail }) => faults.push(`${code} ${detail.split(" ")[0]}`), clock);
  const obstacle = join(folder, "0000000000000037.seg");
  return { folder, lane, clock, recorder, faults, obstacle };
}

const record = (n: number) => new TextEncoder().encode(`r${n}`.padEnd(100, "."));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).replace(/\.+$/, "");

describe("the recorder", () => {
  it("holds records while the disk refuses, reports it once, and writes them in order when it takes them again", async () => {
    const { lane, clock, recorder, faults, obstacle } = await setUp();
    mkdirSync(obstacle);
    const offsets: number[] = [];
    for (let n = 0; n < 60; n++) {
      recorder.record(record(n), (offset) => offsets.push(offset));
      await lane.records(0, 0);
    }
    await until("the disk to be found out", () => faults.length > 0);
    recorder.record(record(60));
    await clock.pass(3000);
    expect(faults).toHaveLength(1);
    rmdirSync(obstacle);
    await until("everything to be written", async () => {
      await clock.pass(1000);
      return lane.next() === 61;
    });
    expect((await lane.records(0, 61)).map(text).sort()).toEqual(Array.from({ length: 61 }, (_, n) => `r${n}`).sort());
    expect(new Set(offsets).size).toBe(60);
  });

  it("reports a record that never fits, and goes on with the others", async () => {
    const { lane, recorder, faults } = await setUp();
    recorder.record(new Uint8Array(4000));
    recorder.record(record(1));
    await until("the sound one", () => lane.next() === 1);
    expect(faults).toEqual(["BATCH_TOO_LARGE a"]);
  });

  it("reports what is lost with the end", async () => {
    const { recorder, faults, obstacle, lane } = await setUp();
    mkdirSync(obstacle);
    for (let n = 0; n < 60; n++) recorder.record(record(n));
    await until("the disk to be found out", () => faults.length > 0);
    await recorder.close();
    expect(faults.at(-1)).toBe(`DISK_FAILED ${60 - lane.next()}`);
    rmdirSync(obstacle);
  });
});
