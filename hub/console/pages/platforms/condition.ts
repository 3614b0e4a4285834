/** How a connector is, in one word, and what it lacks, by field. Pure. */
import type { ConnectorView } from "./calls.ts";

export type Condition = "lacking" | "down" | "silent" | "new" | "on" | "paused";

/** What needs somebody first. */
export const conditions: readonly Condition[] = ["lacking", "down", "silent", "new", "on", "paused"];

type Seen = Pick<ConnectorView, "state" | "lacks" | "line" | "heardAt" | "quietAfterMs" | "at">;

export function conditionOf({ state, lacks, line, heardAt, quietAfterMs, at }: Seen, now: number): Condition {
  if (state === "paused") return "paused";
  if (lacks.length > 0) return "lacking";
  if (line !== null && !line.isUp) return "down";
  if (now - (heardAt ?? at) > quietAfterMs) return "silent";
  return heardAt === null ? "new" : "on";
}

/** Its mapping takes nothing yet: what comes is kept and not read. */
export function isUnmapped({ settings }: Pick<ConnectorView, "settings">): boolean {
  return typeof settings.mapping === "string" && settings.mapping.replace(/\s/g, "") === "[]";
}

export function byNeed(now: number) {
  const rank = (one: ConnectorView) =>
    conditions.indexOf(conditionOf(one, now)) - (one.messages.refused > 0 || one.unknownDevices > 0 ? 0.5 : 0);
  return (a: ConnectorView, b: ConnectorView) => rank(a) - rank(b) || a.title.localeCompare(b.title);
}

export type Lack = { field: string; why: string };

/** `/secrets must have required properties token` → its field and why. */
export function lackOf(sentence: string): Lack {
  const [, path = "", why = sentence] = /^(\/\S*)\s+(.*)$/.exec(sentence) ?? [];
  const [, missing] = /^must have required propert(?:y|ies) (.*)$/.exec(why) ?? [];
  const field = path.split("/").slice(2).join("/");
  return missing === undefined ? { field, why } : { field: missing, why: "" };
}
