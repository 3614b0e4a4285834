/** From the records of a lane to the body of a batch. */
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { Lane } from "../../core/lane.ts";
import type { Clock } from "../clock/clock.ts";
import { decodeEvent, decodeReading, unstamped } from "../journal/records.ts";
import { reduceAlert } from "./reduced-alert.ts";
import { squeeze } from "./squeeze.ts";

/** Throws for a record that is none. `isReduced`: the hub refused it as it is. */
export type MakeBody = (records: readonly Uint8Array[], isBacklog: boolean, isReduced?: boolean) => Uint8Array;

/**
 * Stamps made before the clock was confirmed are set right here. Only the backlog of readings is compressed: what is live
 * is small and never waits for it.
 */
export function bodyMakers({ backdate, wall }: Pick<Clock, "backdate" | "wall">): Record<Lane, MakeBody> {
  return {
    alert(records, _isBacklog, isReduced = false) {
      const events = records.map((record) => unstamped(backdate(decodeEvent(record))));
      return encodeAlerts(isReduced ? events.map((event) => reduceAlert(event, wall())) : events);
    },
    data(records, isBacklog) {
      const body = encodeBatch(records.map((record) => backdate(decodeReading(record))));
      return isBacklog ? squeeze(body) : body;
    },
  };
}
