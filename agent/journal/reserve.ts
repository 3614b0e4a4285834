/** Space kept back for the day the disk is full: given up so that state and alerts can still be written, made again when there is room. */
import { dirname } from "node:path";
import { type Disk, type DiskFile, isDiskFull, writeAll } from "./disk.ts";
import type { Report } from "./report.ts";

export type Reserve = {
  /** The same disk; what fails on it for want of room is tried once more after the reserve was given up. */
  disk: Disk;
  close(): void;
};

const tryAgainMs = 60_000;
const chunkBytes = 256 * 1024;

export type After = (ms: number, callback: () => void) => () => void;

/** Opens the reserve of `bytes` at `path`, and makes it when there is room. A full disk is reported once an episode. */
export async function openReserve(
  disk: Disk,
  path: string,
  bytes: number,
  report: Report,
  after: After = later,
): Promise<Reserve> {
  let isThere = await isWhole();
  let cancel: () => void = () => undefined;
  if (!isThere) await make();

  async function isWhole(): Promise<boolean> {
    const file = await disk.open(path, "read").catch(() => null);
    if (file === null) return false;
    const count = await file.read(new Uint8Array(1), bytes - 1).catch(() => 0);
    await file.close();
    return count === 1;
  }

  /** Written in full: a file without its blocks would reserve nothing. There must be room for as much again. */
  async function make(): Promise<void> {
    try {
      if ((await disk.freeBytes(dirname(path))) < 2 * bytes) return tryLater();
      const file = await disk.open(path, "create");
      await fill(file).finally(() => file.close());
      await disk.syncFolder(dirname(path));
      isThere = true;
    } catch {
      await disk.unlink(path).catch(() => undefined);
      tryLater();
    }
  }

  async function fill(file: DiskFile): Promise<void> {
    for (let at = 0; at < bytes; at += chunkBytes)
      await writeAll(file, new Uint8Array(Math.min(chunkBytes, bytes - at)), at);
    await file.sync();
  }

  function tryLater(): void {
    cancel = after(tryAgainMs, () => void make());
  }

  async function giveUp(): Promise<boolean> {
    if (!isThere) return false;
    isThere = false;
    await disk.unlink(path);
    report({ code: "DISK_FAILED", detail: `the disk is full: the reserve ${path} is given up for state and alerts` });
    tryLater();
    return true;
  }

  async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isDiskFull(error) || !(await giveUp())) throw error;
      return work();
    }
  }

  return {
    disk: {
      ...disk,
      open: async (name, how) => insistent(await insist(() => disk.open(name, how)), insist),
      rename: (from, to) => insist(() => disk.rename(from, to)),
      link: (path, second) => insist(() => disk.link(path, second)),
      copyFile: (from, to) => insist(() => disk.copyFile(from, to)),
    },
    close: () => cancel(),
  };
}

/** A write that takes nothing is a full disk too. */
function insistent(file: DiskFile, insist: <Result>(work: () => Promise<Result>) => Promise<Result>): DiskFile {
  return {
    ...file,
    write: (bytes, at) =>
      insist(async () => {
        const taken = await file.write(bytes, at);
        if (taken === 0 && bytes.length > 0)
          throw Object.assign(new Error("the disk took nothing"), { code: "ENOSPC" });
        return taken;
      }),
  };
}

/** Never keeps the process alive. */
function later(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms).unref();
  return () => clearTimeout(timer);
}
