/** What the settings file has no room for: where a sensor was put, its photo, how it was proved, what it replaced. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Low } from "lowdb";
import { mostPhotoBytes } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import { type Disk, nodeDisk, writeAll } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { stateFile } from "../journal/state-file.ts";
import type { Position, Proof } from "./recorded.ts";

export type InstalledDevice = {
  position: Position | null;
  photo: string | null;
  rssi: number | null;
  proof: Proof | null;
  replaced: { at: number; by: string; address: string }[];
};

export type Installed = {
  of(device: string): InstalledDevice;
  note(device: string, change: Partial<InstalledDevice>): Promise<void>;
  forget(device: string): Promise<void>;
  /** Resolves with its SHA-256 once it is on the disk. Throws `PHOTO_REFUSED` or `DISK_FAILED`. */
  keepPhoto(bytes: Buffer): Promise<string>;
  /** Keeps a signed record beside its earlier ones. */
  keepFile(name: string, text: string): Promise<void>;
  readFile(name: string): Promise<string | null>;
  readPhoto(photo: string): Promise<Buffer | null>;
  files(): Promise<string[]>;
};

const blank: InstalledDevice = { position: null, photo: null, rssi: null, proof: null, replaced: [] };
const heads = ["ffd8ff", "89504e47", "52494646"];

export async function openInstalled(folder: string, report: Report, disk: Disk = nodeDisk): Promise<Installed> {
  const file = new Low<Record<string, InstalledDevice>>(stateFile(join(folder, "installed.json"), report, disk), {});
  await file.read();
  const home = join(folder, "records");
  /** A device may be called `constructor`. */
  const of = (device: string) => (Object.hasOwn(file.data, device) ? file.data[device] : undefined) ?? blank;

  async function keep(name: string, bytes: Uint8Array): Promise<void> {
    disk.makeFolder(home);
    const opened = await disk.open(join(home, name), "create");
    try {
      await writeAll(opened, bytes, 0);
      await opened.sync();
    } catch (cause) {
      throw new Fault("DISK_FAILED", `${name} (${(cause as Error).message})`, { cause });
    } finally {
      await opened.close();
    }
    await disk.syncFolder(home);
  }

  return {
    of,
    async note(device, change) {
      file.data = {
        ...file.data,
        [device]: { ...of(device), ...change },
      };
      await file.write();
    },
    async forget(device) {
      const { [device]: _gone, ...rest } = file.data;
      file.data = rest;
      await file.write();
    },
    async keepPhoto(bytes) {
      if (bytes.length > mostPhotoBytes || !heads.some((head) => bytes.toString("hex", 0, 4).startsWith(head)))
        throw new Fault("PHOTO_REFUSED", "it is no JPEG, PNG or WebP of at most 512 KiB");
      const photo = createHash("sha256").update(bytes).digest("hex");
      await keep(photo, bytes);
      return photo;
    },
    keepFile: (name, text) => keep(name, Buffer.from(text)),
    readFile: (name) =>
      disk.readFile(join(home, name)).then(
        (bytes) => bytes.toString("utf8"),
        () => null,
      ),
    readPhoto: (photo) => disk.readFile(join(home, photo)).catch(() => null),
    files: () => disk.readdir(home).catch(() => []),
  };
}
