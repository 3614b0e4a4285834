/** Alerts in the order they should be looked at (`../../order/urgency.ts`), consequences under their cause, drills apart. Pure. */
import type { AlertView } from "../../../http/views.ts";
import { byNeed } from "../../order/urgency.ts";

/** An alert, and those that it explains. */
export type Group = { alert: AlertView; consequences: AlertView[] };

export type Worklist = { groups: Group[]; aside: AlertView[]; drills: AlertView[] };

/** What is set aside stands by itself. */
export function worklistOf(alerts: readonly AlertView[]): Worklist {
  const real = alerts.filter(({ drill }) => !drill);
  const ids = new Set(real.map(({ id }) => id));
  const isUnder = ({ standing, cause }: AlertView) =>
    standing === "suppressed" && cause !== undefined && ids.has(cause);
  const under = groupedBy(real.filter(isUnder), ({ cause }) => cause ?? "");
  const tops = real.filter((alert) => alert.standing !== "shelved" && !isUnder(alert));
  return {
    groups: [...tops].sort(byNeed).map((alert) => ({ alert, consequences: under.get(alert.id) ?? [] })),
    aside: real.filter(({ standing }) => standing === "shelved").sort(bySoonestBack),
    drills: alerts.filter(({ drill }) => drill),
  };
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
