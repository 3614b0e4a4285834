/** How far each rule that the hub runs for a device has come: for devices whose gateway is a platform. */
import type { SensorEvent } from "../../core/alert-event.ts";
import type { RuleState } from "../../core/evaluate.ts";
import type { DeviceId, GatewayId, RuleId } from "../../core/id.ts";

export type RuleStateRow = {
  gateway: GatewayId;
  device: DeviceId;
  rule: RuleId;
  /** Times are event times. */
  state: RuleState;
  /** Which rule it was worked out by: another one begins anew. */
  by: string;
  /** The event that raised what stands. */
  open: SensorEvent | null;
  /** When time alone may change it, ms since 1970; null: never. */
  due: number | null;
};

export type RuleStates = {
  find(gateway: GatewayId, device: DeviceId, rule: RuleId): Promise<RuleStateRow | null>;
  put(row: RuleStateRow): Promise<void>;
  due(now: number, limit: number): Promise<RuleStateRow[]>;
  nextDue(): Promise<number | null>;
  /** Those that time alone may change, and that were heard, or ask for the change, later than `now`. */
  ahead(now: number, limit: number): Promise<RuleStateRow[]>;
  remove(gateway: GatewayId, device: DeviceId, rule: RuleId): Promise<void>;
  /** At most `limit` of devices that no registration names any more; what stands raised stays. Answers how many. */
  removeGone(limit: number): Promise<number>;
};
