/** Stores messages as they come, many in one commit; the sender is told only after it. */
import { Fault } from "../../../core/fault.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Push } from "../../store/pushes.ts";
import type { Store } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Decoded } from "../kit/platform.ts";
import { keyOf } from "./key.ts";

export type Intake = {
  /** Resolves once it is durable: whether it is new. Throws `PUSH_BUSY` where too many wait, `DISK_FAILED`. */
  take(push: Push): Promise<boolean>;
  /** Why the disk took no message lately, and none since; null: nothing of the kind. */
  failing(): string | null;
  /** Finishes what was given. */
  close(): Promise<void>;
};

/** Messages that may wait for the disk, and their bytes together; beyond it the sender keeps them. */
const mostWaiting = 5000;
const mostBytes = 64_000_000;
/** Of one commit. */
const mostAtOnce = 500;
const mostBytesAtOnce = 8_000_000;

type IntakeOptions = { store: Store; stored(): void; report(fault: SeenFault): void };
type Waiting = { push: Push; done: PromiseWithResolvers<boolean> };

/** So long a disk that took no message is believed to take none, where none came since. */
const failingMs = 60_000;

/** `stored` is called after each commit that brought something new; `report` once where the disk begins to take none. */
export function startIntake({ store, stored, report }: IntakeOptions): Intake {
  const waiting: Waiting[] = [];
  /** Of all that is not settled. */
  let bytes = 0;
  let failed: { why: string; at: number } | null = null;
  let running: Promise<void> | null = null;

  const run = async () => {
    // Those that arrive in the same turn of the event loop share one commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting.splice(0, countOf(waiting));
      const fault = await commit(store, group, stored);
      if (fault !== null && failed === null) report(seen(fault, group[0]?.push));
      bytes -= bytesOf(group);
      failed = fault === null ? null : { why: fault.detail, at: performance.now() };
    }
    running = null;
  };

  return {
    take(push) {
      if (waiting.length >= mostWaiting)
        return Promise.reject(new Fault("PUSH_BUSY", `${waiting.length} messages wait for the disk`));
      if (bytes + push.body.length > mostBytes)
        return Promise.reject(new Fault("PUSH_BUSY", `${bytes} bytes of messages wait for the disk`));
      bytes += push.body.length;
      const done = Promise.withResolvers<boolean>();
      waiting.push({ push, done });
      running ??= run();
      return done.promise;
    },
    failing: () => (failed !== null && performance.now() - failed.at < failingMs ? failed.why : null),
    close: async () => void (await running),
  };
}

/** One at least. */
function countOf(waiting: readonly Waiting[]): number {
  let [count, bytes] = [0, 0];
  for (const { push } of waiting.slice(0, mostAtOnce)) {
    bytes += push.body.length;
    if (bytes > mostBytesAtOnce && count > 0) break;
    count += 1;
  }
  return count;
}

function bytesOf(group: readonly Waiting[]): number {
  return group.reduce((sum, { push }) => sum + push.body.length, 0);
}

function seen({ code, detail }: Fault, push: Push | undefined): SeenFault {
  return { gateway: push?.connector ?? null, code, subject: "messages", detail: `no message was taken: ${detail}` };
}

/** Answers what the disk said where it did not take them. */
async function commit(store: Store, group: Waiting[], stored: () => void): Promise<Fault | null> {
  try {
    const isNew = await store.transaction(({ pushes }) => pushes.add(group.map(({ push }) => push)));
    for (const [i, { done }] of group.entries()) done.resolve(isNew[i] === true);
    if (isNew.includes(true)) stored();
    return null;
  } catch (error) {
    for (const { done } of group) done.reject(error);
    return error instanceof Fault && error.code === "DISK_FAILED" ? error : null;
  }
}

/** `isRetained`: an MQTT broker's last word on a topic, told again to everybody who subscribes. */
export type Came = Pick<Push, "from" | "body" | "sender"> & Decoded & { isRetained?: boolean; packet?: Packet };

/**
 * [MQTT 3.1.1 §3.3.1.1] The id of a packet, and whether its sender says that it sent it before (DUP) and heard no PUBACK.
 * Ids are used anew: so long after the first try the same id and the same words are believed to be that.
 */
export type Packet = { id: number; isAgain: boolean; believedMs: number };

/** A message as it is stored, under what its platform knows it by. */
export function pushOf({ platform, connector, row }: OpenConnector, came: Came, received: number): Push {
  const { from, body, decoded, isRetained = false } = came;
  const sender = came.sender === undefined ? {} : { sender: came.sender };
  const push = { connector: row.id, received, from, body, ...sender, ...deliveryOf(came, received) };
  return { ...push, ...keyOf(platform.once({ from, body, decoded }, connector), push, isRetained) };
}

function deliveryOf({ packet }: Came, received: number): Pick<Push, "delivery"> {
  if (packet === undefined) return {};
  const { id, isAgain, believedMs } = packet;
  return { delivery: { id, againSince: isAgain ? received - believedMs : null } };
}
