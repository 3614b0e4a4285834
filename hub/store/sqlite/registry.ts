/** The registry in SQLite; what is looked for stands in columns that SQLite keeps by itself. */
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Life } from "../../registry/life.ts";
import type { AreaCount, CoverageRow, Entry, Registry, RegistryChange, Thing } from "../registry.ts";
import type { Connection } from "./connection.ts";
import { rewordDevice, rewordGateway } from "./words.ts";

export type EntryColumns = {
  gateway: string;
  device: string;
  life: string;
  life_since: number;
  life_until: number | null;
  life_reason: string | null;
  adopted: number;
  facts: string;
  replaced_by: string | null;
  revision: number;
};

const put = `
  INSERT INTO registry (gateway, device, life, life_since, life_until, life_reason, adopted, facts, replaced_by, revision)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (gateway, device) DO UPDATE SET life = excluded.life, life_since = excluded.life_since,
    life_until = excluded.life_until, life_reason = excluded.life_reason, adopted = excluded.adopted,
    facts = excluded.facts, replaced_by = excluded.replaced_by, revision = excluded.revision
`;

const areaOf = `
  SELECT coalesce(r.area, g.area) AS area FROM registry r LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  WHERE r.gateway = ? AND r.device = ?
`;

const positions = `
  SELECT gateway, device, facts ->> '$.location.lon' AS lon, facts ->> '$.location.lat' AS lat FROM registry
  WHERE facts ->> '$.location.lon' IS NOT NULL
`;

const placesOf = `
  SELECT device, place, found_area AS found FROM registry WHERE gateway = ? AND device <> '' ORDER BY device
`;

const addChange = `
  INSERT INTO registry_changes (gateway, device, at, by, kind, before, after, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
`;

const changes = `
  SELECT * FROM registry_changes WHERE gateway = ? AND device = ? AND n < ? ORDER BY n DESC LIMIT ?
`;

/** A device lies where its own words say, else where its gateway does. */
const countByArea = `
  SELECT coalesce(r.area, g.area) AS area, sum(r.device <> '') AS devices, sum(r.device = '') AS gateways
  FROM registry r LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  WHERE r.life <> 'retired' AND r.model IS NOT 'lilong-gateway' AND (r.device = '' OR d.id IS NOT NULL OR r.life = 'approved')
  GROUP BY 1
`;

/** Registered is not connected: it was taken into service, and something of it came once. */
const spoke = `(d.health_code IS NOT NULL OR EXISTS (SELECT 1 FROM series s WHERE s.gateway = d.gateway AND s.device = d.id))`;
const isConnected = `(d.registered = 1 AND w.state = 'online' AND r.life <> 'announced' AND ${spoke})`;
const coverage = `
  SELECT coalesce(r.area, g.area) AS area, r.class, d.document ->> '$.measures' AS measures, count(*) AS known,
    coalesce(sum(${isConnected}), 0) AS connected,
    coalesce(sum(${isConnected} AND d.health_code = ''), 0) AS healthy,
    coalesce(sum(i.hash = i.shared_hash), 0) AS shared
  FROM registry r LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  LEFT JOIN gateways w ON w.id = r.gateway LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  LEFT JOIN inventory i ON i.id = r.gateway || '/' || r.device
  WHERE r.device <> '' AND r.life <> 'retired' AND r.model IS NOT 'lilong-gateway'
    AND (d.registered = 1 OR r.life = 'approved')
  GROUP BY 1, 2, 3
`;

export function registryTable(connection: Connection): Registry {
  return {
    async find({ gateway, device }) {
      const row = connection
        .prepare("SELECT * FROM registry WHERE gateway = ? AND device = ?")
        .get(gateway, device ?? "");
      return row === undefined ? null : toEntry(row as EntryColumns);
    },
    async areaOf({ gateway, device }) {
      const row = connection.prepare(areaOf).get(gateway, device ?? "");
      return typeof row?.area === "string" ? row.area : null;
    },
    async listGateways() {
      const rows = connection.prepare("SELECT * FROM registry WHERE device = '' ORDER BY gateway").all();
      return (rows as (EntryColumns & { area: string | null })[]).map((row) => ({ ...toEntry(row), area: row.area }));
    },
    async positions() {
      const rows = connection.prepare(positions).all() as {
        gateway: string;
        device: string;
        lon: number;
        lat: number;
      }[];
      return rows.map(({ lon, lat, ...row }) => ({ ...toThing(row), lon, lat }));
    },
    async replacedWith(thing) {
      const rows = connection.prepare("SELECT gateway, device FROM registry WHERE replaced_by = ?").all(nameOf(thing));
      return (rows as { gateway: string; device: string }[]).map(toThing);
    },
    async put(entry) {
      const { gateway, device, life, lifeSince, lifeUntil, lifeReason, adopted, facts, replacedBy, revision } = entry;
      const by = replacedBy === null ? null : nameOf(replacedBy);
      connection
        .prepare(put)
        .run(
          ...[gateway, device ?? "", life, lifeSince, lifeUntil, lifeReason],
          ...[Number(adopted), JSON.stringify(facts), by, revision],
        );
      if (device === null) rewordGateway(connection, gateway);
      else rewordDevice(connection, gateway, device);
    },
    async placesOf(gateway) {
      return connection.prepare(placesOf).all(gateway) as { device: DeviceId; place: string; found: string | null }[];
    },
    async putFoundArea({ gateway, device }, area) {
      connection
        .prepare("UPDATE registry SET found_area = ?1 WHERE gateway = ?2 AND device = ?3 AND found_area IS NOT ?1")
        .run(area, gateway, device ?? "");
    },
    async listMaintainedUntil(now) {
      const sql = "SELECT * FROM registry WHERE life = 'maintenance' AND life_until <= ? ORDER BY life_until";
      return (connection.prepare(sql).all(now) as EntryColumns[]).map(toEntry);
    },
    async countByArea() {
      return connection.prepare(countByArea).all() as AreaCount[];
    },
    async coverage() {
      return connection.prepare(coverage).all() as CoverageRow[];
    },
    async addChange({ gateway, device, at, by, kind, before, after, reason }) {
      const { lastInsertRowid } = connection
        .prepare(addChange)
        .run(gateway, device ?? "", at, by, kind, JSON.stringify(before), JSON.stringify(after), reason);
      return Number(lastInsertRowid);
    },
    async changes({ gateway, device }, limit, before = Number.MAX_SAFE_INTEGER) {
      return connection
        .prepare(changes)
        .all(gateway, device ?? "", before, limit)
        .map((row) => toChange(row as ChangeRow));
    },
  };
}

type ChangeRow = Omit<RegistryChange, "before" | "after" | "gateway" | "device"> & {
  gateway: string;
  device: string;
  before: string;
  after: string;
};

function toChange({ before, after, ...row }: ChangeRow): RegistryChange {
  return { ...row, ...toThing(row), before: JSON.parse(before), after: JSON.parse(after) };
}

function toThing({ gateway, device }: { gateway: string; device: string }): Thing {
  return { gateway: gateway as GatewayId, device: device === "" ? null : (device as DeviceId) };
}

/** `gateway/device`, `gateway/` for the gateway itself: no id holds a slash. */
function nameOf({ gateway, device }: Thing): string {
  return `${gateway}/${device ?? ""}`;
}

export function toEntry(row: EntryColumns): Entry {
  const [gateway = "", device = ""] = row.replaced_by?.split("/") ?? [];
  return {
    ...toThing(row),
    life: row.life as Life,
    lifeSince: row.life_since,
    lifeUntil: row.life_until,
    lifeReason: row.life_reason,
    adopted: row.adopted === 1,
    facts: JSON.parse(row.facts),
    replacedBy: row.replaced_by === null ? null : toThing({ gateway, device }),
    revision: row.revision,
  };
}
