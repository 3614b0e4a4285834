/** What one message becomes: work to run inside a transaction, and what is to be told after the commit. */
import type { Ack, LaneAck } from "../../core/ack.ts";
import type { Epoch, GatewayId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import { addChanges, type Changes, noChanges } from "../changes.ts";
import type { Tables } from "../store/store.ts";

/** The batch a message carried, to name it when it is refused. */
export type BatchName = { lane: Lane; epoch: Epoch; from: number };

export type Work = {
  gateway: GatewayId | null;
  /** Bulk waits behind everything else: alerts, statuses and registrations are never late because of it. */
  urgency: "urgent" | "bulk";
  /** Bytes it holds in memory. */
  size: number;
  batch: BatchName | null;
  /** A `Fault` undoes what it wrote, becomes a fault row and, for a batch, a refusal. */
  run(tables: Tables, told: Told, now: number): Promise<void>;
};

export type Told = {
  changes: Changes;
  /** The journals whose committed ranges the gateway should hear of. */
  acks: Map<GatewayId, Pick<Ack, "data" | "alert" | "rate">>;
  /** Other messages. */
  messages: { topic: string; body: string; retain: boolean }[];
};

export function nothingTold(): Told {
  return { changes: noChanges(), acks: new Map(), messages: [] };
}

/** Adds what one piece of work told to what its group tells. */
export function addTold(group: Told, { changes, acks, messages }: Told): void {
  for (const [gateway, lanes] of acks) group.acks.set(gateway, { ...group.acks.get(gateway), ...lanes });
  group.messages.push(...messages);
  addChanges(group.changes, changes);
}

export function tellRate(told: Told, gateway: GatewayId, rate: number): void {
  told.acks.set(gateway, { ...told.acks.get(gateway), rate });
}

export function tellAck(told: Told, gateway: GatewayId, lane: Lane, ack: LaneAck): void {
  told.acks.set(gateway, { ...told.acks.get(gateway), [lane]: ack });
}
