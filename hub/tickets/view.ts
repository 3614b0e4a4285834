/** Tickets as the API shows them: what is possible from here, whether a sensor is still in alarm, and the story. */
import { isPatrol } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Alert } from "../alerts/alert.ts";
import { type DeviceFinder, deviceFinder, placeOf, titleOf } from "../alerts/view.ts";
import { caseLane } from "../district/share-case.ts";
import type { DrillReport, TicketStory, TicketView } from "../http/views.ts";
import { findArea } from "../rulebook/areas.ts";
import { calendarOf, readBooks } from "../rulebook/books.ts";
import { findClass } from "../rulebook/classes.ts";
import { conditionsOf } from "../rulebook/conditions.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import type { Calendar } from "./clock/calendar.ts";
import { limitMs } from "./clock/due.ts";
import { type RunningClock, spentOf, totalOf } from "./clock/running-clock.ts";
import { choosingMoves } from "./condition.ts";
import { possibleMoves } from "./possible.ts";
import { seenByOf } from "./seen.ts";
import type { StoryEntry, Ticket } from "./ticket.ts";

/** What many tickets need is read once; `now` says how much of their time is left. */
export async function ticketViews(tables: Tables, tickets: readonly Ticket[], now: number): Promise<TicketView[]> {
  const [books, find] = [await readBooks(tables), deviceFinder(tables)];
  const alarming = await tables.tickets.alarming(tickets.map(({ id }) => id));
  return Promise.all(tickets.map((ticket) => viewOf(tables, ticket, { books, find, alarming, now })));
}

export async function ticketView(
  tables: Tables,
  ticket: Ticket,
  find: DeviceFinder,
  now?: number,
): Promise<TicketView> {
  const [books, alarming] = [await readBooks(tables), await tables.tickets.alarming([ticket.id])];
  return viewOf(tables, ticket, { books, find, alarming, now });
}

type Known = { books: Books; find: DeviceFinder; alarming: ReadonlySet<TicketId>; now: number | undefined };

async function viewOf(tables: Tables, ticket: Ticket, { books, find, alarming, now }: Known): Promise<TicketView> {
  const { id, source, severity, state, openedAt, changedAt, closedAt, assignee } = ticket;
  const { tier, dueAt, warned, supervised, condition } = ticket;
  return {
    ...{ id, source, severity, state, openedAt, changedAt, tier, warned, supervised },
    ...(await aboutOf(tables, ticket, find)),
    ...(await heardOf(ticket, find)),
    sensorInAlarm: alarming.has(id),
    ...placedOf(books, ticket),
    ...(closedAt === null ? {} : { closedAt }),
    ...(assignee === null ? {} : { assignee }),
    ...(dueAt === null ? {} : { dueAt }),
    ...timeOf(ticket, calendarOf(books), now),
    ...(condition === undefined ? {} : { condition: { id: condition.id, name: condition.name } }),
    ...(state === "suspended" && ticket.wakeAt !== null ? { suspendedUntil: ticket.wakeAt } : {}),
    reviews: ticket.policy.reviews,
    ...(ticket.handledBy === undefined ? {} : { handledBy: ticket.handledBy }),
    ...(ticket.firstReviewer === null ? {} : { firstReviewer: ticket.firstReviewer }),
    ...(ticket.mergedInto === null ? {} : { mergedInto: ticket.mergedInto }),
    ...(ticket.drill ? { drill: true } : {}),
    moves: ticket.drill ? [] : possibleMoves(ticket),
  };
}

/** What it is called, and where. */
export async function aboutOf(tables: Tables, ticket: Ticket, find: DeviceFinder) {
  const { gateway, device, rule, drill } = ticket;
  const document = gateway === null || device === null ? null : ((await find(gateway, device))?.document ?? null);
  const words = document?.rules.find((one) => one.id === rule);
  const isElsewhere = (rule !== null && isPatrol({ rule })) || words?.placeFrom !== undefined;
  const said = isElsewhere && ticket.alert !== null ? await tables.alerts.find(ticket.alert) : null;
  const told = said === null ? "" : await find.toldPlace(said, words);
  const owner = gateway === null ? null : await find.gateway(gateway);
  const home = ticket.place || (owner?.kind === "platform" ? owner.place : "");
  const place = rule === null ? ticket.place : placeOf({ rule }, said?.value, document?.place ?? home, told);
  return {
    ...(ticket.alert === null ? {} : { alert: ticket.alert }),
    ...(gateway === null ? {} : { gateway }),
    ...(device === null ? {} : { device }),
    title: ticket.title ?? (rule === null ? { zh: "", en: "" } : titleOf(words, { rule, drill }, owner)),
    place,
  };
}

/** Behind a gateway that is away, or at fault itself: what it said last does not speak for the present. */
async function heardOf({ gateway, device }: Ticket, find: DeviceFinder): Promise<Pick<TicketView, "heard">> {
  if (gateway === null || device === null) return {};
  const [row, owner] = [await find(gateway, device), await find.gateway(gateway)];
  const isWell = row !== null && (!row.registered || row.health?.code === "");
  return { heard: owner?.state === "online" && isWell };
}

function placedOf({ areas, classes, units }: Books, ticket: Ticket) {
  const area = findArea(areas, ticket.area);
  const unit = findUnit(units, ticket.unit);
  return {
    class: { code: ticket.class, name: findClass(classes, ticket.class)?.name ?? ticket.class },
    ...(area === null ? {} : { area: { id: area.id, name: area.name } }),
    ...(ticket.unit === null ? {} : { unit: { id: ticket.unit, name: unit?.name ?? ticket.unit } }),
  };
}

function timeOf({ clock }: Ticket, calendar: Calendar, now: number | undefined): Pick<TicketView, "limit" | "leftMs"> {
  if (clock === null) return {};
  const { basis, amount } = clock.limit;
  const limit = { basis, amount: amount + clock.extendedBy, unitMs: limitMs({ basis, amount: 1 }, calendar) };
  return { limit, ...(now === undefined ? {} : leftOf(clock, calendar, now)) };
}

/** Without the holidays of its year nobody can say. */
function leftOf(clock: RunningClock, calendar: Calendar, now: number): Pick<TicketView, "leftMs"> {
  try {
    return { leftMs: totalOf(clock, calendar) - spentOf(clock, now, calendar) };
  } catch (error) {
    if (error instanceof Fault && error.code === "CALENDAR_MISSING") return {};
    throw error;
  }
}

export async function ticketStory(tables: Tables, ticket: Ticket, now: number): Promise<TicketStory> {
  const view = await ticketView(tables, ticket, deviceFinder(tables), now);
  const alert = ticket.drill && ticket.alert !== null ? await tables.alerts.find(ticket.alert) : null;
  const report = alert === null ? {} : { report: reportOf(alert) };
  const story = (await tables.tickets.story(ticket.id)).map(entryView);
  const [alerts, seenBy] = [await tables.tickets.alertsOf(ticket.id), await seenByOf(tables, ticket.id)];
  return {
    ...view,
    ...report,
    ...offeredTo(view, await readBooks(tables)),
    seenBy,
    alerts,
    story,
    told: await toldOf(tables, ticket),
    ...(await districtOf(tables, ticket)),
  };
}

/** Since when the district has the case; absent while it has not, or after its row was let go. */
async function districtOf({ outbox }: Tables, { id }: Ticket): Promise<Pick<TicketStory, "district">> {
  const first = await outbox.find(caseLane, `${id}/0`);
  return first?.state === "done" && first.doneAt !== null ? { district: { case: id, at: first.doneAt } } : {};
}

const mostTold = 200;

/** Who was told of it by which channel, the first first. */
async function toldOf({ notices }: Tables, { id }: Ticket): Promise<NonNullable<TicketStory["told"]>> {
  const { rows } = await notices.page({ ticket: id, limit: mostTold, sort: "newest" });
  return rows.reverse().map(({ endedAt, channel, to, result, error }) => ({
    ...{ at: endedAt, channel, to, result },
    ...(error === null ? {} : { error }),
  }));
}

/** What can be chosen with a move that is possible now; nothing where the class knows one condition only. */
function offeredTo({ moves, class: { code } }: TicketView, { classes }: Books): Pick<TicketStory, "conditions"> {
  const found = findClass(classes, code);
  if (found === null || found.limits.length < 2 || !moves.some((one) => choosingMoves.has(one))) return {};
  return { conditions: conditionsOf(found) };
}

function reportOf({ raisedAt, receivedAt, acknowledgedAt, acknowledgedBy, clearedAt, hops }: Alert): DrillReport {
  return {
    ...{ raisedAt, receivedAt },
    ...(acknowledgedAt === null ? {} : { acknowledgedAt }),
    ...(acknowledgedBy === null ? {} : { acknowledgedBy }),
    ...(clearedAt === null ? {} : { clearedAt }),
    ...(hops === null ? {} : { hops }),
  };
}

function entryView(entry: StoryEntry): TicketStory["story"][number] {
  const { from, reason, assignee, event: _, attachments, ...rest } = entry;
  return {
    ...rest,
    ...(from === null ? {} : { from }),
    ...(reason === null ? {} : { reason }),
    ...(assignee === null ? {} : { assignee }),
    ...(attachments === undefined ? {} : { attachments: [...attachments] }),
  };
}
