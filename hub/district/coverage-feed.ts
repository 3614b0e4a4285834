/** Keeps the district told of coverage, in a queue of its own: a centre that fails here slows no device's word, and nothing else. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import { stuckAfter, waitMs } from "../outbox/drain.ts";
import type { Store } from "../store/store.ts";
import { startWaking, type Waking } from "../wake.ts";
import { shareCoverage } from "./coverage-report.ts";
import type { InventoryPort } from "./inventory-port.ts";

export type CoverageFeedOptions = {
  store: Store;
  /** Null while no district is connected. */
  portNow(): Promise<InventoryPort | null>;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1 */
  random(): number;
  log: Logger;
};

const lookMs = 1000;
/** It counts all there is: no more often than that. */
const everyMs = 60_000;
const lane = "district/coverage";

export function startCoverageFeed(options: CoverageFeedOptions): Pick<Waking, "close"> {
  const { store, portNow, clock, pause, random, log } = options;
  let dueAt = Number.NEGATIVE_INFINITY;
  let attempts = 0;
  const tell = async () => {
    const port = await portNow();
    if (port === null) return;
    await shareCoverage(store, port, clock());
    if (attempts > 0) await store.transaction(({ tasks }) => tasks.settle("DELIVERY_STUCK", lane, "hub", clock()));
    attempts = 0;
    dueAt = clock() + everyMs;
  };
  const round = async () => {
    if (clock() < dueAt) return lookMs;
    try {
      await tell();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.debug({ err: error, lane }, "coverage was not taken");
      attempts += 1;
      dueAt = clock() + waitMs(attempts - 1, random());
      await tellStuck(options, error, attempts).catch((cause: unknown) =>
        log.error({ err: cause, lane }, "no task could be made"),
      );
    }
    return lookMs;
  };
  return startWaking(round, pause);
}

/** Nothing is retried for ever in silence. */
async function tellStuck({ store, clock }: CoverageFeedOptions, error: Fault, attempts: number): Promise<void> {
  if (attempts !== stuckAfter) return;
  const text = {
    zh: `接入率报了 ${stuckAfter} 次都没送到区里：${error.detail}。看对方系统和网络；设备清单照报，通了自动补上。`,
    en: `Coverage failed ${stuckAfter} times to reach the district: ${error.detail}. Look at the other system and the network; devices are told all the same.`,
  };
  await store.transaction(({ tasks }) =>
    tasks.raise({ kind: "DELIVERY_STUCK", subject: lane, for: "administrator", text }, clock()),
  );
}
