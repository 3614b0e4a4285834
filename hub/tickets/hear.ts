/** What an alert does to its ticket: opens the case, comes back to it, clears. */
import { isPatrol } from "../../core/alert-event.ts";
import { isInAlarm } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Alert } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import { handOver } from "../flows/hand-over.ts";
import { heldBecause } from "../registry/held.ts";
import { areaOf } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";
import { calledTicket } from "./called.ts";
import { classify, policyOf } from "./classify.ts";
import { closedInAlarm, keepLine, keepTicket } from "./keep.ts";
import { move } from "./move.ts";
import { isOver, targetOf } from "./moves.ts";
import { reportTicket } from "./report.ts";
import { type AlertMove, hearAlert, noteOn, standingOf, type Ticket } from "./ticket.ts";

const hourMs = 3_600_000;

/** The ticket of a new alert: the case of its rule that is open or closed a short while ago, or the one minted at the edge. Throws `BATCH_INVALID`. */
export async function ticketFor(tables: Tables, alert: Alert, changes: Changes, now: number): Promise<TicketId> {
  const { id, ticket, raisedAt } = alert;
  const minted = await tables.tickets.find(ticket);
  if (minted !== null && !isSameCase(minted, alert))
    throw new Fault("BATCH_INVALID", `ticket ${ticket} belongs to another rule`);
  const root = minted === null ? await findRoot(tables, alert) : null;
  if (root !== null) return joinRoot(tables, root, alert, changes, now);
  const known = minted ?? (await findCase(tables, alert));
  if (known === null) return openCase(tables, alert, ticket, changes, now);
  await keepTicket(tables, hearAlert({ ...known, alert: id }, "relapse", raisedAt, now), changes, now);
  return known.id;
}

/** The open case of the alert that explains this one: one ticket, the rest listed as affected. */
async function findRoot(tables: Tables, { cause, drill }: Alert): Promise<Ticket | null> {
  const episode = cause === null || drill ? null : await tables.alerts.findEpisode(cause);
  const root = episode === null ? null : await tables.alerts.find(episode.alert);
  const ticket = root === null ? null : await tables.tickets.find(root.ticket);
  return ticket === null || isOver(ticket.state) || ticket.drill ? null : ticket;
}

async function joinRoot(tables: Tables, root: Ticket, alert: Alert, changes: Changes, now: number): Promise<TicketId> {
  const { gateway, device, raisedAt } = alert;
  const document = (await tables.devices.find(gateway, device))?.document ?? null;
  const place = document?.place ?? `${gateway}/${device}`;
  const title = document?.title ?? { zh: device, en: device };
  const why = { zh: `一并受影响：${place} ${title.zh}`, en: `Affected too: ${place} ${title.en}` };
  const line = noteOn(root, { at: raisedAt, actor: `${gateway}/${device}`, move: "note", why });
  await keepLine(tables, root, line, changes, now);
  return root.id;
}

/**
 * It came out later that `root` explains the alert: its case goes into the root's while nobody is sent; who is sent
 * already reads it in the story. A case that is about something else too goes on by itself.
 */
export async function joinCase(tables: Tables, alert: Alert, root: Alert, changes: Changes, now: number) {
  const [own, into] = [await findTicket(tables, alert.ticket), await findTicket(tables, root.ticket)];
  if (own.id === into.id || own.drill || into.drill || isOver(own.state) || isOver(into.state)) return;
  if (await isAboutMore(tables, own, alert)) return;
  const name = await calledTicket(tables, into);
  const why = { zh: `原因已查明，见${name.zh}`, en: `Its cause is known: see ${name.en}` };
  const actor = `${root.gateway}/${root.device}`;
  if (targetOf("merge", standingOf(own)) !== null) {
    await joinRoot(tables, into, alert, changes, now);
    return move(tables, own.id, { move: "merge", actor, reason: why.zh, why, into: into.id }, changes, now);
  }
  if (own.state === "dispatched")
    await keepLine(tables, own, noteOn(own, { at: now, actor, move: "note", why }), changes, now);
}

async function isAboutMore(tables: Tables, { id }: Ticket, alert: Alert): Promise<boolean> {
  const ids = (await tables.tickets.alertsOf(id)).filter((one) => one !== alert.id);
  const others = await Promise.all(ids.map((one) => tables.alerts.find(one)));
  return others.some((one) => one !== null && one.state !== "normal" && one.cause === null);
}

/** A case that was closed is opened again by a relapse within its class's hours; later it is a new case. */
async function findCase(tables: Tables, { gateway, device, rule, drill, raisedAt }: Alert): Promise<Ticket | null> {
  const newest = await tables.tickets.findNewest(gateway, device, rule, drill);
  return newest !== null && (!isOver(newest.state) || isRelapse(newest, raisedAt)) ? newest : null;
}

function isRelapse({ state, closedAt, policy, drill }: Ticket, at: number): boolean {
  return !drill && state !== "voided" && closedAt !== null && at < closedAt + policy.reopenWithinH * hourMs;
}

async function openCase(tables: Tables, alert: Alert, id: TicketId, changes: Changes, now: number): Promise<TicketId> {
  const { gateway, device, rule, severity, raisedAt, drill, value } = alert;
  const row = await tables.devices.find(gateway, device);
  const document = row?.document ?? null;
  const books = await readBooks(tables);
  const place = isPatrol(alert) && typeof value === "string" && value !== "" ? value : (document?.place ?? "");
  const found = await classify(tables, books, { gateway, device, rule, document }, now);
  const outcome = reportTicket(
    {
      ...{ id, alert: alert.id, gateway, device, rule, severity, openedAt: raisedAt, drill, title: null, place },
      source: isPatrol(alert) ? "patrol" : "sensor",
      class: found.code,
      area: areaFor(alert, row, areaOf(books.areas, gateway, place)?.id),
      policy: policyOf(found),
    },
    now,
  );
  const isSent = !drill && books.dispatch.auto.includes(outcome.ticket.source);
  const kept = await keepTicket(tables, outcome, changes, now);
  const why = isSent ? await heldBecause(tables, alert) : null;
  if (why !== null)
    await keepLine(tables, kept, noteOn(kept, { at: now, actor: "hub", move: "note", why }), changes, now);
  else if (isSent) await handOver(tables, id, changes, now);
  return id;
}

/** Where people say the device is; else where its place says; else where its gateway is. A patrol says where itself. */
function areaFor(alert: Alert, row: DeviceRow | null, found: string | undefined): string | null {
  if (isPatrol(alert)) return found ?? null;
  return row?.entry.facts.area ?? found ?? row?.area ?? null;
}

/** Answers the ticket that the alert belongs to from now on: a relapse long after the case was closed is a new case, `minted` at the edge. */
export async function tellTicket(
  tables: Tables,
  alert: Alert,
  move: AlertMove,
  { at, ticket: minted }: { at: number; ticket: TicketId },
  changes: Changes,
  now: number,
): Promise<TicketId> {
  const ticket = await findTicket(tables, alert.ticket);
  const isNew = move === "relapse" && isOver(ticket.state) && ticket.state !== "voided" && !isRelapse(ticket, at);
  if (isNew && !ticket.drill && (await tables.tickets.find(minted)) === null)
    return openCase(tables, { ...alert, raisedAt: at }, minted, changes, now);
  const { ticket: next, entry } = hearAlert(ticket, move, at, now);
  const actor = isPatrol(alert) ? entry.actor : `${alert.gateway}/${alert.device}`;
  await keepTicket(tables, { ticket: next, entry: { ...entry, actor } }, changes, now);
  if (move === "clear" && !(await othersAlarm(tables, ticket.id, alert)))
    await tables.tasks.settle(closedInAlarm, ticket.id, actor, now);
  return ticket.id;
}

async function othersAlarm({ tickets, alerts }: Tables, id: TicketId, cleared: Alert): Promise<boolean> {
  const ids = (await tickets.alertsOf(id)).filter((one) => one !== cleared.id);
  const others = await Promise.all(ids.map((one) => alerts.find(one)));
  return others.some((one) => one !== null && isInAlarm(one));
}

/** Writes a line that moves nothing. */
export async function noteTicket(
  tables: Tables,
  id: TicketId,
  line: Parameters<typeof noteOn>[1],
  changes: Changes,
  now: number,
): Promise<void> {
  const ticket = await findTicket(tables, id);
  await keepLine(tables, ticket, noteOn(ticket, line), changes, now);
}

async function findTicket(tables: Tables, id: TicketId): Promise<Ticket> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("HUB_FAILED", `ticket ${id} is missing`);
  return ticket;
}

function isSameCase(ticket: Ticket, { gateway, device, rule }: Alert): boolean {
  return ticket.gateway === gateway && ticket.device === device && ticket.rule === rule;
}
