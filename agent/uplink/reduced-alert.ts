/** The least an alert can say: for a hub that refuses it as it is. Pure. */
import { type AlertEvent, isSensorEvent, type SensorEvent } from "../../core/alert-event.ts";
import { quality } from "../../core/quality.ts";

/** What a severity that is none stands for: too loud rather than not heard. */
const loudest: SensorEvent["severity"] = 1;
const severities: readonly unknown[] = [1, 2, 3, 4];
const longestText = 100;

/**
 * Which alert it is, of which rule of which device, and whether it was raised or cleared stay as they are; nothing the hub may
 * not know is left, and everything else is made plain. `now` stands for a time that is none.
 */
export function reduceAlert(event: AlertEvent, now: number): AlertEvent {
  // What a person wrote has nothing that could be left out.
  if (!isSensorEvent(event)) return event;
  const { kind, alert, ticket, device, rule, point, severity, at, value } = event;
  return {
    ...{ kind, alert, ticket, device, rule, point },
    severity: severities.includes(severity) ? severity : loudest,
    at: Math.max(0, Math.round(Number.isFinite(at) ? at : now)),
    value: plain(value),
    quality: quality.estimated,
  };
}

function plain(value: unknown): SensorEvent["value"] {
  if (typeof value === "string") return value.slice(0, longestText);
  return typeof value === "boolean" || Number.isFinite(value) ? (value as number | boolean) : true;
}
