/** Events of the hub's own rules: their ids follow from what they are about, so that two hubs or a restart never make two. */
import { createHash } from "node:crypto";
import type { SensorEvent } from "../../../core/alert-event.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../../core/id.ts";
import type { Value } from "../../../core/reading.ts";
import type { Severity } from "../../../core/rule.ts";
import type { Alert } from "../alert.ts";
import { newestOf } from "./facts.ts";

/** An event of one of the hub's own rules, about a gateway or a sensor of it. */
export type HubEvent = { gateway: GatewayId; event: SensorEvent };

export type Finding = {
  gateway: GatewayId;
  device: DeviceId;
  rule: RuleId;
  point: PointId;
  severity: Severity;
  /** Since when it is so, and when that was long enough: hub's clock. */
  since: number;
  at: number;
  value: Value;
  cause?: AlertId | undefined;
  affected?: readonly DeviceId[];
};

/** Whose clock this is, is known: the hub's own. */
const trusted = 0;
const mostAffected = 1000;

export function raised({ gateway, since, cause, affected = [], ...about }: Finding): HubEvent {
  const key = [gateway, about.device, about.rule, since];
  const event: SensorEvent = {
    ...{ kind: "raised", alert: mint<AlertId>("alert", key), ticket: mint<TicketId>("ticket", key), quality: trusted },
    ...about,
    ...(cause === undefined ? {} : { cause }),
    ...(affected.length === 0 ? {} : { affected: affected.slice(0, mostAffected) }),
  };
  return { gateway, event };
}

/** Ends what stands. */
export function cleared(alert: Alert, at: number, value: Value = alert.value): HubEvent {
  const { gateway, ticket, device, rule, point, severity } = alert;
  const about = { ticket, device, rule, point, severity, value };
  return { gateway, event: { kind: "cleared", alert: newestOf(alert), ...about, at, quality: trusted } };
}

function mint<Id extends string>(what: string, key: readonly (string | number)[]): Id {
  const hash = createHash("sha256")
    .update(JSON.stringify([what, ...key]))
    .digest("hex");
  return `hub-${hash.slice(0, 40)}` as Id;
}
