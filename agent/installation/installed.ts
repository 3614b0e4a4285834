/** What the settings file has no room for: where a sensor was put, its photo, how it was proved, what it replaced. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Low } from "lowdb";
import { mostPhotoBytes } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import { codeOf, type Disk, nodeDisk } from "../journal/disk.ts";
import type { Report } from "../journal/report.ts";
import { setAside } from "../journal/set-aside.ts";
import { replaceFile, stateFile } from "../journal/state-file.ts";
import { parseSigned, type SignedRecord } from "./record.ts";
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
  /** Null where there is none of this id. What a power cut tore is set aside: throws `JOURNAL_DAMAGED`, or `DISK_FAILED`. */
  readRecord(id: string): Promise<SignedRecord | null>;
  /** Null where there is none. What is not the photo of this hash is set aside: throws `JOURNAL_DAMAGED`, or `DISK_FAILED`. */
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
    await replaceFile(disk, join(home, name), bytes);
  }

  /** Null where there is none. Throws `DISK_FAILED` where it cannot be read. */
  async function read(name: string): Promise<Buffer | null> {
    try {
      return await disk.readFile(join(home, name));
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") return null;
      throw new Fault("DISK_FAILED", `${name} (${codeOf(cause)})`, { cause });
    }
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
      const photo = hashOf(bytes);
      await keep(photo, bytes);
      return photo;
    },
    keepFile: (name, text) => keep(name, Buffer.from(text)),
    async readRecord(id) {
      const name = `${id}.json`;
      const bytes = await read(name);
      if (bytes === null) return null;
      const signed = parseSigned(bytes.toString("utf8"));
      if (signed !== null) return signed;
      await setAside(disk, join(home, name), "it is no whole acceptance record", report);
      throw new Fault("JOURNAL_DAMAGED", `the acceptance record ${id} is torn; sign it again`);
    },
    async readPhoto(photo) {
      const bytes = await read(photo);
      if (bytes === null || hashOf(bytes) === photo) return bytes;
      await setAside(disk, join(home, photo), "it is not the photo of this name", report);
      throw new Fault("JOURNAL_DAMAGED", `the photo ${photo} is torn; take it again`);
    },
    files: () => disk.readdir(home).catch(() => []),
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
