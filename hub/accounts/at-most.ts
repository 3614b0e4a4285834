/** Lets so many run at once; the others wait their turn in order of arrival, as long as there is room to wait. */
import { Fault } from "../../core/fault.ts";

/** Throws `SIGN_IN_LOCKED` when too many wait already. */
export function atMost(
  most: number,
  mostWaiting = Number.POSITIVE_INFINITY,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most && waiting.length >= mostWaiting) throw new Fault("SIGN_IN_LOCKED", "too many sign in at once");
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
