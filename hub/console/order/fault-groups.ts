/** Several devices of one gateway with the same fault at nearly the same time have one cause: one line for all. */
import type { FaultView } from "../../http/views.ts";
import type { Presence } from "./fault-presence.ts";

export type Judged = { fault: FaultView; presence: Presence };
export type FaultGroup = Judged & { devices: number };

/** Seen within this time of the group's latest. */
const togetherMs = 2 * 60_000;
const rank: Record<Presence, number> = { present: 0, unsaid: 1, over: 2 };

/** Those that hold first, then the latest; each group is led by its latest fault. */
export function groupFaults(judged: readonly Judged[]): FaultGroup[] {
  const groups: (Judged & { ids: Set<string> })[] = [];
  for (const { fault, presence } of [...judged].sort((a, b) => b.fault.at - a.fault.at)) {
    const group = groups.find((each) => each.presence === presence && together(each.fault, fault));
    if (group) group.ids.add(fault.device ?? "");
    else groups.push({ fault, presence, ids: new Set([fault.device ?? ""]) });
  }
  return groups
    .sort((a, b) => rank[a.presence] - rank[b.presence] || b.fault.at - a.fault.at)
    .map(({ ids, ...group }) => ({ ...group, devices: ids.size }));
}

function together(a: FaultView, b: FaultView): boolean {
  const known = a.device !== undefined && b.device !== undefined;
  return known && a.gateway === b.gateway && a.code === b.code && a.at - b.at <= togetherMs;
}
