/** A device that was adopted has an alert of its own: once somebody is sent for that, the case of its time as a stranger needs no second handling. */
import { isInAlarm } from "../../core/alert-state.ts";
import { hubRuleIds } from "../alerts/rules/hub-rules.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { calledTicket } from "./called.ts";
import { move } from "./move.ts";
import { targetOf } from "./moves.ts";
import { standingOf, type Ticket } from "./ticket.ts";

/** Who has accepted the first goes on; so does one that is graver, or whose alarm stands. */
export async function endStrangersCase(tables: Tables, own: Ticket, changes: Changes, now: number): Promise<void> {
  const { gateway, device, rule, drill } = own;
  if (gateway === null || device === null || drill || rule === hubRuleIds.strangerAlarm) return;
  const before = await tables.tickets.findOpen(gateway, device, hubRuleIds.strangerAlarm, false);
  if (before === null || before.severity < own.severity || targetOf("void", standingOf(before)) === null) return;
  const ids = await tables.tickets.alertsOf(before.id);
  const alerts = await Promise.all(ids.map((id) => tables.alerts.find(id)));
  if (alerts.some((one) => one !== null && isInAlarm(one))) return;
  const name = await calledTicket(tables, own);
  const why = { zh: `设备认领了，由${name.zh}处置`, en: `The device was adopted: ${name.en} deals with it` };
  await move(tables, before.id, { move: "void", actor: "hub", reason: why.zh, why }, changes, now);
}
