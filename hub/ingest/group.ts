/** Commits a group of messages in one transaction; one that cannot be stored is refused alone. */
import type { Logger } from "pino";
import type { Refusal } from "../../core/ack.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Store, Tables } from "../store/store.ts";
import { tellHave } from "./status.ts";
import { addTold, nothingTold, type Told, type Work } from "./work.ts";

export type Outcome = { told: Told; refused: { gateway: GatewayId; refusal: Refusal }[] };

/** Bulk is taken into a transaction until this much time has passed in it: an alert waits no longer than that. */
const bulkMs = 4;

/**
 * Runs `group`, and as much of `bulk` as there is time for, which moves into `group`. Throws `DISK_FAILED` when nothing
 * was stored and the same group may be tried again.
 */
export async function commit(
  store: Store,
  group: Work[],
  bulk: Work[],
  now: number,
  log: Logger,
  monotonic: () => number = () => performance.now(),
): Promise<Outcome> {
  try {
    return await store.transaction(async (tables) => {
      const outcome: Outcome = { told: nothingTold(), refused: [] };
      const began = monotonic();
      for (const work of group) await runOne(tables, work, outcome, now, log);
      while (bulk.length > 0 && monotonic() - began < bulkMs) {
        const work = bulk.shift() as Work;
        group.push(work);
        await runOne(tables, work, outcome, now, log);
      }
      return outcome;
    });
  } catch (error) {
    if (isDisk(error)) throw error;
    return commitSingly(store, group, now, log);
  }
}

/** The group as a whole does not hold; only the message that makes it so is refused. */
async function commitSingly(store: Store, group: readonly Work[], now: number, log: Logger): Promise<Outcome> {
  const all: Outcome = { told: nothingTold(), refused: [] };
  for (const work of group) {
    const { told, refused } = await commitOne(store, work, now, log);
    addTold(all.told, told);
    all.refused.push(...refused);
  }
  return all;
}

async function commitOne(store: Store, work: Work, now: number, log: Logger): Promise<Outcome> {
  const alone = (run: (tables: Tables, outcome: Outcome) => Promise<void>) =>
    store.transaction(async (tables) => {
      const outcome: Outcome = { told: nothingTold(), refused: [] };
      await run(tables, outcome);
      return outcome;
    });
  try {
    return await alone((tables, outcome) => runOne(tables, work, outcome, now, log));
  } catch (error) {
    if (isDisk(error)) throw error;
    return alone((tables, outcome) => refuse(tables, work, error, outcome, now, log));
  }
}

async function runOne(tables: Tables, work: Work, outcome: Outcome, now: number, log: Logger): Promise<void> {
  const told = nothingTold();
  try {
    await tables.attempt(() => work.run(tables, told, now));
    addTold(outcome.told, told);
  } catch (error) {
    if (isDisk(error)) throw error;
    await refuse(tables, work, error, outcome, now, log);
  }
}

/** A fault row; and for a batch a refusal with what the hub has, so that the gateway can cut again. */
async function refuse(tables: Tables, work: Work, error: unknown, outcome: Outcome, now: number, log: Logger) {
  const fault = error instanceof Fault ? error : new Fault("HUB_FAILED", String(error), { cause: error });
  if (fault.code === "HUB_FAILED") log.error({ err: error, gateway: work.gateway, ...work.batch }, "a message failed");
  const { code, detail } = fault;
  const row = { gateway: work.gateway, code, subject: work.batch?.lane ?? "", detail };
  outcome.told.changes.faults.add(await tables.faults.add(row, now));
  if (work.gateway === null || work.batch === null) return;
  outcome.refused.push({ gateway: work.gateway, refusal: { ...work.batch, code, detail } });
  const status = await tables.gateways.findStatus(work.gateway);
  if (status !== null) await tellHave(tables, work.gateway, status, outcome.told);
}

function isDisk(error: unknown): boolean {
  return error instanceof Fault && error.code === "DISK_FAILED";
}
