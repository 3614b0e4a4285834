/** The cache keys: written by the queries, found by the live events. */
import type { Which } from "../client/api.ts";

export type ListedNoun = "alerts" | "tickets";

export const keys = {
  session: ["session"] as const,
  gateways: ["gateways"] as const,
  /** Lists of devices, whatever their filters; none is written live. */
  devices: ["devices"] as const,
  device: (gateway: string, device: string) => ["device", gateway, device] as const,
  /** `span` names the window shown. */
  series: (gateway: string, device: string, point: string, span: string) =>
    ["series", gateway, device, point, span] as const,
  alerts: (which: Which) => ["alerts", which] as const,
  tickets: (which: Which) => ["tickets", which] as const,
  /** Pages of a list with these filters, as the query string has them. */
  list: (noun: ListedNoun, filters: string) => [noun, "list", filters] as const,
  alertStory: (id: string) => ["alert-story", id] as const,
  ticket: (id: string) => ["ticket", id] as const,
  joints: ["joints"] as const,
  joint: (id: string) => ["joint", id] as const,
  units: ["units"] as const,
  faults: ["faults"] as const,
  posture: ["posture"] as const,
  ledger: (gateway: string | undefined, device: string | undefined, spanMs: number | undefined) =>
    ["ledger", gateway, device, spanMs] as const,
};
