/** What is wrong now, by severity and place, in one pass of counts; the same work for ten devices and for ten thousand. */
import { alertView, deviceFinder } from "../alerts/view.ts";
import type { OverviewView } from "../http/overview-views.ts";
import { postures } from "../posture/postures.ts";
import { standingOf } from "../registry/standing.ts";
import { type Standing, standingNames } from "../registry/standing-names.ts";
import { areaFinder } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { Tables } from "../store/store.ts";
import type { AlertTally, DeviceMark, GatewayMark, TicketTally } from "../store/tallies.ts";
import { ticketView } from "../tickets/view.ts";
import { areaBoard } from "./area-board.ts";
import { dutyNow } from "./duty.ts";
import { areasInSight, type Sight, sees } from "./sight.ts";

/** A case that is due within this is named apart. */
const soonMs = 3_600_000;
/** A screen is full before this; the list of tickets has the rest. */
const mostCases = 30;
const mostSilent = 20;

export async function overviewOf(tables: Tables, sight: Sight, now: number): Promise<OverviewView> {
  const books = await readBooks(tables);
  const { tallies, inventory } = tables;
  const areaById = new Map(books.areas.areas.map((area) => [area.id, area]));
  const may = sees(books.areas, sight);
  const maySee = ({ area }: { area: string | null }) => sight === null || may(areaById.get(area ?? "") ?? null);
  const alerts = (await tallies.alerts()).filter(maySee);
  const tickets = (await tallies.tickets(now, soonMs)).filter(maySee);
  const find = areaFinder(books.areas);
  const gateways = (await tallies.gateways()).filter(({ id, place }) => may(find(id, place)));
  const devices = countDevices(gateways, await tallies.devices(), now);
  const shared = sight === null ? (await inventory.count()).shared : null;
  return {
    at: now,
    alerts: countAlerts(alerts),
    tickets: countTickets(tickets, alerts),
    drills: { alerts: sum(alerts, ({ drill, count }) => (drill ? count : 0)), tickets: countDrills(tickets) },
    cases: await urgentCases(tables, areasInSight(books.areas, sight), now),
    areas: areaBoard(books.areas, alerts, tickets),
    ...devices,
    ...gatewayBoard(gateways.filter(({ platform }) => platform === null)),
    coverage: { ...devices.coverage, ...(shared === null ? {} : { shared }) },
    posture: await postureNow(tables),
    duty: dutyNow(books, now),
  };
}

function countAlerts(alerts: readonly AlertTally[]): OverviewView["alerts"] {
  const real = alerts.filter(({ drill }) => !drill);
  return ([1, 2, 3, 4] as const).map((severity) => {
    const mine = real.filter((one) => one.severity === severity);
    const count = (of: (one: AlertTally) => boolean) => sum(mine, (one) => (of(one) ? one.count : 0));
    return {
      severity,
      open: count(() => true),
      waiting: count(({ waits }) => waits),
      shelved: count((one) => one.shelved),
    };
  });
}

/** An alarm that stands although its ticket is over is a case too: a card that says 0 beside it would be wrong. */
function countTickets(tickets: readonly TicketTally[], alerts: readonly AlertTally[]): OverviewView["tickets"] {
  const real = tickets.filter(({ drill }) => !drill);
  const alone = alerts.filter((one) => one.alone && !one.drill && !one.shelved);
  const states = Map.groupBy(real, ({ state }) => state);
  return {
    open: sum(real, ({ count }) => count),
    overdue: sum(real, ({ overdue }) => overdue),
    soon: sum(real, ({ soon }) => soon),
    bySeverity: ([1, 2, 3, 4] as const).map((severity) => {
      const mine = real.filter((one) => one.severity === severity);
      const standing = sum(alone, (one) => (one.severity === severity ? one.count : 0));
      return {
        severity,
        open: sum(mine, ({ count }) => count) + standing,
        overdue: sum(mine, ({ overdue }) => overdue),
      };
    }),
    byState: [...states].map(([state, rows]) => ({ state, count: sum(rows, ({ count }) => count) })),
  };
}

function countDrills(tickets: readonly TicketTally[]): number {
  return sum(tickets, ({ drill, count }) => (drill ? count : 0));
}

function countDevices(gateways: readonly GatewayMark[], marks: readonly DeviceMark[], now: number) {
  const gatewayOf = new Map(gateways.map((gateway) => [gateway.id, gateway]));
  const counts = Object.fromEntries(standingNames.map((name) => [name, 0])) as Record<Standing, number>;
  const coverage = { known: 0, connected: 0, healthy: 0 };
  let [heardAt, unadopted] = [0, 0];
  for (const mark of marks) {
    const gateway = gatewayOf.get(mark.gateway);
    if (gateway === undefined) continue;
    counts[standingOf(mark, gateway, now)] += 1;
    heardAt = Math.max(heardAt, mark.heardAt ?? 0);
    if (!mark.registered) continue;
    unadopted += Number(!mark.adopted);
    const online = gateway.state === "online" && mark.adopted && isHeard(mark);
    coverage.known += 1;
    coverage.connected += Number(online);
    coverage.healthy += Number(online && mark.health === "");
  }
  return { devices: counts, coverage, unadopted, ...(heardAt === 0 ? {} : { heardAt: Math.min(heardAt, now) }) };
}

/** Registered is not connected: something of it must have come once. */
function isHeard({ heardAt, health }: DeviceMark): boolean {
  return heardAt !== null || health !== null;
}

function gatewayBoard(gateways: readonly GatewayMark[]): Pick<OverviewView, "gateways"> {
  const count = (state: GatewayMark["state"]) => gateways.filter((one) => one.state === state).length;
  const silent = gateways.filter(({ state }) => state !== "online").sort((a, b) => b.since - a.since);
  return {
    gateways: {
      ...{ online: count("online"), offline: count("offline"), unknown: count("unknown") },
      silent: silent.slice(0, mostSilent).map(({ lastSeen, platform: _, ...one }) => ({
        ...{ ...one, title: one.title || one.id },
        ...(lastSeen === null ? {} : { lastSeen }),
      })),
    },
  };
}

/** The most urgent first: open tickets, then alerts whose ticket is over. */
async function urgentCases(tables: Tables, areas: string[] | null, now: number): Promise<OverviewView["cases"]> {
  const find = deviceFinder(tables);
  const ids = await tables.tallies.mostUrgent(now, areas, mostCases);
  const alertOf = await tables.tallies.openAlertsOf(ids);
  const cases: OverviewView["cases"] = [];
  for (const id of ids) {
    const ticket = await tables.tickets.find(id);
    if (ticket === null) continue;
    const alertId = alertOf.get(id);
    const alert = alertId === undefined ? null : await tables.alerts.find(alertId);
    const view = await ticketView(tables, ticket, find);
    cases.push({ ticket: view, ...(alert === null ? {} : { alert: await alertView(alert, find) }) });
  }
  for (const id of await tables.tallies.strayAlerts(areas, mostCases)) {
    const alert = await tables.alerts.find(id);
    if (alert !== null) cases.push({ alert: await alertView(alert, find) });
  }
  return cases;
}

async function postureNow({ postures: table }: Tables): Promise<OverviewView["posture"]> {
  const row = await table.newest();
  const level = row?.level ?? "everyday";
  return { level, title: postures.levels[level].title, ...(row === null ? {} : { since: row.at }) };
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
