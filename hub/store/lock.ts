/** One hub a folder: a lock that the kernel holds, so that it cannot be left behind and cannot be won twice. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";
import { folderFault } from "./folder-fault.ts";
import { makeFolder } from "./make-folder.ts";
import { loadSqlite } from "./sqlite/connection.ts";

/** [SQLite result codes] SQLITE_BUSY */
const busy = 5;

/** A lock nobody refers to would be collected, and with it the lock let go. */
const held = new Set<object>();

/** Takes the folder until `release` or the end of the process. Throws `INSTANCE_RUNNING`, `FOLDER_UNWRITABLE` or `DISK_FAILED`. */
export function lockFolder(folder: string): { release(): void } {
  const pidFile = join(folder, "hub.pid");
  try {
    makeFolder(folder);
    const lock = lockFile(join(folder, "hub.lock"));
    writeFileSync(pidFile, `${process.pid}\n`);
    return lock;
  } catch (cause) {
    if ((cause as { errcode?: unknown }).errcode === busy)
      throw new Fault("INSTANCE_RUNNING", `process ${holderOf(pidFile)} runs on ${folder}`, { cause });
    throw folderFault(folder, cause);
  }
}

/** An exclusive transaction that writes nothing and never ends: SQLite's own file lock, gone with the process. */
function lockFile(path: string): { release(): void } {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw error;
  }
  held.add(database);
  return {
    release() {
      held.delete(database);
      database.close();
    },
  };
}

function holderOf(pidFile: string): string {
  try {
    return readFileSync(pidFile, "utf8").trim();
  } catch (error) {
    return `unknown (${(error as Error).message})`;
  }
}
