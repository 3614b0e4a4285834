/** Reads stored messages, a lane a connector: each in its own order, new ones before those read again, taking turns at the store. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { breathing } from "../../breathe.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Store, Tables } from "../../store/store.ts";
import { startWaking, type Waking } from "../../wake.ts";
import { openConnector } from "../connectors.ts";
import type { Models } from "../kit/models.ts";
import { type Evaluator, MappingRests } from "../mapping/evaluate.ts";
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
/** What a round is likely to come to: more would be loaded only to be put back. */
const mostBytes = 1_000_000;
/** An alert of a gateway, or a message at the door, waits no longer than that. */
const mostMs = 8;
/** So long expressions are evaluated before what they made is taken. */
const mostMappingMs = 100;
const gatherMs = 10;
const idleMs = 60_000;
const diskMs = 1000;

/** What takes long before a transaction, a mapping, holds its own lane only. */
export function startReading(options: Options): Waking {
  const lanes = new Map<GatewayId, Waking>();
  const look = async () => {
    const waiting = await orLater(options, () => options.store.read(({ pushes }) => pushes.lanes()));
    if (waiting === null) return diskMs;
    for (const id of waiting) {
      const lane = lanes.get(id) ?? startWaking(() => round(options, id), options.pause);
      lanes.set(id, lane);
      lane.wake();
    }
    return idleMs;
  };
  const looking = startWaking(look, options.pause);
  const all = () => [...lanes.values()];
  return {
    wake: looking.wake,
    async settled() {
      await looking.settled();
      await Promise.all(all().map((lane) => lane.settled()));
    },
    async close() {
      await looking.close();
      await Promise.all(all().map((lane) => lane.close()));
    },
  };
}

async function round(options: Options, connector: GatewayId): Promise<number> {
  const { store, tell, pause } = options;
  const done = await orLater(options, async () => {
    const waiting = await store.read(({ pushes }) => pushes.waiting(connector, mostAtOnce, mostBytes));
    const { ready, restMs } = await mapSome(connector, waiting, options);
    if (ready.length > 0) tell(await takeGroup(ready, options));
    return { count: waiting.length, isAny: ready.length > 0, restMs };
  });
  if (done === null) return diskMs;
  if (!done.isAny) return done.restMs;
  // Many that come together share a commit; one that comes alone waits for nobody.
  if (done.count > 1) await pause(gatherMs, new AbortController().signal);
  return 0;
}

/** Null where the store did not do it: then it is tried again. */
async function orLater<Found>({ log }: Options, work: () => Promise<Found>): Promise<Found | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "messages of platforms could not be read; it is tried again");
    return null;
  }
}

type Ready = { push: PushRow; mapped: MappedPush };

/** In their order, up to the one whose expressions have to wait: for the next round, or, where they rest, `restMs`. */
async function mapSome(connector: GatewayId, waiting: PushRow[], options: Options) {
  let restMs = idleMs;
  const { store, evaluator, monotonic = () => performance.now() } = options;
  const open = await store.read((tables) => openConnector(tables, connector));
  if (open?.platform.mapping === undefined)
    return { ready: waiting.map((push) => ({ push, mapped: notMapped })), restMs };
  const began = monotonic();
  const ready: Ready[] = [];
  try {
    for (const push of waiting) {
      ready.push({ push, mapped: (await mapPush(open, push, evaluator)) ?? notMapped });
      if (monotonic() - began >= mostMappingMs) break;
    }
  } catch (error) {
    if (!(error instanceof MappingRests)) throw error;
    restMs = error.restMs;
  }
  return { ready, restMs };
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
  const reading = { models, connectors, readings: readingsOfMany(tables, way.changes, options.clock()) };
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
    await (isEachAlone ? tables.attempt(() => alone(tables, reading, changes, write, now)) : write(reading));
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
  now: number,
): Promise<void> {
  const readings = readingsOfMany(tables, changes, now);
  await write({ ...reading, readings });
  await readings.flush();
}

function isDisk(error: unknown): boolean {
  return error instanceof Fault && error.code === "DISK_FAILED";
}
