/** Readings of messages that come one after the other are stored together: a row of the log each would cost more than they do. */
import { columnsOf } from "../../../core/batch.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Reading } from "../../../core/reading.ts";
import type { Changes } from "../../changes.ts";
import type { Tables } from "../../store/store.ts";
import { appendColumns } from "../../telemetry/append.ts";

export type ReadingsOfMany = {
  add(gateway: GatewayId, received: number, readings: readonly Reading[]): Promise<void>;
  /** Before the transaction ends. */
  flush(): Promise<void>;
};

/** Messages that came within this time of each other count as received together. */
const togetherMs = 1000;
const mostReadings = 2000;

/** `now`: by the hub's clock. */
export function readingsOfMany(tables: Tables, changes: Changes, now: number): ReadingsOfMany {
  let group: { gateway: GatewayId; first: number; received: number; readings: Reading[] } | null = null;
  const flush = async () => {
    const full = group;
    group = null;
    if (full === null) return;
    const { gateway, received, readings } = full;
    await appendColumns(tables, { gateway, journal: null, received, now, columns: columnsOf(readings) }, changes);
  };
  return {
    flush,
    async add(gateway, received, readings) {
      if (readings.length === 0) return;
      const fits =
        group?.gateway === gateway &&
        Math.abs(received - group.first) <= togetherMs &&
        group.readings.length < mostReadings;
      if (!fits) await flush();
      group ??= { gateway, first: received, received, readings: [] };
      group.received = Math.max(group.received, received);
      group.readings.push(...readings);
    },
  };
}
