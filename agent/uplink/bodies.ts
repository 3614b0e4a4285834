/** From the records of a lane to the body of a batch. */
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { Lane } from "../../core/lane.ts";
import type { Clock } from "../clock/clock.ts";
import { decodeEvent, decodeReading, unstamped } from "../journal/records.ts";
import { squeeze } from "./squeeze.ts";

export type MakeBody = (records: readonly Uint8Array[], isBacklog: boolean) => Uint8Array;

/**
 * Stamps made before the clock was confirmed are set right here. Only the backlog of readings is compressed: what is live
 * is small and never waits for it.
 */
export function bodyMakers({ backdate }: Pick<Clock, "backdate">): Record<Lane, MakeBody> {
  return {
    alert: (records) => encodeAlerts(records.map((record) => unstamped(backdate(decodeEvent(record))))),
    data(records, isBacklog) {
      const body = encodeBatch(records.map((record) => backdate(decodeReading(record))));
      return isBacklog ? squeeze(body) : body;
    },
  };
}
