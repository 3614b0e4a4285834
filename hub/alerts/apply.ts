/** Brings an event of the edge to its alert and to its ticket, inside the transaction of the batch. */
import { type AlertEvent, isSensorEvent, type SensorEvent } from "../../core/alert-event.ts";
import type { AlertEffect } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { tellTicket, ticketFor } from "../tickets/hear.ts";
import { hearPerson } from "../tickets/people.ts";
import { type Alert, applyEvent } from "./alert.ts";

/** Throws `BATCH_INVALID` when the event uses an id that belongs to something else. */
export async function applyAlertEvent(
  tables: Tables,
  gateway: GatewayId,
  event: AlertEvent,
  changes: Changes,
  now: number,
): Promise<void> {
  if (isSensorEvent(event)) return hearSensor(tables, gateway, event, changes, now);
  if (event.kind === "photo-part") return tables.photos.addPart(gateway, event);
  return hearPerson(tables, gateway, event, changes, now);
}

async function hearSensor(
  tables: Tables,
  gateway: GatewayId,
  event: SensorEvent,
  changes: Changes,
  now: number,
): Promise<void> {
  const episode = await tables.alerts.findEpisode(event.alert);
  const before = await findAlert(tables, gateway, event, episode?.alert ?? null);
  const outcome = applyEvent(before, episode, gateway, event, now);
  const alert = before === null ? await withTicket(tables, outcome.alert, changes, now) : outcome.alert;
  await tables.devices.meet(gateway, event.device);
  await tables.alerts.put(alert);
  await tables.alerts.putEpisode(alert.id, outcome.episode);
  changes.alerts.add(alert.id);
  changes.gateways.add(gateway);
  for (const effect of outcome.effects) await tellEffect(tables, alert, effect, event, changes, now);
  if (isInAlarmChanged(before, alert)) changes.tickets.add(alert.ticket);
}

async function tellEffect(
  tables: Tables,
  alert: Alert,
  effect: AlertEffect,
  event: SensorEvent,
  changes: Changes,
  now: number,
): Promise<void> {
  if (effect === "report") return;
  const ticket = await tellTicket(tables, alert, effect, event, changes, now);
  if (ticket !== alert.ticket) await tables.alerts.put({ ...alert, ticket });
}

async function findAlert(tables: Tables, gateway: GatewayId, event: SensorEvent, id: Alert["id"] | null) {
  const alert =
    id === null
      ? await tables.alerts.findOpen(gateway, event.device, event.rule, event.drill ?? false)
      : await tables.alerts.find(id);
  const isOurs = alert === null || (alert.gateway === gateway && isAbout(alert, event));
  if (!isOurs) throw new Fault("BATCH_INVALID", `alert ${event.alert} belongs to another rule`);
  return alert;
}

function isAbout(alert: Alert, event: SensorEvent): boolean {
  return alert.device === event.device && alert.rule === event.rule && alert.drill === (event.drill ?? false);
}

/** A new alert joins the case that is still open for its rule; else it opens the one minted at the edge. */
async function withTicket(tables: Tables, alert: Alert, changes: Changes, now: number): Promise<Alert> {
  return { ...alert, ticket: await ticketFor(tables, alert, changes, now) };
}

function isInAlarmChanged(before: Alert | null, alert: Alert): boolean {
  return before?.state !== alert.state;
}
