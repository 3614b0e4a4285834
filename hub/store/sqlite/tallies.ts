/** Counts of what is open, from indices that hold nothing else: the rows themselves are not read. */
import type { AlertId, DeviceId, GatewayId, TicketId } from "../../../core/id.ts";
import { quality } from "../../../core/quality.ts";
import { assumedMs, ranks } from "../../tickets/urgency.ts";
import type {
  AlertTally,
  DeviceMark,
  DeviceSketch,
  GatewayMark,
  Tallies,
  TicketTally,
  WorstAlert,
} from "../tallies.ts";
import type { LatestRow } from "../telemetry.ts";
import type { Connection } from "./connection.ts";
import type { Memory } from "./memory.ts";

const over = "state IN ('closed', 'fedback', 'archived', 'voided')";
const isOpen = "state NOT IN ('closed', 'fedback', 'archived', 'voided')";
/** `?1`: JSON array of areas, or null for all. */
const inAreas = "(?1 IS NULL OR t.area IN (SELECT value FROM json_each(?1)))";

const alertTallies = `
  SELECT t.area, a.severity, a.drill, a.state IN ('unacknowledged', 'returned') AS waits,
    a.shelved_until IS NOT NULL AS shelved, coalesce(t.${over}, 1) AS alone, count(*) AS count
  FROM alerts a INDEXED BY alerts_open LEFT JOIN tickets t ON t.id = a.ticket
  WHERE a.state <> 'normal' GROUP BY 1, 2, 3, 4, 5, 6
`;
const ticketTallies = `
  SELECT area, state, severity, drill, count(*) AS count, coalesce(sum(due_at < ?1), 0) AS overdue,
    coalesce(sum(due_at >= ?1 AND due_at < ?2), 0) AS soon
  FROM tickets INDEXED BY tickets_open WHERE ${isOpen} GROUP BY 1, 2, 3, 4
`;
/** What does not run out in this time is put aside. */
const endlessMs = 1e15;
const assumed = Object.entries(assumedMs).map(([state, ms]) => `WHEN '${state}' THEN ${Math.min(ms, endlessMs)}`);
/** A case of a sensor that is no longer in alarm comes after all that go on: a fire never stands below a cover that was shut. */
const rank = `CASE WHEN state = 'suspended' THEN ${ranks.aside}
  WHEN source = 'sensor' AND id NOT IN (
    SELECT ticket FROM alerts INDEXED BY alerts_open
    WHERE state <> 'normal' AND state <> 'returned' AND ticket IS NOT NULL
  ) THEN ${ranks.returned} ELSE ${ranks.standing} END`;
const mostUrgent = `
  SELECT id FROM (
    SELECT id, severity, opened_at, ${rank} AS rank,
      coalesce(due_at - ?2, CASE state ${assumed.join(" ")} ELSE opened_at - ?2 END) AS remaining
    FROM tickets t INDEXED BY tickets_open WHERE ${isOpen} AND drill = 0 AND ${inAreas}
  ) ORDER BY rank, severity, remaining, opened_at LIMIT ?3
`;
const strayAlerts = `
  SELECT a.id FROM alerts a INDEXED BY alerts_open LEFT JOIN tickets t ON t.id = a.ticket
  WHERE a.state <> 'normal' AND a.drill = 0 AND t.state IN ('closed', 'fedback', 'archived', 'voided') AND ${inAreas}
  ORDER BY a.state = 'returned', a.severity, a.raised_at LIMIT ?2
`;
const openAlertsOf = `
  SELECT ticket, id, max(raised_at) FROM alerts INDEXED BY alerts_open
  WHERE state <> 'normal' AND ticket IN (SELECT value FROM json_each(?1)) GROUP BY ticket
`;
/** A gateway registers itself as a device of this name. */
const self = "gateway";
const deviceMarks = `
  SELECT gateway, id, registered, health_code, every_ms FROM devices INDEXED BY devices_by_standing WHERE id <> '${self}'
`;
const unadopted = `
  SELECT gateway, device FROM registry INDEXED BY registry_unadopted
  WHERE life = 'announced' AND device <> '' AND model IS NOT 'lilong-gateway'
`;
const deviceSketches = `
  SELECT gateway, id, registered, health_code, every_ms, document ->> '$.title.zh' AS zh, document ->> '$.title.en' AS en,
    document ->> '$.place' AS place, document ->> '$.class' AS class,
    document ->> '$.measures' AS measures
  FROM devices WHERE id <> '${self}'
`;
const worstAlerts = `
  SELECT gateway, device, min(severity) AS severity, count(*) AS count, ticket FROM alerts INDEXED BY alerts_open
  WHERE state <> 'normal' AND drill = 0 GROUP BY gateway, device
`;
const gatewayMarks = `
  SELECT g.id, g.title, g.place, g.state, g.since, g.last_seen, c.platform
  FROM gateways g LEFT JOIN connectors c ON c.id = g.id ORDER BY g.id`;

export function talliesTable(connection: Connection, memory: Memory): Tallies {
  const all = <Row>(text: string, ...bound: (string | number | null)[]) =>
    connection.prepare(text).all(...bound) as Row[];
  const marked = <Row extends DeviceCells>(text: string) => {
    const heard = newestOf(memory);
    const waiting = new Set(all<{ gateway: string; device: string }>(unadopted).map(nameOf));
    return all<Row>(text).map((row) => ({ row, mark: markOf(row, heard, waiting) }));
  };
  return {
    async alerts() {
      return all<Cells<AlertTally>>(alertTallies).map((row) => ({
        ...row,
        ...{ drill: row.drill === 1, waits: row.waits === 1, shelved: row.shelved === 1, alone: row.alone === 1 },
      }));
    },
    async tickets(now, soonMs) {
      return all<Cells<TicketTally>>(ticketTallies, now, now + soonMs).map((row) => ({
        ...row,
        drill: row.drill === 1,
      }));
    },
    async mostUrgent(now, areas, limit) {
      return all<{ id: TicketId }>(mostUrgent, jsonOf(areas), now, limit).map(({ id }) => id);
    },
    async strayAlerts(areas, limit) {
      return all<{ id: AlertId }>(strayAlerts, jsonOf(areas), limit).map(({ id }) => id);
    },
    async openAlertsOf(tickets) {
      const rows = all<{ ticket: TicketId; id: AlertId }>(openAlertsOf, jsonOf(tickets));
      return new Map(rows.map(({ ticket, id }) => [ticket, id]));
    },
    devices: async () => marked<DeviceCells>(deviceMarks).map(({ mark }) => mark),
    deviceSketches: async () => marked<SketchCells>(deviceSketches).map(({ row, mark }) => sketchOf(row, mark)),
    worstAlerts: async () => all<WorstAlert>(worstAlerts).map((row) => ({ ...row })),
    async gateways() {
      const rows = all<Omit<GatewayMark, "lastSeen"> & { last_seen: number | null }>(gatewayMarks);
      return rows.map(({ last_seen, ...row }) => ({
        ...row,
        lastSeen: memory.gateways.get(row.id)?.lastSeen ?? last_seen,
      }));
    },
  };
}

/** SQLite has no truth values. */
type Cells<Tally> = { [Name in keyof Tally]: Tally[Name] extends boolean ? number : Tally[Name] };
type DeviceCells = {
  gateway: string;
  id: string;
  registered: number;
  health_code: string | null;
  every_ms: number | null;
};
type SketchCells = DeviceCells & Record<"zh" | "en" | "place" | "class" | "measures", string | null>;

/** By gateway, by device. */
type Heard = Map<string, Map<string, number>>;

function nameOf({ gateway, device }: { gateway: string; device: string }): string {
  return `${gateway}/${device}`;
}

function markOf(row: DeviceCells, heard: Heard, waiting: ReadonlySet<string>): DeviceMark {
  const { gateway, id, registered, health_code: health, every_ms: everyMs } = row;
  const adopted = !waiting.has(nameOf({ gateway, device: id }));
  const heardAt = heard.get(gateway)?.get(id) ?? null;
  return {
    gateway: gateway as GatewayId,
    id: id as DeviceId,
    registered: registered === 1,
    health,
    heardAt,
    everyMs,
    adopted,
  };
}

function sketchOf({ zh, en, place, class: code, measures }: SketchCells, mark: DeviceMark): DeviceSketch {
  return { ...mark, title: zh === null ? null : { zh, en: en ?? zh }, place, class: code, measures };
}

/** When each device was heard last, by the newest values in memory. */
function newestOf(memory: Memory): Heard {
  const newest: Heard = new Map();
  for (const [, { row }] of memory.series.entries()) {
    if (row.latest === null) continue;
    const ofGateway = newest.get(row.gateway) ?? new Map<string, number>();
    newest.set(row.gateway, ofGateway);
    const at = momentOf(row.latest);
    if (at > (ofGateway.get(row.device) ?? 0)) ofGateway.set(row.device, at);
  }
  return newest;
}

/** A time that was guessed counts from its arrival. */
function momentOf({ at, receivedAt, quality: bits }: LatestRow): number {
  return (bits & quality.estimated) === 0 ? at : receivedAt;
}

function jsonOf(list: readonly string[] | null): string | null {
  return list === null ? null : JSON.stringify(list);
}
