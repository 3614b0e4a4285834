/** A small disk of its own (tmpfs) that can be filled, freed, made read-only and writable again. */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { must, tries } from "./system.ts";

export type Disk = {
  path: string;
  /** A ballast file takes what is left. */
  fill(): void;
  free(): void;
  /** False while a program holds files open for writing. */
  remount(way: "ro" | "rw"): boolean;
  unmount(): void;
};

export function mountDisk(path: string, megabytes: number): Disk {
  mkdirSync(path, { recursive: true });
  must("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "lilong-chaos", path]);
  const ballast = join(path, "ballast");
  return {
    path,
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast, { force: true }),
    remount: (way) => tries("mount", ["-o", `remount,${way}`, path]),
    unmount: () => void tries("umount", ["-l", path]),
  };
}

function writeUntilFull(path: string): void {
  const file = openSync(path, "a");
  try {
    for (const bytes of [1024 * 1024, 4096])
      while (hasRoom(file, bytes)) {
        // Goes on until the disk refuses.
      }
  } finally {
    closeSync(file);
  }
}

function hasRoom(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return false;
    throw error;
  }
}
