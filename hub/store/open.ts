/** Opens the store of this installation: a folder with SQLite in it, until a setting says otherwise. */
import type { Audit } from "./audit.ts";
import { openSqliteStore } from "./sqlite/store.ts";
import { openSqliteTrail } from "./sqlite/trail.ts";
import type { Store } from "./store.ts";

/** Makes what lacks. Throws `FOLDER_UNWRITABLE`, `DISK_FAILED` or `STORE_NEWER`. */
export function openStore(folder: string, now: number): Store {
  return openSqliteStore(folder, now);
}

/** The audit trail alone, to be read; a hub may be running on it. Throws `STORE_UNREADABLE`. */
export function openTrail(folder: string): Pick<Audit, "after"> & { close(): Promise<void> } {
  return openSqliteTrail(folder);
}
