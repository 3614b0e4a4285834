/** Keeps the outbox and its photos in the browser's own database, so that a closed page loses nothing. */
import { base } from "./browser-base.ts";
import type { Entry } from "./outbox.ts";

export type Kept = { entry: Entry; files: Blob[] };

export type OutboxStore = {
  all(): Promise<Kept[]>;
  put(kept: Kept): Promise<void>;
  remove(id: string): Promise<void>;
};

export const browserStore: OutboxStore = {
  all: async () => (await base()).getAll("entries"),
  async put(kept) {
    await (await base()).put("entries", kept);
  },
  async remove(id) {
    await (await base()).delete("entries", id);
  },
};
