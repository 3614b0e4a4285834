/** The browser's own database of the micro-platform: what was handed in, photos not handed in yet, what was known last. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Kept } from "./outbox-store.ts";

interface Base extends DBSchema {
  /** Handed in, not arrived. */
  entries: { key: string; value: Kept };
  /** Photos of a form that is not handed in yet, by the name of its draft. */
  photos: { key: string; value: Blob[] };
  /** What was read last, under the one key `last`. */
  known: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Base>> | undefined;

/** Open as long as the page; another version of it that wants to change the shape is let through. */
export function base(): Promise<IDBPDatabase<Base>> {
  opened ??= openDB<Base>("lilong-outbox", 2, {
    upgrade(database) {
      const names = database.objectStoreNames;
      if (!names.contains("entries")) database.createObjectStore("entries", { keyPath: "entry.id" });
      if (!names.contains("photos")) database.createObjectStore("photos");
      if (!names.contains("known")) database.createObjectStore("known");
    },
    blocking: close,
    terminated: forgetOpened,
  });
  // A browser that refuses today may allow it after the next question.
  opened.catch(forgetOpened);
  return opened;
}

function forgetOpened(): void {
  opened = undefined;
}

function close(): void {
  void opened?.then((database) => database.close());
  forgetOpened();
}
