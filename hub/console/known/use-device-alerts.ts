/** The open alerts of one device, the gravest and longest standing first. */
import type { AlertView } from "../../http/views.ts";
import { useAlerts } from "../client/queries.ts";

export function useDeviceAlerts(gateway: string, device: string): AlertView[] {
  return (useAlerts("open").data ?? [])
    .filter((alert) => alert.gateway === gateway && alert.device === device)
    .sort((a, b) => a.severity - b.severity || a.raisedAt - b.raisedAt);
}
