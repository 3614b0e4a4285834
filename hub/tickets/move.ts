/** An operator moves a ticket, and what that means for its alert. */

import { isInAlarm } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import { type Alert, acknowledge } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import { tellAcknowledged } from "../registry/tell-acknowledged.ts";
import type { Tables } from "../store/store.ts";
import { keepTicket } from "./hear.ts";
import { isOver, moveTicket, type Ticket, type TicketEvent } from "./ticket.ts";

export type Wish = Omit<TicketEvent, "stillInAlarm">;

/** Throws `NOT_FOUND` and what `moveTicket` throws. */
export async function move(tables: Tables, id: TicketId, wish: Wish, changes: Changes, now: number): Promise<void> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  const alert = (await tables.alerts.find(ticket.alert)) as Alert;
  const stillInAlarm = isInAlarm(alert) ? await nameOf(tables, ticket) : null;
  const outcome = moveTicket(ticket, { ...wish, stillInAlarm }, now);
  await keepTicket(tables, outcome, changes);
  if (!isOver(outcome.ticket.state) || (stillInAlarm !== null && wish.move === "close")) return;
  await acknowledgeWith(tables, alert, wish.actor, changes, now);
}

/**
 * Who ends a case has seen its alert. Not so when it is closed against the alarm: that alert goes on, and reopens the
 * case when it comes back.
 */
async function acknowledgeWith(tables: Tables, alert: Alert, actor: string, changes: Changes, now: number) {
  if (alert.state === "normal") return;
  await tables.alerts.put(acknowledge(alert, actor, now, now));
  await tellAcknowledged(tables, alert, actor, changes, now);
  changes.alerts.add(alert.id);
  changes.gateways.add(alert.gateway);
}

async function nameOf(tables: Tables, { gateway, device }: Ticket): Promise<string> {
  const document = (await tables.devices.find(gateway, device))?.document;
  return document ? `${device} (${document.place})` : `${gateway}/${device}`;
}
