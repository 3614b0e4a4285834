import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../test/kit/temp-folder.ts";
import { openIdentity } from "./identity.ts";

const open = (folder: string, faults: string[] = []) => openIdentity(folder, ({ code }) => faults.push(code));

describe("a gateway's identity", () => {
  it("keeps its key and grows its session numbers with each start", async () => {
    const folder = tempFolder();
    const runs = [await open(folder), await open(folder), await open(folder)];
    expect(new Set(runs.map(({ key }) => key)).size).toBe(1);
    expect(runs.map(({ firstSession }) => firstSession)).toEqual([1_000_001, 2_000_001, 3_000_001]);
  });

  it.each([1, 2])(
    "keeps its key and uses no session number twice when the file is damaged after %i starts",
    async (starts) => {
      const folder = tempFolder();
      const faults: string[] = [];
      let last = await open(folder);
      for (let start = 1; start < starts; start++) last = await open(folder);
      writeFileSync(join(folder, "identity.json"), "damaged");
      const found = await open(folder, faults);
      expect(faults).toEqual(["JOURNAL_DAMAGED"]);
      expect(found.key).toBe(last.key);
      expect(found.firstSession).toBeGreaterThan(last.firstSession);
    },
  );

  it("survives the loss of its newest generation", async () => {
    const folder = tempFolder();
    const { key } = await open(folder);
    rmSync(join(folder, "identity.json"));
    expect((await open(folder)).key).toBe(key);
  });
});
