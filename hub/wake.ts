/** Works while anything is due, then sleeps until something is, or somebody wakes it. The truth is in the store; this is only in time. */
import { called } from "./pause.ts";

export type Waking = {
  /** Something may be due: look now. */
  wake(): void;
  /** Resolves when nothing is due. */
  settled(): Promise<void>;
  /** Finishes the round that runs. */
  close(): Promise<void>;
};

/** `round` works once and answers for how many ms nothing is due; 0: there may be more. What it throws ends the process. */
export function startWaking(
  round: () => Promise<number>,
  pause: (ms: number, signal: AbortSignal) => Promise<void>,
): Waking {
  let isClosed = false;
  let sleeping = new AbortController();
  let idle = Promise.withResolvers<void>();
  let isWoken = false;

  const run = async () => {
    while (!isClosed) {
      isWoken = false;
      const waitMs = await round();
      if (isWoken || waitMs <= 0 || isClosed) continue;
      idle.resolve();
      sleeping = new AbortController();
      await pause(waitMs, sleeping.signal);
      if (!isWoken) idle = Promise.withResolvers();
    }
    idle.resolve();
  };
  const running = run();

  return {
    wake() {
      if (isClosed || isWoken) return;
      isWoken = true;
      idle.resolve();
      idle = Promise.withResolvers();
      sleeping.abort(called);
    },
    async settled() {
      let known: Promise<void>;
      do {
        known = idle.promise;
        await known;
      } while (known !== idle.promise);
    },
    async close() {
      isClosed = true;
      sleeping.abort(called);
      await running;
    },
  };
}
