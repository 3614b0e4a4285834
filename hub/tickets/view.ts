/** Tickets as the API shows them: what is possible from here, whether the sensor is still in alarm, and the story. */
import { isInAlarm } from "../../core/alert-state.ts";
import type { Alert } from "../alerts/alert.ts";
import { type DeviceFinder, deviceFinder, placeOf, titleOf } from "../alerts/view.ts";
import type { DrillReport, TicketStory, TicketView } from "../http/views.ts";
import type { Tables } from "../store/store.ts";
import { movesFrom, type StoryEntry, type Ticket } from "./ticket.ts";

export async function ticketView(tables: Tables, ticket: Ticket, find: DeviceFinder): Promise<TicketView> {
  const document = (await find(ticket.gateway, ticket.device))?.document ?? null;
  const alert = await tables.alerts.find(ticket.alert);
  const { id, gateway, device, severity, state, openedAt, changedAt, assignee } = ticket;
  return {
    ...{ id, alert: ticket.alert, gateway, device, severity, state, openedAt, changedAt },
    title: titleOf(
      document?.rules.find((rule) => rule.id === ticket.rule),
      ticket,
    ),
    place: placeOf(ticket, alert?.value, document?.place),
    ...(ticket.drill ? { drill: true } : {}),
    ...(assignee === null ? {} : { assignee }),
    sensorInAlarm: alert !== null && isInAlarm(alert),
    moves: ticket.drill ? [] : movesFrom(state),
  };
}

export async function ticketStory(tables: Tables, ticket: Ticket): Promise<TicketStory> {
  const view = await ticketView(tables, ticket, deviceFinder(tables));
  const alert = ticket.drill ? await tables.alerts.find(ticket.alert) : null;
  const report = alert === null ? {} : { report: reportOf(alert) };
  return { ...view, ...report, story: (await tables.tickets.story(ticket.id)).map(entryView) };
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

function entryView({ at, actor, move, from, to, reason, assignee, photo }: StoryEntry): TicketStory["story"][number] {
  return {
    ...{ at, actor, move, to },
    ...(from === null ? {} : { from }),
    ...(reason === null ? {} : { reason }),
    ...(assignee === null ? {} : { assignee }),
    ...(photo === undefined ? {} : { photo }),
  };
}
