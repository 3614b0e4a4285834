import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Reading } from "../../core/reading.ts";
import { diskFolder } from "../../test/kit/temp-folder.ts";
import { openJournal } from "./journal.ts";
import { decodeReading, encodeReading } from "./records.ts";

const lane = { segmentBytes: 8192, budgetBytes: 81_920, commitEveryMs: 0 };
const settings = { data: lane, alert: lane };

describe("the journal", () => {
  it("belongs to one process: a second opening is refused, and possible again after the close", async () => {
    const folder = diskFolder();
    const journal = await openJournal(folder, settings, () => undefined);
    await expect(openJournal(folder, settings, () => undefined)).rejects.toThrow(/^INSTANCE_RUNNING/);
    await journal.close();
    await (await openJournal(folder, settings, () => undefined)).close();
  });

  it("says which folder it cannot use", async () => {
    const file = join(diskFolder(), "file");
    writeFileSync(file, "");
    const opening = openJournal(join(file, "data"), settings, () => undefined);
    await expect(opening).rejects.toThrow(`FOLDER_UNWRITABLE: ${file}/data (ENOTDIR)`);
  });

  it("gives each lane an epoch of its own", async () => {
    const journal = await openJournal(diskFolder(), settings, () => undefined);
    expect(journal.data.epoch).not.toBe(journal.alert.epoch);
    await journal.close();
  });

  it("holds a reading exactly", () => {
    const reading = {
      device: "d" as never,
      point: "p" as never,
      at: 1_790_000_000_123,
      value: (0.1 + 0.2) as Reading["value"],
      quality: 2,
      boot: 7,
      mono: 12_345,
    };
    expect(decodeReading(encodeReading(reading))).toEqual(reading);
    expect(decodeReading(encodeReading({ ...reading, value: "文字" })).value).toBe("文字");
  });
});
