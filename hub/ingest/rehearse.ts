/** An alert goes its whole way once before the first one comes, and all of it is undone: a process is slow at what it never did. */
import type { Logger } from "pino";
import { encodeAck } from "../../core/ack.ts";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { AlertId, DeviceId, Epoch, GatewayId, PointId, RuleId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { handOver } from "../flows/hand-over.ts";
import type { Store } from "../store/store.ts";
import { dispatchByTable } from "../tickets/dispatch/dispatch.ts";
import { prepare } from "./prepare.ts";
import { nothingTold, type Work } from "./work.ts";

/** Nobody ever hears of it: it is gone before the transaction is over. */
const gateway = "rehearsal" as GatewayId;
const ticket = "rehearsal" as TicketId;
const epoch = "rehearsal" as Epoch;
const rate = 100_000;

const status: GatewayStatus = {
  ...{ state: "online", boot: "rehearsal", session: 1, version: "0.0.0", clock: "synced" },
  ...{ epochs: { data: epoch, alert: epoch }, backlog: { data: 0, alert: 0 } },
};

const undone = Symbol("undone");

/** Writes nothing and tells nobody. What goes wrong in it is only logged: the hub starts all the same. */
export async function rehearse(store: Store, now: number, log: Logger): Promise<void> {
  const works = worksOf(now);
  try {
    await store.transaction(async (tables) => {
      const told = nothingTold();
      for (const { run } of works) await tables.attempt(() => run(tables, told, now));
      await handOver(tables, ticket, told.changes, now);
      await dispatchByTable(tables, ticket, told.changes, now);
      for (const lanes of told.acks.values()) encodeAck({ ...lanes, time: now });
      throw undone;
    });
  } catch (error) {
    if (error !== undone) log.warn({ err: error }, "the rehearsal of an alert failed");
  }
}

function worksOf(at: number): Work[] {
  const event: AlertEvent = {
    ...{ kind: "raised", alert: "rehearsal" as AlertId, ticket, device: "rehearsal" as DeviceId },
    ...{ rule: "rehearsal" as RuleId, point: "rehearsal" as PointId },
    ...{ severity: 1, at, quality: 0, value: true },
  };
  const batch = topics.batch(gateway, "alert", epoch, 0);
  return [
    prepare(topics.status(gateway), Buffer.from(JSON.stringify(status)), at, rate),
    prepare(batch, encodeAlerts([event]), at, rate),
  ];
}
