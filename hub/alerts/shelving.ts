/** Shelving at the hub: an operator sets an alert aside until a time, takes it back, or the time passes. */
import { mostShelvedMs } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { noteTicket } from "../tickets/hear.ts";
import { type Alert, passTime, type ShelvingWish, shelve } from "./alert.ts";

/** Throws `NOT_FOUND`, `ALERT_NOT_OPEN`, `REASON_REQUIRED`, or `INPUT_INVALID` for an end that is past or too far off. */
export async function shelveAlert(
  tables: Tables,
  id: AlertId,
  wish: ShelvingWish,
  changes: Changes,
  now: number,
): Promise<Alert> {
  const alert = await tables.alerts.find(id);
  if (alert === null) throw new Fault("NOT_FOUND", `alert ${id}`);
  if (wish.until === null && alert.shelved === null) return alert;
  if (wish.until !== null) holdToLimits({ ...wish, until: wish.until }, now);
  const next = shelve(alert, { ...wish, reason: wish.reason.trim() }, now);
  const { by: actor, at, until, reason } = wish;
  const line = { at, actor, move: until === null ? ("unshelve" as const) : ("shelve" as const) };
  await keep(tables, next, until === null ? line : { ...line, reason }, changes, now);
  return next;
}

/** Those whose time has passed are back. */
export async function endShelvings(tables: Tables, changes: Changes, now: number): Promise<void> {
  for (const alert of await tables.alerts.listShelvedUntil(now)) {
    const at = alert.shelved?.until ?? now;
    await keep(tables, passTime(alert, now), { at, actor: "hub", move: "unshelve" }, changes, now);
  }
}

function holdToLimits({ until, reason }: { until: number; reason: string }, now: number): void {
  if (reason.trim() === "") throw new Fault("REASON_REQUIRED", "an alert is set aside for a reason");
  if (until <= now) throw new Fault("INPUT_INVALID", "/until is past");
  if (until > now + mostShelvedMs) throw new Fault("INPUT_INVALID", "/until is more than 7 days away");
}

async function keep(
  tables: Tables,
  alert: Alert,
  line: Parameters<typeof noteTicket>[2],
  changes: Changes,
  now: number,
): Promise<void> {
  await tables.alerts.put(alert);
  await noteTicket(tables, alert.ticket, line, changes, now);
  changes.alerts.add(alert.id);
  changes.gateways.add(alert.gateway);
}
