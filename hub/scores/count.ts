/** Keeps what counts of each case up to date: whose story has grown is counted anew, in bites, between other work. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { Store, Tables } from "../store/store.ts";
import { factsOf } from "./score.ts";

/** Some ten milliseconds. */
const bite = 100;
/** Before a reader is answered at most so many are counted; the answer says how many are left. */
const mostForReader = 2000;
const everyMs = 5000;
const breathMs = 10;

/** Counts at most `most` cases anew; answers how many it counted. */
export async function countSome(tables: Tables, most: number): Promise<number> {
  const ids = await tables.caseFacts.stale(most);
  for (const id of ids) {
    const ticket = await tables.tickets.find(id);
    const facts = ticket === null ? null : factsOf(ticket, await tables.tickets.story(id));
    await tables.caseFacts.put(id, facts);
  }
  return ids.length;
}

/** What a reader waits for: nothing where all is counted. */
export async function countForReader(store: Store): Promise<void> {
  let left = Math.min(mostForReader, await store.read(({ caseFacts }) => caseFacts.countStale()));
  while (left > 0) {
    const counted = await store.transaction((tables) => countSome(tables, bite));
    if (counted === 0) return;
    left -= counted;
  }
}

export type CountOptions = { store: Store; log: Logger; pause(ms: number, signal: AbortSignal): Promise<void> };

export function startCounting({ store, log, pause }: CountOptions): { close(): Promise<void> } {
  const closing = new AbortController();
  const look = async () => {
    while (!closing.signal.aborted) {
      const counted = await once(store, log);
      await pause(counted === bite ? breathMs : everyMs, closing.signal);
    }
  };
  const looking = look();
  return {
    async close() {
      closing.abort();
      await looking;
    },
  };
}

async function once(store: Store, log: Logger): Promise<number> {
  try {
    const stale = await store.read(({ caseFacts }) => caseFacts.stale(1));
    return stale.length === 0 ? 0 : await store.transaction((tables) => countSome(tables, bite));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "cases could not be counted for the statistics; it is tried again");
    return 0;
  }
}
