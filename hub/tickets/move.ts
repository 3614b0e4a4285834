/** Somebody moves a ticket, and what that means for its alerts and for others. */
import { isInAlarm } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { EventId, TicketId } from "../../core/id.ts";
import { type Alert, acknowledge } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import { postureNow } from "../posture/posture.ts";
import type { PostureLevel } from "../posture/postures.ts";
import { calledGateway } from "../registry/called.ts";
import { tellAcknowledged } from "../registry/tell-acknowledged.ts";
import { calendarOf, readBooks } from "../rulebook/books.ts";
import { findClass } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit, parentOf } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import { takeAttachments } from "./attach.ts";
import { calledTicket } from "./called.ts";
import { handlingOf } from "./condition.ts";
import { closedInAlarm, keepLine, keepTicket } from "./keep.ts";
import { moveWords } from "./move-words.ts";
import { isOver } from "./moves.ts";
import { moveTicket, noteOn, type Ticket, type TicketEvent } from "./ticket.ts";

export type Wish = Omit<TicketEvent, "stillInAlarm" | "limit" | "tier" | "attachments" | "handling"> & {
  /** A row of the class, by its id. */
  condition?: string | undefined;
  /** Ids of files that were brought to the ticket before. */
  attachments?: readonly string[] | undefined;
};

/** Throws `NOT_FOUND` and what `moveTicket` throws. A wish whose `event` is in a story already changes nothing. */
export async function move(tables: Tables, id: TicketId, wish: Wish, changes: Changes, now: number): Promise<void> {
  const ticket = await tables.tickets.find(id);
  if (ticket === null) throw new Fault("NOT_FOUND", `ticket ${id}`);
  if (wish.event !== undefined && (await isKnownEvent(tables, wish.event, id)))
    return checkSame(tables, id, wish.event, wish.move);
  const books = await readBooks(tables);
  const alerts = await alertsOf(tables, ticket);
  const { attachments: named = [], ...said } = wish;
  const attachments = await takeAttachments(tables, id, named);
  const posture = await postureNow(tables);
  const stillInAlarm = await alarming(tables, alerts);
  const target = wish.move === "merge" ? await mergeTarget(tables, wish.into) : null;
  const into = target === null ? undefined : await calledTicket(tables, target);
  const why = said.why ?? moveWords(ticket, said.move, { ...said, into, stillInAlarm }, books) ?? undefined;
  const event = {
    ...withUnit(why === undefined ? said : { ...said, why }, ticket, books, posture),
    attachments,
    stillInAlarm,
  };
  const outcome = moveTicket(ticket, event, now, calendarOf(books));
  await keepTicket(tables, outcome, changes, now);
  if (target !== null) return giveAlerts(tables, ticket, target.id, wish.actor, changes, now);
  if (!isOver(outcome.ticket.state) || isOver(ticket.state)) return;
  if (wish.move === "conclude" && stillInAlarm !== null) await askToLook(tables, ticket, stillInAlarm, wish, now);
  if (event.stillInAlarm !== null && wish.move !== "void") return;
  for (const alert of alerts) await acknowledgeWith(tables, alert, wish.actor, changes, now);
}

/** Throws `INPUT_INVALID` where the name was given to something done to another ticket. */
export async function isKnownEvent({ tickets }: Tables, event: EventId, id: TicketId): Promise<boolean> {
  const known = await tickets.ofEvent(event);
  if (known !== null && known !== id)
    throw new Fault("INPUT_INVALID", `/event "${event}" was used for ticket ${known}`);
  return known !== null;
}

/** The same again is no fault; another move by the same name would be lost without a word. */
async function checkSame({ tickets }: Tables, id: TicketId, event: EventId, move: Wish["move"]): Promise<void> {
  const before = (await tickets.story(id)).find((line) => line.event === event)?.move;
  if (before !== undefined && before !== move)
    throw new Fault(
      "MOVE_NOT_ALLOWED",
      `/event "${event}" was "${before}" of ticket ${id}; "${move}" needs another name`,
    );
}

/** Who is sent gets the limit of the case's class and condition; who is named by a unit is called by its name; who it is raised to is told. */
function withUnit(
  { condition, ...wish }: Omit<Wish, "attachments">,
  ticket: Ticket,
  books: Books,
  posture: PostureLevel,
): Omit<TicketEvent, "stillInAlarm"> {
  const unit = findUnit(books.units, wish.unit ?? null);
  if (wish.unit !== undefined && unit === null)
    throw new Fault("INPUT_INVALID", `/unit "${wish.unit}" is no unit of the rulebook`);
  const assignee = wish.assignee ?? unit?.name;
  const found = findClass(books.classes, ticket.class) ?? findClass(books.classes, books.classes.otherwise);
  const handling = handlingOf({ ...wish, condition }, ticket, found, posture);
  if (wish.move === "escalate") {
    const above = parentOf(books.units, ticket.unit);
    return { ...wish, assignee, ...(above === null ? {} : { unit: above.id }) };
  }
  return { ...wish, assignee, tier: unit?.tier, handling, limit: handling?.limit };
}

async function alertsOf(tables: Tables, ticket: Ticket): Promise<Alert[]> {
  const ids = await tables.tickets.alertsOf(ticket.id);
  const found = await Promise.all(ids.map((id) => tables.alerts.find(id)));
  return found.filter((alert) => alert !== null);
}

/** The sensors of the case that are past their limit now, by place and name; null when none is. */
async function alarming(tables: Tables, alerts: readonly Alert[]): Promise<string | null> {
  const names = await Promise.all(alerts.filter(isInAlarm).map((alert) => nameOf(tables, alert)));
  return names.length === 0 ? null : [...new Set(names)].join(", ");
}

/**
 * Who ends a case has seen its alerts. Not so when it is closed against the alarm: that alert goes on, and reopens the
 * case when it comes back.
 */
async function acknowledgeWith(tables: Tables, alert: Alert, actor: string, changes: Changes, now: number) {
  if (alert.state === "normal") return;
  await tables.alerts.put(acknowledge(alert, actor, now, now));
  await tellAcknowledged(tables, alert, actor, changes, now);
  changes.alerts.add(alert.id);
  changes.gateways.add(alert.gateway);
}

/** Closed is not cleared: what the district calls dealt with may still be in alarm here. */
async function askToLook(tables: Tables, ticket: Ticket, names: string, { reason = "" }: Wish, now: number) {
  const name = await calledTicket(tables, ticket);
  const text = {
    zh: `区里说${name.zh}已办结（${reason}），可是 ${names} 还在报警。请值班的人去看一下；再报警会自动重新立案。`,
    en: `The district says that ${name.en} is dealt with (${reason}), but ${names} is still in alarm. Whoever is on duty should look; the next alarm reopens it.`,
  };
  await tables.tasks.raise({ kind: closedInAlarm, subject: ticket.id, for: "operator", text }, now);
}

/** The case it becomes part of. Throws `INPUT_INVALID`. */
async function mergeTarget(tables: Tables, into: TicketId | undefined): Promise<Ticket> {
  const target = into === undefined ? null : await tables.tickets.find(into);
  if (target === null || target.drill || isOver(target.state))
    throw new Fault("INPUT_INVALID", "/into must name another open ticket");
  return target;
}

async function giveAlerts(
  tables: Tables,
  from: Ticket,
  into: TicketId,
  actor: string,
  changes: Changes,
  now: number,
): Promise<void> {
  for (const id of await tables.tickets.alertsOf(from.id)) changes.alerts.add(id);
  await tables.tickets.moveAlerts(from.id, into);
  const target = (await tables.tickets.find(into)) as Ticket;
  const name = await calledTicket(tables, from);
  const why = { zh: `并入：${name.zh}`, en: `Part of it now: ${name.en}` };
  await keepLine(tables, target, noteOn(target, { at: now, actor, move: "note", why }), changes, now);
  changes.tickets.add(into);
}

async function nameOf(tables: Tables, { gateway, device }: Alert): Promise<string> {
  const document = (await tables.devices.find(gateway, device))?.document;
  return document ? `${document.place} (${device})` : (await calledGateway(tables, gateway)).zh;
}
