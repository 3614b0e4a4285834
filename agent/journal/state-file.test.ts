/** A state file over power cuts: at whatever moment of a replacement, the old or the new content is there, whole. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cutPower, cuts } from "../../test/chaos/crash/power-cut.ts";
import { emptyState, recordingDisk } from "../../test/chaos/crash/recording-disk.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import { replaceFile, stateFile } from "./state-file.ts";

const path = "/data/gateway.json";

/** A disk that holds `old`, with or without a generation before it, and every step of replacing that by `new`. */
async function replaced(generations: number) {
  const first = recordingDisk(emptyState());
  for (let n = generations; n > 0; n--) await replaceFile(first.disk, path, n === 1 ? "old" : `older ${n}`);
  const second = recordingDisk(first.state);
  await replaceFile(second.disk, path, "new");
  return { start: first.state, steps: second.steps };
}

describe.each([1, 2, 3])("a replacement of generation %i", (generations) => {
  it.each(cuts)("leaves the old or the new file at every step of it (%s)", async (cut) => {
    const { start, steps } = await replaced(generations);
    const found = new Set<string>();
    for (let count = 0; count <= steps.length; count++)
      for (const random of [0, 0.3, 0.5, 0.7, 0.99]) {
        const { disk } = recordingDisk(cutPower(start, steps, count, cut, () => random));
        found.add((await disk.readFile(path)).toString());
      }
    expect([...found].sort()).toEqual(["new", "old"]);
  });
});

it("keeps the generation before on a file system without hard links too", async () => {
  const folder = diskFolder();
  const file = join(folder, "gateway.json");
  const refused = Object.assign(new Error("EPERM: link"), { code: "EPERM" });
  const disk: Disk = { ...nodeDisk, link: () => Promise.reject(refused) };
  for (const text of ["one", "two", "three"]) await replaceFile(disk, file, text);
  expect([readFileSync(file, "utf8"), readFileSync(`${file}.last`, "utf8")]).toEqual(["three", "two"]);
});

describe("the generation before", () => {
  async function setUp() {
    const folder = diskFolder();
    const file = join(folder, "small.json");
    const told: string[] = [];
    const adapter = stateFile<{ n: number }>(file, ({ detail }) => told.push(detail));
    for (const n of [1, 2]) await adapter.write({ n });
    return { file, told, adapter };
  }

  it("is read where the file is gone, and that is told", async () => {
    const { file, told, adapter } = await setUp();
    renameSync(file, `${file}.elsewhere`);
    expect([await adapter.read(), told]).toEqual([{ n: 1 }, [`${file} is gone: its last generation is used`]]);
  });

  it("is read where the file is torn, and not lost with the next write", async () => {
    const { file, told, adapter } = await setUp();
    writeFileSync(file, readFileSync(file).subarray(0, 12));
    expect([await adapter.read(), told.length]).toEqual([{ n: 1 }, 1]);
    await adapter.write({ n: 3 });
    writeFileSync(file, "");
    expect(await adapter.read()).toEqual({ n: 1 });
  });

  it("is not missed at a first start", async () => {
    const told: string[] = [];
    const file = join(diskFolder(), "small.json");
    expect([await stateFile(file, ({ detail }) => told.push(detail)).read(), told]).toEqual([null, []]);
  });
});
