/** A disk that nobody else writes to: an ext4 in a file, mounted for a bench, so that its device counts what was written. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./place.ts";

const mkfs = "/sbin/mkfs.ext4";

export type LoopDisk = {
  folder: string;
  /** Bytes written to the device while `work` ran, what the kernel held back included. */
  writtenBy(work: () => Promise<unknown>): Promise<number>;
};

/** Throws where this machine cannot do it. */
export function mountLoopDisk(place: Place, megabytes: number): LoopDisk {
  if (process.getuid?.() !== 0) throw new Error("bytes on a device of its own can be counted by root only");
  if (!existsSync(mkfs)) throw new Error(`this bench needs ${mkfs}: as root, apt-get install -y e2fsprogs`);
  const [image, folder] = [join(place.folder, "disk.img"), join(place.folder, "disk")];
  mkdirSync(folder);
  execFileSync("truncate", ["-s", `${megabytes}M`, image]);
  execFileSync(mkfs, ["-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image]);
  execFileSync("mount", ["-o", "loop", image, folder]);
  place.atEnd(() => execFileSync("umount", [folder]));
  const device = execFileSync("findmnt", ["-no", "SOURCE", folder], { encoding: "utf8" }).trim().split("/").at(-1);
  return {
    folder,
    async writtenBy(work) {
      execFileSync("sync", ["-f", folder]);
      const before = writtenTo(device as string);
      await work();
      execFileSync("sync", ["-f", folder]);
      return writtenTo(device as string) - before;
    },
  };
}

/** [Linux iostats] field 7 of a device is sectors written, of 512 bytes. */
function writtenTo(device: string): number {
  const fields = readFileSync("/proc/diskstats", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return Number(fields.find(([, , name]) => name === device)?.[9]) * 512;
}
