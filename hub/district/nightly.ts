/** Once a night both sides are compared; one of several hubs does it, and a night that failed is made up for. */
import type { Store } from "../store/store.ts";
import type { CaseReport } from "./cases/reconcile.ts";
import type { InventoryReport } from "./inventory/reconcile.ts";

/** The newest comparison. */
export type ReconcileReport = { at: number; inventory: InventoryReport; cases: CaseReport };

export const reportMark = "district/reconcile";

/** `day`: the last night that was taken care of; `notBefore`: after a failure. */
type Night = { day: string; notBefore: number };

const nightMark = "district/night";
const retryMs = 3_600_000;
/** Asia/Shanghai has no summer time. */
const offsetMs = 8 * 3_600_000;

/** The day whose comparison is due, or null. Pure. */
export function dueNight(night: Night | null, reconcileAt: string, now: number): string | null {
  const [day = "", time = ""] = new Date(now + offsetMs).toISOString().split("T");
  if (time.slice(0, 5) < reconcileAt || night?.day === day) return null;
  return night !== null && now < night.notBefore ? null : day;
}

/** True for one who asks, once a night. */
export function claimNight(store: Store, reconcileAt: string, now: number): Promise<boolean> {
  return store.transaction(async ({ marks }) => {
    const day = dueNight(await marks.read<Night>(nightMark), reconcileAt, now);
    if (day === null) return false;
    await marks.put(nightMark, { day, notBefore: 0 } satisfies Night);
    return true;
  });
}

/** The night is due again in an hour, and somebody hears that it failed. */
export async function giveBackNight(store: Store, error: Error, now: number): Promise<void> {
  const text = {
    zh: `和区里的夜间对账没做成：${error.message}。一小时后再对；常出现就看对方系统和网络。`,
    en: `The nightly comparison with the district failed: ${error.message} It is tried again in an hour.`,
  };
  await store.transaction(async ({ marks, tasks }) => {
    await marks.put(nightMark, { day: "", notBefore: now + retryMs } satisfies Night);
    await tasks.raise({ kind: "RECONCILE_FAILED", subject: "district", for: "administrator", text }, now);
  });
}

export async function keepReport(store: Store, report: ReconcileReport): Promise<void> {
  await store.transaction(async ({ marks, tasks }) => {
    await marks.put(reportMark, report);
    await tasks.settle("RECONCILE_FAILED", "district", "hub", report.at);
  });
}
