/** What the gateway said of its alerts, heard on the line: the ids under which the hub must have them, and the answers that made them. */
import { type AlertEvent, isSensorEvent } from "../../core/alert-event.ts";
import type { AlertId } from "../../core/id.ts";

/** One episode as it was said; the numbers are of the answers that raised and cleared it. */
export type SaidAlert = { id: AlertId; device: string; rule: string; raised: unknown; cleared: unknown };

export type SaidAlerts = {
  hear(events: readonly AlertEvent[]): void;
  list(): readonly SaidAlert[];
};

export function listenForAlerts(): SaidAlerts {
  const said = new Map<AlertId, SaidAlert>();
  return {
    hear(events) {
      for (const { kind, alert, device, rule, value } of events.filter((event) => isSensorEvent(event))) {
        const before = said.get(alert) ?? { id: alert, device, rule, raised: null, cleared: null };
        said.set(alert, { ...before, [kind]: value });
      }
    },
    list: () => [...said.values()],
  };
}
