/** The way in: messages that arrive while a commit runs are committed together, acknowledged after, told to the console. */
import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import { type Ack, encodeAck } from "../../core/ack.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import type { Changes } from "../changes.ts";
import type { SeenFault } from "../store/faults.ts";
import type { Store } from "../store/store.ts";
import { commit, type Outcome } from "./group.ts";
import { type HoldOff, makeHoldOff } from "./hold-off.ts";
import { faultWork, prepare } from "./prepare.ts";
import { makeQueue, type Queue } from "./queue.ts";
import { tellHave } from "./status.ts";
import type { Work } from "./work.ts";

export type IngestOptions = {
  store: Store;
  publish(topic: string, body: string | Uint8Array, options: { retain: boolean }): void;
  /** Called after each commit. */
  tell(changes: Changes): void;
  /** Wall clock, ms since 1970. */
  clock(): number;
  log: Logger;
  /** Ms that only go forward; the process's own unless given. */
  monotonic?: () => number;
  /** Waits before a commit that the disk refused is tried again. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Readings a second that all gateways with a backlog share; 100 000 unless given. */
  backlogRate?: number;
};

export type Ingest = {
  /** Takes a message; resolves when there is room for more. */
  take(topic: string, body: Uint8Array): Promise<void>;
  /** Writes down a fault that no message carried. */
  report(fault: SeenFault): void;
  /** Tells every gateway what the hub has and wants: gateways may have waited while it was away. */
  greet(): void;
  /** Resolves when everything taken so far is committed or refused. */
  settled(): Promise<void>;
  /** Finishes the commit that runs, leaves the rest to be sent again and asks the gateways to stay away for a while. */
  close(): Promise<void>;
};

/** Turns of the event loop in which more may arrive before a commit. */
const mostTurns = 64;
/** So many without an arrival, and nothing more is on its way; one is enough where no bulk waits. */
const quietTurns = 8;
/** The broker takes these before an acknowledgement is on the wire. */
const ackTurns = 3;
const retryMs = 1000;
/** A hub that is started again is there by then; a queue that is full may be empty. */
const retryAfterS = 5;

export function startIngest(options: IngestOptions): Ingest {
  const queue = makeQueue(options.monotonic);
  const holdOff = makeHoldOff(options.monotonic ?? (() => performance.now()), retryAfterS * 1000);
  const closing = new AbortController();
  let running: Promise<void> | null = null;

  const run = async () => {
    while (!queue.isEmpty() && !closing.signal.aborted) {
      await letIn(queue);
      await commitNext(queue, holdOff, options, closing.signal);
    }
    running = null;
  };
  const add = (work: Work) => {
    if (closing.signal.aborted) return;
    queue.add(work);
    running ??= run();
  };

  return {
    take(topic, body) {
      add(prepare(topic, body, options.clock(), options.backlogRate ?? 100_000));
      return closing.signal.aborted ? Promise.resolve() : queue.hasRoom();
    },
    report: (fault) => add(faultWork(fault)),
    greet: () => add(greeting),
    async settled() {
      while (running !== null) await running;
    },
    async close() {
      closing.abort();
      queue.letGo();
      await running;
      await sendAway(options);
    },
  };
}

/** Else every gateway would come back at once, to a hub that is not there yet. */
async function sendAway({ store, publish, clock, log }: IngestOptions): Promise<void> {
  try {
    const rows = await store.transaction(({ gateways }) => gateways.list());
    const online = rows.filter(({ state }) => state === "online").map(({ id }) => id);
    askToWait({ publish, clock }, online);
  } catch (error) {
    log.warn({ err: error }, "the gateways could not be asked to wait");
  }
}

function askToWait({ publish, clock }: Pick<IngestOptions, "publish" | "clock">, gateways: readonly GatewayId[]): void {
  const body = encodeAck({ time: clock(), retryAfterS });
  for (const id of gateways) publish(topics.ack(id), body, { retain: false });
}

/** The broker takes a few turns for each packet, in and out: beside a backlog an alert would wait a commit for each of them. */
async function letIn(queue: Queue): Promise<void> {
  let known = -1;
  for (let turn = 0, quiet = 0; turn < mostTurns && quiet < (queue.bulk.length > 0 ? quietTurns : 1); turn++) {
    quiet = known === queue.added() ? quiet + 1 : 0;
    known = queue.added();
    await setImmediate();
  }
}

/** The next group; a disk that does not take it is asked again until it does, so that nothing is refused for it. */
async function commitNext(queue: Queue, holdOff: HoldOff, options: IngestOptions, closing: AbortSignal): Promise<void> {
  const { store, clock, log, pause } = options;
  const group = queue.urgent.splice(0);
  const bulk = queue.bulkFor(group);
  while (!closing.aborted) {
    try {
      const outcome = await commit(store, group, bulk, clock(), log, options.monotonic);
      queue.release(group);
      acknowledge(options, outcome);
      await tellLater(options, outcome.told.changes);
      return askToWait(options, holdOff.due(queue, []));
    } catch (error) {
      log.error({ err: error, messages: group.length }, "a commit failed; it is tried again");
      askToWait(options, holdOff.due(queue, group));
      await pause(retryMs, closing);
    }
  }
}

function acknowledge({ publish, clock, log }: IngestOptions, { told, refused }: Outcome): void {
  const send = (gateway: GatewayId, ack: Omit<Ack, "time">) =>
    publish(topics.ack(gateway), encodeAck({ ...ack, time: clock() }), { retain: false });
  const refusedOnes = new Set(refused.map(({ gateway }) => gateway));
  for (const [gateway, lanes] of told.acks) if (!refusedOnes.has(gateway)) send(gateway, lanes);
  for (const { gateway, refusal } of refused) {
    log.debug({ gateway, ...refusal }, "a batch was refused");
    send(gateway, { ...told.acks.get(gateway), refused: refusal });
  }
  for (const { topic, body, retain } of told.messages) publish(topic, body, { retain });
}

/** Who is told of a ticket dispatches it at once, which takes longer than its commit: the acknowledgement leaves before. */
async function tellLater({ tell }: IngestOptions, changes: Changes): Promise<void> {
  for (let turn = 0; changes.tickets.size > 0 && turn < ackTurns; turn++) await setImmediate();
  tell(changes);
}

const greeting: Work = {
  gateway: null,
  urgency: "urgent",
  size: 0,
  batch: null,
  async run(tables, told) {
    for (const { id, status, desired } of await tables.gateways.list()) {
      if (status !== null) await tellHave(tables, id, status, told);
      if (desired !== null)
        told.messages.push({ topic: topics.desired(id), body: JSON.stringify(desired), retain: true });
    }
  },
};
