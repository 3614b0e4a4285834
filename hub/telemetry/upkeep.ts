/** Background work on what is stored: lets go what is older than it need be, in steps so small that no alert waits for one. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { Store } from "../store/store.ts";

export type UpkeepOptions = {
  store: Store;
  /** Days that readings and faults are kept. */
  keepRawDays: number;
  keepFaultDays: number;
  /** Wall clock, ms since 1970. */
  clock(): number;
  log: Logger;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

export type Upkeep = {
  /** Finishes the step that runs. */
  close(): Promise<void>;
};

const everyMs = 3_600_000;
const dayMs = 86_400_000;
/** Rows of one step: some milliseconds. */
const rowsAtOnce = 1000;
/** Between steps others have their turn. */
const breathMs = 20;

/** Begins at once and comes round each hour. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const closing = new AbortController();
  const running = comeRound(options, closing.signal);
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function comeRound(options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      await letGo(options, closing);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.error({ err: error }, "upkeep failed; it is tried again within the hour");
    }
    await options.pause(everyMs, closing);
  }
}

/** One round: all that is too old now. */
export async function letGo(options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  const { store, keepRawDays, keepFaultDays, clock } = options;
  const [oldestReading, oldestFault] = [clock() - keepRawDays * dayMs, clock() - keepFaultDays * dayMs];
  const series = await store.transaction((tables) => tables.series.list());
  for (const { id } of series)
    await inSteps(options, closing, () =>
      store.transaction(({ readings }) => readings.removeBefore(id, oldestReading, rowsAtOnce)),
    );
  await inSteps(options, closing, () =>
    store.transaction(({ faults }) => faults.removeBefore(oldestFault, rowsAtOnce)),
  );
}

/** Until a step finds less than it might have. */
async function inSteps({ pause }: UpkeepOptions, closing: AbortSignal, step: () => Promise<number>): Promise<void> {
  while (!closing.aborted && (await step()) >= rowsAtOnce) await pause(breathMs, closing);
}
