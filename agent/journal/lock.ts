/** One process owns the data folder: SQLite's file lock, which the kernel lets go when the process dies, however it dies. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";

const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite") as typeof import("node:sqlite");

/** [SQLite result codes] SQLITE_BUSY: another process holds the lock. */
const busy = 5;

/** A lock nobody refers to would be collected, and with it the lock let go. */
const held = new Set<object>();

/** Returns the release. Throws `INSTANCE_RUNNING` when another process holds the folder, `DISK_FAILED` when the lock cannot be made. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  try {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    held.add(database);
    return () => {
      held.delete(database);
      database.close();
    };
  } catch (cause) {
    const { errcode, message } = cause as { errcode?: number; message: string };
    if (errcode === busy) throw new Fault("INSTANCE_RUNNING", `another agent works on ${folder}`, { cause });
    throw new Fault("DISK_FAILED", `${path} cannot be locked (${message})`, { cause });
  }
}
