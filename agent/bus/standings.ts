/** How each sensor was heard last, for the doctor: it looks at sensors in use without disturbing them. */
import type { FaultCode } from "../../core/fault.ts";
import type { DeviceId } from "../../core/id.ts";
import type { BusEvents } from "./bus.ts";

/** "" while well. */
export type Standing = { code: FaultCode | ""; detail: string };

export function rememberStandings(events: BusEvents): { events: BusEvents; all(): ReadonlyMap<DeviceId, Standing> } {
  const standings = new Map<DeviceId, Standing>();
  return {
    events: {
      ...events,
      onHealth(device, code, detail) {
        standings.set(device, { code, detail });
        events.onHealth(device, code, detail);
      },
    },
    all: () => standings,
  };
}
