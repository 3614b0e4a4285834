/** What the journal asks of a disk: the one seam through which it touches files, so that writes can be recorded and faults injected. */
import * as fs from "node:fs/promises";
import { makeFolder } from "./make-folder.ts";

export type DiskFile = {
  /** Fills `bytes` from position `at` on; returns how many bytes there were. */
  read(bytes: Uint8Array, at: number): Promise<number>;
  /** May take less than it is given, as a full disk does; returns how much. */
  write(bytes: Uint8Array, at: number): Promise<number>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** Each method rejects with the errno error of the file system. */
export type Disk = {
  /** `read` and `change` need the file to be there; `create` makes it anew and empty. */
  open(path: string, how: "read" | "change" | "create"): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Gives the file a second name. */
  link(path: string, second: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** The names of the plain files in a folder. */
  readdir(folder: string): Promise<string[]>;
  readFile(path: string): Promise<Buffer>;
  copyFile(from: string, to: string): Promise<void>;
  appendFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes a folder with its parents. */
  makeFolder(path: string): void;
  /** Makes the names in a folder durable. */
  syncFolder(folder: string): Promise<void>;
  /** How much this process may still write there, bytes. */
  freeBytes(folder: string): Promise<number>;
};

const flags = { read: "r", change: "r+", create: "w+" } as const;

export const nodeDisk: Disk = {
  open: async (path, how) => fileOf(await fs.open(path, flags[how], 0o600)),
  rename: fs.rename,
  link: fs.link,
  unlink: fs.unlink,
  async readdir(folder) {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  },
  readFile: (path) => fs.readFile(path),
  copyFile: (from, to) => fs.copyFile(from, to),
  appendFile: (path, bytes) => fs.appendFile(path, bytes),
  makeFolder,
  async syncFolder(folder) {
    const handle = await fs.open(folder, "r");
    await handle.sync().finally(() => handle.close());
  },
  async freeBytes(folder) {
    const { bavail, bsize } = await fs.statfs(folder);
    return bavail * bsize;
  },
};

function fileOf(handle: fs.FileHandle): DiskFile {
  return {
    read: async (bytes, at) => (await handle.read(bytes, 0, bytes.length, at)).bytesRead,
    write: async (bytes, at) => (await handle.write(bytes, 0, bytes.length, at)).bytesWritten,
    datasync: () => handle.datasync(),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

/** A full disk may take a part without a complaint: a short write goes on until all is written or the disk says why not. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const taken = await file.write(bytes.subarray(done), at + done);
    if (taken === 0) throw Object.assign(new Error("the disk took nothing"), { code: "ENOSPC" });
    done += taken;
  }
}

/** The first bytes of a file, at most `length` of them. */
export async function readHead(disk: Disk, path: string, length: number): Promise<Buffer> {
  const file = await disk.open(path, "read");
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

export function isDiskFull(error: unknown): boolean {
  return codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
}
