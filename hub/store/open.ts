/** Opens the store of this installation: a folder with SQLite in it, until a setting says otherwise. */
import { openSqliteStore } from "./sqlite/store.ts";
import type { Store } from "./store.ts";

/** Makes what lacks. Throws `FOLDER_UNWRITABLE`, `DISK_FAILED` or `STORE_NEWER`. */
export function openStore(folder: string, now: number): Store {
  return openSqliteStore(folder, now);
}
