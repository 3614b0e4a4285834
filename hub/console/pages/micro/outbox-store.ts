/** Keeps the outbox and its photos in the browser's own database, so that a closed page loses nothing. */
import type { Entry } from "./outbox.ts";

export type Kept = { entry: Entry; files: Blob[] };

export type OutboxStore = {
  all(): Promise<Kept[]>;
  put(kept: Kept): Promise<void>;
  remove(id: string): Promise<void>;
};

const name = "lilong-outbox";

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const ask = indexedDB.open(name, 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("entries", { keyPath: "entry.id" });
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
}

async function run<Result>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Result>) {
  const database = await opened();
  try {
    return await new Promise<Result>((resolve, reject) => {
      const change = database.transaction("entries", mode);
      const ask = work(change.objectStore("entries"));
      change.oncomplete = () => resolve(ask.result);
      change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

export const browserStore: OutboxStore = {
  all: () => run("readonly", (store) => store.getAll() as IDBRequest<Kept[]>),
  async put(kept) {
    await run("readwrite", (store) => store.put(kept));
  },
  async remove(id) {
    await run("readwrite", (store) => store.delete(id));
  },
};
