/** Each minute: is the night due, does a callback wait for one that lacks, was the district connected anew. */
import { Fault } from "../../core/fault.ts";
import { readDistrict } from "../rulebook/district.ts";
import { tellMissing } from "./cases/apply.ts";
import { tellUntold } from "./cases/reconcile.ts";
import { windowMs } from "./https-json/signature.ts";
import { claimNight, giveBackNight, type ReconcileReport } from "./nightly.ts";
import type { DistrictOptions } from "./options.ts";

type Work = { applyAll(): void; reconcile(): Promise<ReconcileReport> };
type House = Pick<DistrictOptions, "store" | "clock" | "pause" | "log">;

const everyMs = 60_000;
const toldMark = "district/told";

/** Returns how to stop it. */
export function keepHouse(options: House, work: Work): () => Promise<void> {
  const closing = new AbortController();
  const run = async () => {
    while (!closing.signal.aborted) {
      await lookOnce(options, work);
      await options.pause(everyMs, closing.signal);
    }
  };
  const running = run();
  return async () => {
    closing.abort();
    await running;
  };
}

async function lookOnce(options: House, work: Work): Promise<void> {
  try {
    await keepOnce(options, work);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    options.log.error({ err: error }, "what the district needs could not be looked at; it is tried again");
  }
}

/** Exported for its test: what one minute does. */
export async function keepOnce({ store, clock }: House, work: Work): Promise<void> {
  const now = clock();
  work.applyAll();
  await store.transaction(async (tables) => {
    await tellMissing(tables, now);
    await tables.callbacks.forgetNoncesBefore(now - 2 * windowMs);
  });
  const { version, book } = await store.read(readDistrict);
  if (book.state === "off") return;
  await tellOnce({ store, clock }, version);
  if (!(await claimNight(store, book.reconcileAt, now))) return;
  try {
    await work.reconcile();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await giveBackNight(store, error, clock());
  }
}

/** A district that was connected just now hears of the cases that are open. */
async function tellOnce({ store, clock }: Pick<House, "store" | "clock">, version: number): Promise<void> {
  if ((await store.read(({ marks }) => marks.read<number>(toldMark))) === version) return;
  await tellUntold(store, clock());
  await store.transaction(({ marks }) => marks.put(toldMark, version));
}
