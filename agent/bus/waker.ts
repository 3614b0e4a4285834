/** Wakes a session when it said it wants to be. */
import type { Output, Waking } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";

export type Waker = {
  /** To be called after everything the session was given: it may want to be woken at another time. */
  look(): void;
  close(): void;
};

export function createWaker(session: Partial<Waking>, take: (outputs: Output[]) => void, clock: Clock): Waker {
  let cancel: () => void = () => undefined;

  function look(): void {
    cancel();
    const due = session.due?.() ?? null;
    if (due === null) return;
    cancel = clock.after(Math.max(0, due - clock.monotonic()), () => {
      take(session.wake?.(clock.monotonic()) ?? []);
      look();
    });
  }

  return { look, close: () => cancel() };
}
