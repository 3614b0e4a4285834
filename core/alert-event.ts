/** What the alert lane carries: an alert was raised or cleared at the edge. */
import Type from "typebox";
import { AlertId, DeviceId, PointId, RuleId, TicketId } from "./id.ts";
import { Severity } from "./rule.ts";

export const AlertEvent = Type.Object(
  {
    kind: Type.Union([Type.Literal("raised"), Type.Literal("cleared")]),
    alert: AlertId,
    ticket: TicketId,
    device: DeviceId,
    rule: RuleId,
    point: PointId,
    severity: Severity,
    at: Type.Integer({ minimum: 0, description: "event time, ms since 1970" }),
    value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
    quality: Type.Integer({ minimum: 0, maximum: 7 }),
  },
  { additionalProperties: false },
);
export type AlertEvent = Type.Static<typeof AlertEvent>;
