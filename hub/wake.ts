/** Works while anything is due, then sleeps until something is, or somebody wakes it. The truth is in the store; this is only in time. */

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
  const closing = new AbortController();
  let sleeping = new AbortController();
  let idle = Promise.withResolvers<void>();
  let isWoken = false;

  const run = async () => {
    while (!closing.signal.aborted) {
      isWoken = false;
      sleeping = new AbortController();
      const waitMs = await round();
      if (isWoken || waitMs <= 0) continue;
      idle.resolve();
      await pause(waitMs, AbortSignal.any([sleeping.signal, closing.signal]));
      if (!isWoken) idle = Promise.withResolvers();
    }
    idle.resolve();
  };
  const running = run();

  return {
    wake() {
      if (closing.signal.aborted || isWoken) return;
      isWoken = true;
      idle.resolve();
      idle = Promise.withResolvers();
      sleeping.abort();
    },
    async settled() {
      let known: Promise<void>;
      do {
        known = idle.promise;
        await known;
      } while (known !== idle.promise);
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}
