/** One process owns the data folder: SQLite's file lock, which the kernel lets go when the process dies, however it dies. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";

const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite") as typeof import("node:sqlite");

/** Returns the release. Throws `INSTANCE_RUNNING` when another process holds the folder. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new Fault("INSTANCE_RUNNING", `another agent works on ${folder}`, { cause });
  }
  return () => database.close();
}
