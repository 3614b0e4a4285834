/** How often a device speaks, as its document says. */
import type { Device } from "./device.ts";

/** Ms; one that speaks by itself does not speak more often because the hub wishes it. Null: nobody said. */
export function paceOf(document: Pick<Device, "everyMs" | "usual"> | null): number | null {
  const { everyMs, usual } = document ?? {};
  return everyMs === undefined ? null : Math.max(everyMs, usual?.everyMs ?? 0);
}
