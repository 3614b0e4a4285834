/** Keeps the list and the registry together: a round now and then, and at once when somebody changed one of them. */
import { setImmediate as othersTurn } from "node:timers/promises";
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { Store } from "../store/store.ts";
import { startWaking, type Waking } from "../wake.ts";
import { settleCoverage } from "./settle.ts";

export type CoverageOptions = {
  store: Store;
  clock(): number;
  log: Logger;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

/** Devices come and go, fall silent, are taken into service: so often it is looked at. */
const everyMs = 120_000;

export type CoverageDesk = Waking;

export function startCoverage({ store, clock, log, pause }: CoverageOptions): CoverageDesk {
  const round = async () => {
    try {
      await settleCoverage({ store, clock, breathe: () => othersTurn() });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.error({ err: error }, "components and devices could not be matched; in two minutes again");
    }
    return everyMs;
  };
  return startWaking(round, pause);
}
