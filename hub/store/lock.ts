/** One hub a folder: a lock that the kernel holds, so that it cannot be left behind and cannot be won twice. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../core/fault.ts";
import { loadSqlite } from "./sqlite/connection.ts";

/** [SQLite result codes] SQLITE_BUSY */
const busy = 5;

/** Takes the folder until `release` or the end of the process. Throws `INSTANCE_RUNNING` or `FOLDER_UNWRITABLE`. */
export function lockFolder(folder: string): { release(): void } {
  const pidFile = join(folder, "hub.pid");
  try {
    mkdirSync(folder, { recursive: true });
    const lock = lockFile(join(folder, "hub.lock"));
    writeFileSync(pidFile, `${process.pid}\n`);
    return lock;
  } catch (cause) {
    if ((cause as { errcode?: unknown }).errcode === busy)
      throw new Fault("INSTANCE_RUNNING", `process ${holderOf(pidFile)} runs on ${folder}`, { cause });
    throw new Fault("FOLDER_UNWRITABLE", `${folder} (${(cause as Error).message})`, { cause });
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
  return { release: () => database.close() };
}

function holderOf(pidFile: string): string {
  try {
    return readFileSync(pidFile, "utf8").trim();
  } catch (error) {
    return `unknown (${(error as Error).message})`;
  }
}
