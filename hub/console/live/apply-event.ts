/** Writes one live event into the query cache, so that every page shows it without asking again. */
import type { QueryClient } from "@tanstack/react-query";
import type {
  AlertView,
  DeviceView,
  FaultView,
  GatewayView,
  JointView,
  Latest,
  LiveEvents,
  PostureView,
  SeriesView,
  TicketStory,
  TicketView,
} from "../../http/views.ts";
import { withBucketed } from "../chart/series.ts";
import { isOpenAlert, isOpenTicket } from "../order/urgency.ts";
import { noteHealth, notePresence } from "./heard.ts";
import { inLists } from "./in-lists.ts";
import { keys } from "./keys.ts";

type Appliers = { [Name in keyof LiveEvents]: (client: QueryClient, data: LiveEvents[Name]) => void };

const appliers: Appliers = {
  gateway: (client, gateway) => {
    notePresence(client, gateway);
    client.setQueryData<GatewayView[]>(keys.gateways, (list) => list && upsert(list, gateway));
  },
  device: (client, event) => {
    noteHealth(client, event);
    const { gateway, device, health } = event;
    client.setQueryData<DeviceView>(keys.device(gateway, device), (known) => known && { ...known, health });
  },
  readings: applyReadings,
  registration: (client, { gateway }) => {
    void client.invalidateQueries({ queryKey: keys.devices });
    void client.invalidateQueries({ queryKey: ["device", gateway] });
    void client.invalidateQueries({ queryKey: keys.gateways });
  },
  alert: (client, alert) => {
    client.setQueryData<AlertView[]>(keys.alerts("all"), (list) => list && upsert(list, alert));
    client.setQueryData<AlertView[]>(
      keys.alerts("open"),
      (list) => list && (isOpenAlert(alert) ? upsert(list, alert) : without(list, alert)),
    );
    inLists(client, "alerts", alert);
    void client.invalidateQueries({ queryKey: keys.alertStory(alert.id) });
  },
  ticket: (client, ticket) => {
    client.setQueryData<TicketView[]>(keys.tickets("all"), (list) => list && upsert(list, ticket));
    client.setQueryData<TicketView[]>(
      keys.tickets("open"),
      (list) => list && (isOpenTicket(ticket) ? upsert(list, ticket) : without(list, ticket)),
    );
    inLists(client, "tickets", ticket);
    const story = client.getQueryData<TicketStory>(keys.ticket(ticket.id));
    if (!story || sameTicket(story, ticket)) return;
    client.setQueryData<TicketStory>(keys.ticket(ticket.id), { ...ticket, ...toldOf(story) });
    // The event has no story: the page shows the new state at once and reads what was written about it.
    void client.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
  },
  joint: (client, joint) => {
    client.setQueryData<JointView[]>(keys.joints, (list) => list && upsert(list, joint));
    client.setQueryData(keys.joint(joint.id), joint);
  },
  fault: (client, fault) => client.setQueryData<FaultView[]>(keys.faults, (list) => list && upsert(list, fault)),
  posture: (client, posture) => client.setQueryData<PostureView>(keys.posture, posture),
};

export const eventNames = Object.keys(appliers) as (keyof LiveEvents)[];

export function applyEvent<Name extends keyof LiveEvents>(client: QueryClient, name: Name, data: LiveEvents[Name]) {
  appliers[name](client, data);
}

/** One pass over the list however many came: a district has ten thousand devices. */
function applyReadings(client: QueryClient, readings: LiveEvents["readings"]): void {
  const byDevice = new Map<string, LiveEvents["readings"]>();
  for (const reading of readings) {
    const name = `${reading.gateway} ${reading.device}`;
    const together = byDevice.get(name);
    if (together) together.push(reading);
    else byDevice.set(name, [reading]);
  }
  const update = (known: DeviceView) => (byDevice.get(`${known.gateway} ${known.id}`) ?? []).reduce(withLatest, known);
  client.setQueriesData<DeviceView>({ queryKey: ["device"] }, (known) => known && update(known));
  for (const reading of readings)
    client.setQueriesData<SeriesView>(
      { queryKey: ["series", reading.gateway, reading.device, reading.point] },
      (series) => series && withReading(series, reading),
    );
}

/** Late data never overwrites a newer value. */
function withLatest(device: DeviceView, reading: LiveEvents["readings"][number]): DeviceView {
  const { at, receivedAt, value, quality } = reading;
  const latest: Latest = { at, receivedAt, value, quality };
  const index = device.points.findIndex((point) => point.id === reading.point);
  const point = device.points[index];
  if (!point || (point.latest && point.latest.at > latest.at)) return device;
  return { ...device, points: replaceAt(device.points, index, { ...point, latest }) };
}

/** Only what is newer than the end is added: a late value belongs in the middle, and the next refetch brings it. */
function withReading(series: SeriesView, { at, value, quality }: Latest): SeriesView {
  if (series.buckets) return typeof value === "number" ? withBucketed(series, at, value) : series;
  const end = series.readings[series.readings.length - 1]?.[0] ?? 0;
  return at > end ? { ...series, readings: [...series.readings, [at, value, quality]] } : series;
}

function upsert<Item extends { id: string | number }>(list: Item[], item: Item): Item[] {
  const index = list.findIndex((known) => known.id === item.id);
  return index < 0 ? [item, ...list] : replaceAt(list, index, item);
}

function without<Item extends { id: string }>(list: Item[], item: Item): Item[] {
  return list.filter((known) => known.id !== item.id);
}

function replaceAt<Item>(list: Item[], index: number, item: Item): Item[] {
  return [...list.slice(0, index), item, ...list.slice(index + 1)];
}

type Told = Pick<TicketStory, "alerts" | "report" | "seenBy" | "story">;

/** What only the page's own question brings. */
function toldOf({ alerts, report, seenBy, story }: TicketStory): Told {
  return { alerts, seenBy, story, ...(report === undefined ? {} : { report }) };
}

/** Both come from the hub's one view of a ticket, so their fields stand in one order. */
function sameTicket({ alerts: _, report: __, story: ___, ...known }: TicketStory, ticket: TicketView): boolean {
  return JSON.stringify(known) === JSON.stringify(ticket);
}
