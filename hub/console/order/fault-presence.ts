/** Whether a fault still holds, by what the device that had it says now. */
import type { DeviceView, FaultView, GatewayView } from "../../http/views.ts";

/** `unsaid`: not a fault a device recovers from, or nobody can tell. */
export type Presence = "present" | "over" | "unsaid";

/** The fault is dated by the hub, the device's state by its gateway: their clocks may differ this much. */
const slackMs = 60_000;

export function presenceOf(
  fault: FaultView,
  device: DeviceView | undefined,
  gateway: GatewayView | undefined,
): Presence {
  if (!/^(FIELD|LINK)_/.test(fault.code) || !device || gateway?.state !== "online") return "unsaid";
  if (device.health.state === "well") return "over";
  if (fault.at < (device.health.since ?? 0) - slackMs) return "over";
  return device.health.code === fault.code ? "present" : "unsaid";
}
