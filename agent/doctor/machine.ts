/** What the doctor asks of the machine: files below a root, rights, room, and the network. */
import { constants } from "node:fs";
import { access, readdir, readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { isNtpSynced } from "../clock/ntp.ts";

export type Machine = {
  /** Null where there is none, or it may not be read. */
  text(path: string): Promise<string | null>;
  names(folder: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  mayUse(path: string): Promise<boolean>;
  freeBytes(folder: string): Promise<number>;
  isSynced(): Promise<boolean>;
  /** Wall time, ms. */
  now(): number;
};

/** `root` is "/" on a gateway. */
export function machineAt(root = "/"): Machine {
  const at = (path: string) => join(root, path);
  return {
    text: (path) => readFile(at(path), "utf8").catch(() => null),
    names: (folder) => readdir(at(folder)).catch(() => []),
    exists: (path) =>
      stat(at(path)).then(
        () => true,
        () => false,
      ),
    mayUse: (path) =>
      access(at(path), constants.R_OK | constants.W_OK).then(
        () => true,
        () => false,
      ),
    async freeBytes(folder) {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    isSynced: () => isNtpSynced(),
    now: Date.now,
  };
}
