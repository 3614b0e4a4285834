/** Sends what waits, one part after another, and keeps each step; several pages may do so at once, for every part has its key. */
import { type Entry, type Hold, heard, holdOf, nextOf, type Outcome, questionOf, sentAnyway } from "./outbox.ts";
import type { Kept, OutboxStore } from "./outbox-store.ts";

export type Question = ReturnType<typeof questionOf>;

export type OutboxPorts = {
  store: OutboxStore;
  ask: (question: Question, files: readonly Blob[]) => Promise<Outcome>;
  onChanged: () => void;
  /** All of it has arrived. */
  onSent: (entry: Entry) => void;
  /** The browser keeps nothing: it lasts as long as the page. */
  onForgetful: (error: unknown) => void;
};

/** `sending`: the entry that is on its way; `hold`: what held up the last one. */
export type Doing = { sending: string | null; hold: Hold | null };

export type Outbox = {
  doing(): Doing;
  entries(): readonly Entry[];
  filesOf(id: string): readonly Blob[];
  load(): Promise<void>;
  put(entry: Entry, files: readonly Blob[]): Promise<void>;
  resend(id: string): Promise<void>;
  /** It is taken out; the text is the caller's again. */
  takeBack(id: string): Promise<void>;
  /** Sends all that can be sent now, as this person. */
  wake(account: string): Promise<void>;
};

export function makeOutbox({ store, ask, onChanged, onSent, onForgetful }: OutboxPorts): Outbox {
  const all = new Map<string, Kept>();
  let shown: readonly Entry[] = [];
  let running: Promise<void> | null = null;
  let doing: Doing = { sending: null, hold: null };

  const nowDoing = (next: Doing) => {
    doing = next;
    onChanged();
  };
  const changed = () => {
    shown = [...all.values()].map(({ entry }) => entry);
    onChanged();
  };
  const keep = async (kept: Kept) => {
    all.set(kept.entry.id, kept);
    changed();
    await store.put(kept).catch(onForgetful);
  };
  const drop = async (id: string) => {
    all.delete(id);
    changed();
    await store.remove(id).catch(onForgetful);
  };
  /** False when there is no getting through. */
  const step = async ({ entry, files }: Kept): Promise<boolean> => {
    nowDoing({ ...doing, sending: entry.id });
    const outcome = await ask(questionOf(entry), files);
    nowDoing({ sending: null, hold: holdOf(outcome) });
    const next = heard(entry, outcome);
    if (!all.has(entry.id)) return true;
    if (next === null) {
      await drop(entry.id);
      onSent(entry);
      return true;
    }
    if (next !== entry) await keep({ entry: next, files });
    return next !== entry;
  };
  const run = async (account: string) => {
    for (;;) {
      const next = nextOf(shown, account);
      const kept = next === null ? undefined : all.get(next.id);
      if (kept === undefined || !(await step(kept))) return;
    }
  };

  return {
    entries: () => shown,
    doing: () => doing,
    filesOf: (id) => all.get(id)?.files ?? [],
    async load() {
      try {
        for (const kept of await store.all()) if (!all.has(kept.entry.id)) all.set(kept.entry.id, kept);
      } catch (error) {
        onForgetful(error);
      }
      changed();
    },
    put: (entry, files) => keep({ entry, files: [...files] }),
    async resend(id) {
      const kept = all.get(id);
      if (kept !== undefined) await keep({ ...kept, entry: sentAnyway(kept.entry) });
    },
    takeBack: drop,
    async wake(account) {
      if (account === "") return;
      while (running !== null) await running;
      running = run(account);
      try {
        await running;
      } finally {
        running = null;
      }
    },
  };
}
