/** Keeps the district where our inventory feed stands, slower while that fails; and compares both sides when asked. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import { stuckAfter, waitMs } from "../../outbox/drain.ts";
import type { Store } from "../../store/store.ts";
import type { InventoryPort } from "../inventory-port.ts";
import type { KnowsClass } from "./checked.ts";
import { type InventoryReport, reconcileInventory } from "./reconcile.ts";
import { type Sharing, shareStep } from "./share.ts";

export type FeedOptions = Omit<Sharing, "port"> & {
  store: Store;
  /** Null while no district is connected. */
  portNow(): Promise<InventoryPort | null>;
  classes(tables: Parameters<Sharing["classes"]>[0]): Promise<KnowsClass>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1 */
  random(): number;
  log: Logger;
};

export type Feed = {
  /** Look now. */
  wake(): void;
  /** Tells what waits, then compares and heals. Throws `DISTRICT_OFF` and what the port throws. */
  reconcile(): Promise<InventoryReport>;
  close(): Promise<void>;
};

/** A device's change is looked for so often. */
const lookMs = 1000;
const lane = "district/inventory";

export function startFeed(options: FeedOptions): Feed {
  const closing = new AbortController();
  let sleeping = new AbortController();
  let attempts = 0;
  /** Steps and comparisons take turns: a comparison in the middle of a page would see differences that are none. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      sleeping = new AbortController();
      const ms = await step();
      if (ms > 0) await options.pause(ms, AbortSignal.any([sleeping.signal, closing.signal]));
    }
  };
  /** Answers after how long to look again. */
  const step = async (): Promise<number> => {
    try {
      const isMore = await inTurn(() => stepOnce(options));
      if (isMore === "more") return 0;
      // Only a district that has all has answered for its failures: one that takes a page and loses it still fails.
      if (attempts > 0 && isMore === "done") await settleStuck(options);
      if (isMore === "done") attempts = 0;
      return lookMs;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.debug({ err: error, lane }, "the inventory was not taken");
      attempts += 1;
      const wait = waitMs(attempts - 1, options.random());
      // A disk that takes no task either is told by the log; the step comes again.
      await tellStuck(options, error, attempts).catch((cause: unknown) =>
        options.log.error({ err: cause, lane }, "no task could be made"),
      );
      return wait;
    }
  };
  const running = run();
  return {
    wake: () => sleeping.abort(),
    reconcile: () =>
      inTurn(async () => {
        const port = await options.portNow();
        if (port === null) throw new Fault("DISTRICT_OFF", "no district centre is connected");
        return reconcileInventory({ ...options, port });
      }),
    async close() {
      closing.abort();
      sleeping.abort();
      await running;
      await turn;
    },
  };
}

async function stepOnce(options: FeedOptions): Promise<"more" | "done" | "off"> {
  const port = await options.portNow();
  return port === null ? "off" : shareStep({ ...options, port });
}

/** Nothing is retried for ever in silence. */
async function tellStuck({ store, clock }: FeedOptions, error: Fault, attempts: number): Promise<void> {
  if (attempts !== stuckAfter) return;
  const text = {
    zh: `设备清单报了 ${stuckAfter} 次都没送到区里：${error.detail}。看对方系统和网络；改动都留着，通了自动补报。`,
    en: `The inventory failed ${stuckAfter} times to reach the district: ${error.detail}. Look at the other system and the network; nothing is lost.`,
  };
  await store.transaction(({ tasks }) =>
    tasks.raise({ kind: "DELIVERY_STUCK", subject: lane, for: "administrator", text }, clock()),
  );
}

async function settleStuck({ store, clock }: FeedOptions): Promise<void> {
  await store.transaction(({ tasks }) => tasks.settle("DELIVERY_STUCK", lane, "hub", clock()));
}
