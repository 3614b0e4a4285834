/** Records and photos outlive a power cut whole or not at all, and one that is torn is a fault, never the end of the agent. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { FieldFault } from "../../core/fault.ts";
import { type Deed, failingDisk } from "../../test/chaos/crash/failing-disk.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { nodeDisk } from "../journal/disk.ts";
import { openInstalled } from "./installed.ts";

const id = "01KB2F0000000000000000ABCD";
const whole = JSON.stringify({ text: `{"id":"${id}","devices":[]}`, signature: "c2ln", publicKey: "PEM" });

async function setUp(folder = tempFolder(), disk = nodeDisk) {
  const reported: FieldFault[] = [];
  const installed = await openInstalled(folder, (fault) => reported.push(fault), disk);
  return { folder, installed, reported, home: join(folder, "records") };
}

it("a record is read as it was kept, and of one that was never kept there is none", async () => {
  const { installed } = await setUp();
  await installed.keepFile(`${id}.json`, whole);
  expect(await installed.readRecord(id)).toEqual(JSON.parse(whole));
  expect(await installed.readRecord("01KB2F0000000000000000ABCE")).toBeNull();
  expect(await installed.readPhoto("0".repeat(64))).toBeNull();
});

it.each([
  ["torn in the middle", whole.slice(0, 30)],
  ["empty", ""],
  ["of another shape", "{}"],
  ["with a text that is no record", JSON.stringify({ ...JSON.parse(whole), text: "x" })],
])("a record that is %s is set aside and told, and the next look finds none", async (_, text) => {
  const { installed, reported, home } = await setUp();
  await installed.keepFile(`${id}.json`, whole);
  writeFileSync(join(home, `${id}.json`), text);
  await expect(installed.readRecord(id)).rejects.toThrow(/^JOURNAL_DAMAGED.*sign it again/);
  expect(reported).toMatchObject([{ code: "JOURNAL_DAMAGED" }]);
  expect(await installed.readRecord(id)).toBeNull();
  const [bad = ""] = readdirSync(home).filter((name) => name.startsWith(`${id}.json.bad-`));
  expect(readFileSync(join(home, bad), "utf8")).toBe(text);
});

it.each(["create", "write", "sync", "rename"] as Deed[])(
  "a record that the card fails to %s is a fault, and never half a record",
  async (failing) => {
    const folder = tempFolder();
    const disk = failingDisk(nodeDisk, (deed) => (deed === failing ? "EIO" : null));
    const { installed, home } = await setUp(folder, disk);
    await expect(installed.keepFile(`${id}.json`, whole)).rejects.toThrow(/^DISK_FAILED/);
    expect(readdirSync(home)).not.toContain(`${id}.json`);
  },
);

it.each(["create", "write", "sync", "rename"] as Deed[])(
  "a photo that the card fails to %s leaves nothing behind",
  async (failing) => {
    const disk = failingDisk(nodeDisk, (deed) => (deed === failing ? "ENOSPC" : null));
    const { installed, home } = await setUp(tempFolder(), disk);
    await expect(installed.keepPhoto(Buffer.from("ffd8ff00", "hex"))).rejects.toThrow(/^DISK_FAILED/);
    expect(readdirSync(home)).toEqual([]);
  },
);

it.each(["", "ffd8", "ffd8ff01"])(
  "a photo of which %j is left is set aside and told, and the next look finds none",
  async (left) => {
    const { installed, reported, home } = await setUp();
    const photo = await installed.keepPhoto(Buffer.from("ffd8ff00", "hex"));
    writeFileSync(join(home, photo), Buffer.from(left, "hex"));
    await expect(installed.readPhoto(photo)).rejects.toThrow(/^JOURNAL_DAMAGED.*take it again/);
    expect(reported).toMatchObject([{ code: "JOURNAL_DAMAGED" }]);
    expect(await installed.readPhoto(photo)).toBeNull();
  },
);

it("a photo that cannot be read is a fault, not a photo that was never taken", async () => {
  const { installed, home, folder } = await setUp();
  const photo = await installed.keepPhoto(Buffer.from("ffd8ff00", "hex"));
  expect((await installed.readPhoto(photo))?.toString("hex")).toBe("ffd8ff00");
  const broken = { ...nodeDisk, readFile: async () => Promise.reject(Object.assign(new Error("io"), { code: "EIO" })) };
  const again = await openInstalled(folder, () => undefined, {
    ...broken,
    readFile: (path) => (path.startsWith(home) ? broken.readFile() : nodeDisk.readFile(path)),
  });
  await expect(again.readPhoto(photo)).rejects.toThrow(/^DISK_FAILED.*EIO/);
});
