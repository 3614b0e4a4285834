/** What is wished of a gateway against what it reports, field by field. Pure. */
import type { DesiredView } from "../../http/views.ts";

/** `undefined`: the field is not there. */
export type Difference = { path: string; wished: unknown; reported: unknown };

export type Trial = "none" | "waiting" | "trying" | "applied" | "rejected" | "reverted";

/** Lists whose members have an id are compared by it: a sensor that moved up is no change. */
export function differencesOf(wished: unknown, reported: unknown, path = ""): Difference[] {
  if (same(wished, reported)) return [];
  const [a, b] = [fieldsOf(wished), fieldsOf(reported)];
  if (a === null || b === null) return [{ path: path === "" ? "/" : path, wished, reported }];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differencesOf(a[name], b[name], `${path}/${name}`));
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  return Object.fromEntries(value.map((item, n) => [idOf(item) ?? String(n), item]));
}

function idOf(item: unknown): string | null {
  const id = typeof item === "object" && item !== null ? (item as { id?: unknown }).id : undefined;
  return typeof id === "string" ? id : null;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  if (left === null || right === null) return false;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => same(left[name], right[name]));
}

/** Where the wish stands. Before the gateway speaks of this wish it has not taken it yet. */
export function trialOf({ desired, reported }: Pick<DesiredView, "desired" | "reported">): Trial {
  if (desired === undefined) return "none";
  return reported?.hash === desired.hash ? reported.state : "waiting";
}

/** Only what the wish speaks of is compared; the rest of the gateway is its own. */
export function wishDifferences({ desired, reported }: Pick<DesiredView, "desired" | "reported">): Difference[] {
  const wished = desired?.settings;
  if (wished === undefined) return [];
  const own = (reported?.settings ?? {}) as Record<string, unknown>;
  return Object.entries(wished).flatMap(([name, value]) => differencesOf(value, own[name], `/${name}`));
}

/** Why a trial failed, from the words of the agent (agent/registration/trial.ts); null where it says something else. */
export function failedTrial(error: string): { silent: string[]; isCut: boolean } | null {
  const [, names = ""] = /^CONFIGURATION_REVERTED: (?:(\S+(?:, \S+)*) no longer answer)?/.exec(error) ?? [];
  const silent = names === "" ? [] : names.split(", ");
  const isCut = error.includes("the hub is no longer reached");
  return silent.length > 0 || isCut ? { silent, isCut } : null;
}
