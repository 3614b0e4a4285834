/** Keeps one line, or port, up: opens it, opens it anew when it is over, slower while it fails; and says how it stands. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { LineState, Publish, Upkeep } from "./line.ts";

type Held = (session: Upkeep) => Promise<string>;

export type KeepOptions = Omit<Upkeep, "up"> & {
  /** Asked before each session, for what it signs in with is fresh then. Null: there is no line any more. */
  next(): Promise<Held | null>;
  /** Each time it comes up or goes down; `publish` where the line can send while it is up. */
  told(state: LineState, publish?: Publish): void;
  /** It failed so often that somebody has to look. */
  stuck(why: string): void;
  clock(): number;
  /** 0 … 1 */
  random(): number;
  log: Logger;
};

const firstWaitMs = 1000;
const longestWaitMs = 5 * 60_000;
/** A session that held so long counts as one that worked. */
const steadyMs = 60_000;
/** So many failures in a row are told to somebody. */
export const stuckAfter = 5;

/** Resolves when there is no line any more. */
export async function keepLine(options: KeepOptions): Promise<void> {
  const { told, stuck, clock, random, pause, signal } = options;
  let failures = 0;
  let downSince = clock();
  told({ isUp: false, since: downSince, why: "not opened yet" });
  while (!signal.aborted) {
    const hold = await nextOf(options);
    if (hold === null) return;
    const { why, heldMs, wasUp } = await once(hold, options);
    if (signal.aborted) return;
    failures = heldMs >= steadyMs ? 1 : failures + 1;
    if (wasUp) downSince = clock();
    told({ isUp: false, since: downSince, why });
    if (failures >= stuckAfter) stuck(why);
    await pause(Math.ceil(random() * Math.min(longestWaitMs, firstWaitMs * 2 ** failures)), signal);
  }
}

/** A store that did not say is as a session that failed. */
async function nextOf({ next, log }: KeepOptions): Promise<Held | null> {
  try {
    return await next();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "how a line signs in could not be read; it is tried again");
    return async () => error.message;
  }
}

async function once(hold: Held, options: KeepOptions): Promise<{ why: string; heldMs: number; wasUp: boolean }> {
  const { told, clock, signal, pause } = options;
  let upAt: number | null = null;
  const up = (publish?: Publish) => {
    upAt ??= clock();
    told({ isUp: true, since: upAt, why: "" }, publish);
  };
  const why = await hold({ signal, pause, up }).catch(String);
  return { why, heldMs: upAt === null ? 0 : clock() - upAt, wasUp: upAt !== null };
}
