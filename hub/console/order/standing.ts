/** What can honestly be said about a device now: green only when it has just been heard. */
import type { DeviceView, GatewayView } from "../../http/views.ts";
import { isStale } from "../words/trust.ts";

export type Standing = "verified" | "stale" | "fault" | "unknown" | "unregistered";

/** Worst first: what a person should look at comes on top. */
export const standings: Standing[] = ["fault", "unregistered", "unknown", "stale", "verified"];

/** Faulty, unheard or behind a gateway that is: what it said last does not speak for the present. */
export function isSilent(device: DeviceView, gateway: GatewayView | undefined): boolean {
  return gateway?.state !== "online" || (device.registered && device.health.state !== "well");
}

export function standingOf(device: DeviceView, gateway: GatewayView | undefined, now: number): Standing {
  if (!device.registered) return "unregistered";
  if (gateway?.state !== "online") return "unknown";
  if (device.health.state === "fault") return "fault";
  if (device.health.state === "unknown") return "unknown";
  const fresh = device.points.some(
    (point) => point.latest !== undefined && !isStale(point.latest, device.freshMs, now),
  );
  return fresh ? "verified" : "stale";
}
