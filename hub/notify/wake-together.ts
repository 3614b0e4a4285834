/** Wakes the telling when a new case has gone as far as it goes by itself: that it alarms and who was sent is one message then. */
import { called } from "../pause.ts";
import type { Store } from "../store/store.ts";

/** No longer than this: who has to know an alarm does not wait for a flow that thinks. */
const mostMs = 1000;

export type Together = {
  store: Store;
  /** Resolves when tickets have nothing to do. */
  settled(): Promise<void>;
  wake(): void;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

/** Called after each commit that moved a ticket. */
export function wakeTogether({ store, settled, wake, pause }: Together): { soon(): void; close(): void } {
  let waiting: AbortController | null = null;
  const now = () => {
    waiting?.abort(called);
    waiting = null;
    wake();
  };
  const look = async () => {
    await settled();
    const { askedAt } = await store.read(({ handovers }) => handovers.next());
    if (askedAt === null && waiting !== null) now();
  };
  const wait = async (mine: AbortController) => {
    await pause(mostMs, mine.signal);
    if (waiting === mine) now();
  };
  return {
    soon() {
      if (waiting === null) {
        waiting = new AbortController();
        void wait(waiting);
      }
      // A store that cannot be read is told of by those who need it; the wait ends all the same.
      look().catch(() => undefined);
    },
    close() {
      waiting?.abort(called);
      waiting = null;
    },
  };
}
