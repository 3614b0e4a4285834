/** Alerts in the order they should be looked at: what waits first by time × severity, consequences under their cause, drills apart. Pure. */
import type { AlertView } from "../../../http/views.ts";
import { wantsAcknowledgement } from "../../order/urgency.ts";

const minute = 60_000;

/** How long one of each colour may wait until somebody has seen it. */
const patienceMs = { 1: 2 * minute, 2: 10 * minute, 3: 60 * minute, 4: 240 * minute };

/** What waits past its time is due now: among that the colour decides. */
const leastMs = minute / 2;

/** An alert, and those that it explains. */
export type Group = { alert: AlertView; consequences: AlertView[] };

export type Worklist = { groups: Group[]; aside: AlertView[]; drills: AlertView[] };

/** The ones that ask for something stand above those that were seen; what is set aside stands by itself. */
export function worklistOf(alerts: readonly AlertView[], now: number): Worklist {
  const real = alerts.filter(({ drill }) => !drill);
  const ids = new Set(real.map(({ id }) => id));
  const isUnder = ({ standing, cause }: AlertView) =>
    standing === "suppressed" && cause !== undefined && ids.has(cause);
  const under = groupedBy(real.filter(isUnder), ({ cause }) => cause ?? "");
  const tops = real.filter((alert) => alert.standing !== "shelved" && !isUnder(alert));
  return {
    groups: [...tops].sort(byNeed(now)).map((alert) => ({ alert, consequences: under.get(alert.id) ?? [] })),
    aside: real.filter(({ standing }) => standing === "shelved").sort(bySoonestBack),
    drills: alerts.filter(({ drill }) => drill),
  };
}

export function byNeed(now: number): (a: AlertView, b: AlertView) => number {
  return (a, b) =>
    Number(wantsAcknowledgement(b)) - Number(wantsAcknowledgement(a)) ||
    weightOf(a, now) - weightOf(b, now) ||
    a.severity - b.severity ||
    a.raisedAt - b.raisedAt;
}

/** What may still be waited × the colour's number: little is urgent. */
function weightOf({ severity, raisedAt }: AlertView, now: number): number {
  return Math.max(leastMs, raisedAt + patienceMs[severity] - now) * severity;
}

function bySoonestBack(a: AlertView, b: AlertView): number {
  return (a.shelvedUntil ?? 0) - (b.shelvedUntil ?? 0);
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The rows from top to bottom, as the keyboard goes through them; consequences only where they are shown. */
export function rowsOf({ groups, aside, drills }: Worklist, opened: ReadonlySet<string>): AlertView[] {
  const shown = groups.flatMap(({ alert, consequences }) => [alert, ...(opened.has(alert.id) ? consequences : [])]);
  return [...shown, ...aside, ...drills];
}
