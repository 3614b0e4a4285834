/** Writes a file that only its owner reads, whole and durable or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { folderFault } from "../store/folder-fault.ts";

/** Throws `FOLDER_UNWRITABLE` or `DISK_FAILED`. */
export function writeSecret(path: string, text: string): void {
  try {
    write(path, text);
  } catch (cause) {
    throw folderFault(path, cause);
  }
}

function write(path: string, text: string): void {
  const temp = `${path}.tmp`;
  const file = openSync(temp, "w", 0o600);
  try {
    // Of a disk that is nearly full it takes a part at a time: not `writeSync`.
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temp, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}
