/** Brings an event of the edge to its alert and to its ticket, inside the transaction of the batch. */
import { type AlertEvent, isSensorEvent, type PersonEvent, type SensorEvent } from "../../core/alert-event.ts";
import type { AlertEffect } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { tellTicket, ticketFor } from "../tickets/hear.ts";
import { hearPerson } from "../tickets/people.ts";
import { type Alert, acknowledgeLate, applyEvent, retire, shelveLate } from "./alert.ts";
import { explainThose, joinCauseOf, joinWaiting, withCause } from "./explained.ts";

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
  await hearMark(tables, gateway, event, changes, now);
  return hearPerson(tables, gateway, event, changes, now);
}

async function hearSensor(
  tables: Tables,
  gateway: GatewayId,
  heard: SensorEvent,
  changes: Changes,
  now: number,
): Promise<void> {
  const event = await withCause(tables, gateway, heard);
  const episode = await tables.alerts.findEpisode(event.alert);
  await holdToItsRule(tables, gateway, event, episode?.alert ?? null);
  const before = await tables.alerts.findNewest(gateway, event.device, event.rule, event.drill ?? false);
  const outcome = applyEvent(before, episode, gateway, event, now);
  const isNew = outcome.alert.id !== before?.id;
  const alert = isNew ? await withTicket(tables, outcome.alert, changes, now) : outcome.alert;
  await tables.devices.meet(gateway, event.device);
  if (isNew && before !== null) await tables.alerts.put(retire(before));
  await tables.alerts.put(alert);
  await tables.alerts.putEpisode(episode?.alert ?? alert.id, outcome.episode);
  changes.alerts.add(alert.id);
  changes.gateways.add(gateway);
  for (const effect of outcome.effects) await tellEffect(tables, alert, effect, event, changes, now);
  if (isNew || before?.state !== alert.state) changes.tickets.add(alert.ticket);
  if (outcome.alert !== before) await connect(tables, gateway, event, { alert, before, isNew }, changes, now);
  if (!isNew && outcome.effects.length > 0) await tellExplained(tables, alert, changes);
}

/** What explains it, and what it explains. */
async function connect(
  tables: Tables,
  gateway: GatewayId,
  { kind, alert: cause, explained = [] }: SensorEvent,
  { alert, before, isNew }: { alert: Alert; before: Alert | null; isNew: boolean },
  changes: Changes,
  now: number,
): Promise<void> {
  if (!isNew && before?.cause !== alert.cause) await joinCauseOf(tables, alert, changes, now);
  if (kind !== "raised") return;
  await joinWaiting(tables, alert, cause, changes, now);
  await explainThose(tables, gateway, { explained, cause }, changes, now);
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

/** Whether it stands decides how those stand that it explains. */
async function tellExplained(tables: Tables, { history }: Alert, changes: Changes): Promise<void> {
  const explained = await tables.alerts.listExplainedBy(history.occurrences.map(({ id }) => id));
  for (const { id } of explained) changes.alerts.add(id);
}

/** Throws `BATCH_INVALID` where an episode was heard of another rule before. */
async function holdToItsRule(tables: Tables, gateway: GatewayId, event: SensorEvent, id: Alert["id"] | null) {
  const alert = id === null ? null : await tables.alerts.find(id);
  const isOurs = alert === null || (alert.gateway === gateway && isAbout(alert, event));
  if (!isOurs) throw new Fault("BATCH_INVALID", `alert ${event.alert} belongs to another rule`);
}

function isAbout(alert: Alert, event: SensorEvent): boolean {
  return alert.device === event.device && alert.rule === event.rule && alert.drill === (event.drill ?? false);
}

/** A new alert joins the case that is still open for its rule; else it opens the one minted at the edge. */
async function withTicket(tables: Tables, alert: Alert, changes: Changes, now: number): Promise<Alert> {
  return { ...alert, ticket: await ticketFor(tables, alert, changes, now) };
}

/** What somebody at the gateway did that the alert itself has to know; the ticket's story is told by `hearPerson`. */
async function hearMark(tables: Tables, gateway: GatewayId, event: PersonEvent, changes: Changes, now: number) {
  if (event.kind !== "shelved" && event.kind !== "acknowledged") return;
  // It began here, as a command, and is known.
  if ((await tables.commands.find(gateway, event.id)) !== null) return;
  const episode = await tables.alerts.findEpisode(event.alert);
  const alert = episode === null ? null : await tables.alerts.find(episode.alert);
  if (alert === null || alert.gateway !== gateway) return;
  const { by, at, quality, alert: names } = event;
  const marked =
    event.kind === "shelved"
      ? shelveLate(alert, { by, at, quality, until: event.until, reason: event.reason }, now, names)
      : acknowledgeLate(alert, by, at, now, names);
  if (marked === alert) return;
  await tables.alerts.put(marked);
  changes.alerts.add(alert.id);
  changes.gateways.add(gateway);
}
