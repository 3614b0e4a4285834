/** The disk in memory behaves as the real one: one suite, both run it. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Disk, nodeDisk, readHead, writeAll } from "../../../agent/journal/disk.ts";
import { diskFolder } from "../../kit/temp-folder.ts";
import { emptyState, recordingDisk } from "./recording-disk.ts";

const disks: [name: string, make: () => { disk: Disk; folder: string }][] = [
  ["the real disk", () => ({ disk: nodeDisk, folder: diskFolder() })],
  ["the disk in memory", () => ({ disk: recordingDisk(emptyState()).disk, folder: "/folder" })],
];

describe.each(disks)("%s", (_name, make) => {
  it("writes in place, grows, reads back and syncs", async () => {
    const { disk, folder } = make();
    const path = join(folder, "a");
    const file = await disk.open(path, "create");
    await writeAll(file, Buffer.from("0123456789"), 0);
    await writeAll(file, Buffer.from("AB"), 3);
    await writeAll(file, Buffer.from("Z"), 12);
    await file.datasync();
    await file.sync();
    await file.close();
    await disk.syncFolder(folder);
    expect((await disk.readFile(path)).toString("latin1")).toBe("012AB56789\0\0Z");
    expect((await readHead(disk, path, 4)).toString()).toBe("012A");
    expect(await readHead(disk, path, 99)).toHaveLength(13);
  });

  it("makes a file anew, changes one that is there, and names what is missing", async () => {
    const { disk, folder } = make();
    const path = join(folder, "a");
    await disk.appendFile(path, Buffer.from("old"));
    await disk.appendFile(path, Buffer.from("er"));
    const changed = await disk.open(path, "change");
    await writeAll(changed, Buffer.from("O"), 0);
    await changed.close();
    expect((await disk.readFile(path)).toString()).toBe("Older");
    await (await disk.open(path, "create")).close();
    expect(await disk.readFile(path)).toHaveLength(0);
    for (const work of [
      () => disk.open(join(folder, "b"), "read"),
      () => disk.open(join(folder, "b"), "change"),
      () => disk.readFile(join(folder, "b")),
      () => disk.unlink(join(folder, "b")),
      () => disk.rename(join(folder, "b"), path),
    ])
      await expect(work()).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("gives a file a second name, which stays when the first goes on to another file", async () => {
    const { disk, folder } = make();
    const [a, b, c] = ["a", "b", "c"].map((name) => join(folder, name)) as [string, string, string];
    await disk.appendFile(a, Buffer.from("one"));
    await disk.appendFile(b, Buffer.from("two"));
    await disk.link(a, c);
    await expect(disk.link(a, c)).rejects.toMatchObject({ code: "EEXIST" });
    await disk.rename(b, a);
    expect([(await disk.readFile(a)).toString(), (await disk.readFile(c)).toString()]).toEqual(["two", "one"]);
  });

  it("renames over what is there, copies, removes and lists", async () => {
    const { disk, folder } = make();
    const [a, b, c] = ["a", "b", "c"].map((name) => join(folder, name)) as [string, string, string];
    await disk.appendFile(a, Buffer.from("one"));
    await disk.appendFile(b, Buffer.from("two"));
    await disk.copyFile(a, c);
    await disk.rename(a, b);
    expect([(await disk.readFile(b)).toString(), (await disk.readFile(c)).toString()]).toEqual(["one", "one"]);
    expect((await disk.readdir(folder)).sort()).toEqual(["b", "c"]);
    await disk.unlink(b);
    expect(await disk.readdir(folder)).toEqual(["c"]);
    expect(await disk.freeBytes(folder)).toBeGreaterThan(0);
  });
});
