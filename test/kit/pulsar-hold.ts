/** For tests: one session of the Pulsar line that keeps what it is given, its waits turned by hand. */
import { onTestFinished } from "vitest";
import type { Came } from "../../hub/platforms/intake/intake.ts";
import type { PulsarWish } from "../../hub/platforms/kit/pulsar.ts";
import type { Session } from "../../hub/platforms/lines/line.ts";
import { holdPulsar } from "../../hub/platforms/lines/pulsar.ts";

export type Held = {
  taken: Came[];
  /** What was refused for good, as operators see it. */
  refused: string[];
  isUp(): boolean;
  /** Waits of so many ms are over. */
  passes(ms: number): void;
  /** Resolves with why it is over. */
  over: Promise<string>;
  /** Ends it. */
  stop(): Promise<string>;
};

export function holdForTest(wish: Partial<PulsarWish> & { url: string }, more: Partial<Session> = {}): Held {
  const [taken, refused, stop] = [[] as Came[], [] as string[], new AbortController()];
  const waits = new Map<() => void, number>();
  let isUp = false;
  const session: Session = {
    take: async (came) => void taken.push(came),
    up: () => (isUp = true),
    refuse: (why) => refused.push(why),
    signal: stop.signal,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const done = () => {
          waits.delete(done);
          resolve();
        };
        waits.set(done, ms);
        if (signal.aborted) done();
        signal.addEventListener("abort", done, { once: true });
      }),
    ...more,
  };
  const over = holdPulsar({ topics: ["aep-msgpush/1/all"], subscription: "1", name: "lilong", ...wish }, session);
  onTestFinished(async () => {
    stop.abort("enough");
    await over;
  });
  return {
    ...{ taken, refused, over },
    isUp: () => isUp,
    passes(ms) {
      for (const [done, waited] of waits) if (waited === ms) done();
    },
    stop() {
      stop.abort("enough");
      return over;
    },
  };
}
