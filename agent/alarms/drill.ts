/** A drill: an alert that says of itself that it is one, raised by hand on a rule and cleared by itself. */
import { ulid } from "ulid";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, RuleId, TicketId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { Value } from "../../core/reading.ts";
import type { Condition, Rule } from "../../core/rule.ts";
import type { Clock } from "../clock/clock.ts";

/** A rule of its own: a real alert of the same sensor in the middle of a drill stands beside it. */
export const drillRule = "drill" as RuleId;

/** So long the drill's alert stands, unless a person ends it by acknowledging. */
export const drillMs = 30_000;

/** The gravest rule of the device, unless one is named. Throws `COMMAND_INVALID`. */
export function drillEvent(
  { id: device, rules }: Pick<Device, "id" | "rules">,
  wanted: RuleId | undefined,
  clock: Pick<Clock, "wall" | "trust">,
): SensorEvent {
  const rule = wanted === undefined ? gravest(rules) : rules.find(({ id }) => id === wanted);
  if (rule === undefined) throw new Fault("COMMAND_INVALID", `"${device}" has no rule ${wanted ?? "at all"}`);
  const at = clock.wall();
  return {
    ...{ kind: "raised", alert: ulid(at) as AlertId, ticket: ulid(at) as TicketId, device, at },
    ...{ rule: drillRule, point: rule.point, severity: rule.severity, value: crossing(rule.when), drill: true },
    quality: clock.trust() === "synced" ? quality.good : quality.estimated,
  };
}

function gravest(rules: readonly Rule[]): Rule | undefined {
  return [...rules].sort((a, b) => a.severity - b.severity)[0];
}

/** A value that the rule would raise on. */
function crossing(when: Condition): Value {
  if ("equals" in when) return when.equals;
  if ("above" in when) return when.above;
  if ("below" in when) return when.below;
  if ("risesBy" in when) return when.risesBy;
  return "fallsBy" in when ? -when.fallsBy : "";
}
