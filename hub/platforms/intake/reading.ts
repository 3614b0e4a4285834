/** Reads stored messages in their order, a few milliseconds of them in one transaction, new ones before those read again. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { breathing } from "../../breathe.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Store, Tables } from "../../store/store.ts";
import { startWaking, type Waking } from "../../wake.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { Models } from "../kit/models.ts";
import type { Evaluator } from "../mapping/evaluate.ts";
import { type MappedPush, mapPush, notMapped } from "./read-push.ts";
import { readingsOfMany } from "./readings-of-many.ts";
import { meetConnector, type Reading, takePush, understand } from "./take-push.ts";

export type Options = {
  store: Store;
  models: Models;
  /** After each commit. */
  tell(changes: Changes): void;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
  evaluator: Evaluator;
  monotonic?: () => number;
};

const mostAtOnce = 200;
/** An alert of a gateway, or a message at the door, waits no longer than that. */
const mostMs = 8;
/** Messages of one round whose expressions are evaluated first. */
const mostMapped = 25;
const gatherMs = 10;
const idleMs = 60_000;
const diskMs = 1000;

export function startReading(options: Options): Waking {
  return startWaking(() => round(options), options.pause);
}

async function round(options: Options): Promise<number> {
  const { store, tell, log } = options;
  try {
    const waiting = await store.read(({ pushes }) => pushes.waiting(mostAtOnce));
    if (waiting.length === 0) return idleMs;
    const mapped = await mapSome(waiting, options);
    tell(await takeGroup(mapped, options));
    // Many that come together share a commit; one that comes alone waits for nobody.
    if (waiting.length > 1) await options.pause(gatherMs, new AbortController().signal);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "messages of platforms could not be read; it is tried again");
    return diskMs;
  }
}

type Ready = { push: PushRow; mapped: MappedPush };

/** In their order, up to the one whose expressions have to wait for the next round. */
async function mapSome(waiting: PushRow[], { store, evaluator }: Options): Promise<Ready[]> {
  const opened = new Map<GatewayId, OpenConnector | null>();
  for (const connector of new Set(waiting.map((push) => push.connector)))
    opened.set(connector, await store.read((tables) => openConnector(tables, connector)));
  const ready: Ready[] = [];
  let count = 0;
  for (const push of waiting) {
    const open = opened.get(push.connector) ?? null;
    const isMapped = open?.platform.mapping !== undefined;
    if (isMapped && ++count > mostMapped) break;
    const mapped = open === null || !isMapped ? null : await mapPush(open, push, evaluator);
    ready.push({ push, mapped: mapped ?? notMapped });
  }
  return ready;
}

/** Where one of them cannot be taken, all are taken again, each so that it can be undone alone: that costs more. */
async function takeGroup(ready: Ready[], options: Options): Promise<Changes> {
  const take = async (isEachAlone: boolean) => {
    const changes = noChanges();
    await options.store.transaction((tables) => takeSome(tables, ready, options, { changes, isEachAlone }));
    return changes;
  };
  try {
    return await take(false);
  } catch (error) {
    if (isDisk(error)) throw error;
    return take(true);
  }
}

type Way = { changes: Changes; isEachAlone: boolean };

async function takeSome(tables: Tables, ready: Ready[], options: Options, way: Way): Promise<void> {
  const { monotonic = () => performance.now(), models } = options;
  const [began, breathe] = [monotonic(), breathing()];
  const connectors = remembered((id: GatewayId) => openConnector(tables, id));
  const reading = { models, connectors, readings: readingsOfMany(tables, way.changes) };
  for (const one of ready) {
    await takeOne(tables, one, reading, options, way);
    if (monotonic() - began >= mostMs) break;
  }
  await breathe();
  await reading.readings.flush();
}

function remembered<Id, Found>(find: (id: Id) => Promise<Found>): (id: Id) => Promise<Found> {
  const known = new Map<Id, Promise<Found>>();
  return (id) => {
    const found = known.get(id) ?? find(id);
    known.set(id, found);
    return found;
  };
}

/** What cannot be read is kept with its reason, and told as a fault of the connector. */
async function takeOne(
  tables: Tables,
  { push, mapped }: Ready,
  reading: Reading,
  { clock, log }: Options,
  { changes, isEachAlone }: Way,
): Promise<void> {
  const now = clock();
  let isRead = false;
  try {
    const understood = await understand(tables, push, reading, mapped);
    isRead = true;
    const write = async (own: Reading) =>
      tables.pushes.settle(push.n, await takePush(tables, push, understood, own, changes, now));
    await (isEachAlone ? tables.attempt(() => alone(tables, reading, changes, write)) : write(reading));
  } catch (error) {
    if (isDisk(error) || (isRead && !isEachAlone)) throw error;
    const fault = error instanceof Fault ? error : new Fault("HUB_FAILED", String(error), { cause: error });
    if (fault.code === "HUB_FAILED") log.error({ err: error, push: push.n }, "a message of a platform failed");
    const { code, detail } = fault;
    const refused = { state: "refused" as const, why: `${code}: ${detail}`, platformAt: null, foreign: null };
    await meetConnector(tables, push);
    await tables.pushes.settle(push.n, { ...refused, yielded: push.yielded });
    const row = { gateway: push.connector, code, subject: push.from, detail };
    changes.faults.add(await tables.faults.add(row, now));
  }
}

/** What it read is stored with it, or lost with it. */
async function alone(
  tables: Tables,
  reading: Reading,
  changes: Changes,
  write: (own: Reading) => Promise<void>,
): Promise<void> {
  const readings = readingsOfMany(tables, changes);
  await write({ ...reading, readings });
  await readings.flush();
}

function isDisk(error: unknown): boolean {
  return error instanceof Fault && error.code === "DISK_FAILED";
}
