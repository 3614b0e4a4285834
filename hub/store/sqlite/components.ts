/** Components that should be connected, in SQLite: versions, matches, what people parted, what is in doubt. */
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Doubt, Pair } from "../../coverage/pairing.ts";
import type { ComponentDevice, ComponentList, ComponentMatch, Components, ComponentVersion } from "../components.ts";
import { type ComponentCells, cellsOf, isSame, toComponent } from "./component-cells.ts";
import { componentStandings } from "./component-standings.ts";
import type { Connection } from "./connection.ts";

const openList = `
  INSERT INTO component_lists (import, name, "by", at) VALUES (?, ?, ?, ?)
  ON CONFLICT (import) DO UPDATE SET name = excluded.name RETURNING n
`;
const newestLists = `
  SELECT l.*, i.state IS NULL OR i.state NOT IN ('taking', 'failed') AS whole
  FROM component_lists l LEFT JOIN imports i ON i.id = l.import ORDER BY l.n DESC LIMIT ?
`;
const now = "SELECT * FROM components WHERE until IS NULL";
const add = `
  INSERT INTO components (id, class, name, area, place, building, position, lon, lat, owner, maintainer, note, lies_in, since, seen)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
`;
/** `?2`: JSON array of areas, or null for all. */
const missing = "until IS NULL AND (?2 IS NULL OR lies_in IN (SELECT value FROM json_each(?2)))";
const endMissing = `
  UPDATE components SET until = ?1, ended_at = ?3 WHERE n IN (SELECT n FROM components WHERE ${missing} AND seen <> ?1 LIMIT ?4)
`;
const countMissing = `
  SELECT count(*) AS n FROM components WHERE ${missing} AND id NOT IN
    (SELECT body ->> '$.component.id' FROM import_rows WHERE import = ?1 AND verdict <> 'wrong')
`;
const devices = `
  SELECT r.gateway, r.device, r.class, coalesce(r.area, g.area) AS area,
    coalesce(nullif(r.place, ''), g.place, '') AS place, r.title, r.facts, r.replaced_by, f."foreign", f.title AS foreign_title,
    d.document ->> '$.measures' AS measures
  FROM registry r LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  LEFT JOIN foreign_devices f ON f.connector = r.gateway AND f.device = r.device
  WHERE r.device <> '' AND r.model IS NOT 'lilong-gateway' AND (r.life <> 'retired' OR r.replaced_by IS NOT NULL)
    AND (d.id IS NOT NULL OR r.life = 'approved') AND (r.gateway, r.device) > (?, ?)
  ORDER BY r.gateway, r.device LIMIT ?
`;
const putMatch = `
  INSERT INTO component_matches (component, gateway, device, reason, "by", at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (component) DO UPDATE SET gateway = excluded.gateway, device = excluded.device, reason = excluded.reason,
    "by" = excluded."by", at = excluded.at
`;
const part = `INSERT INTO component_partings (component, device, "by", at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const putDoubt = `
  INSERT INTO component_doubts (component, candidates, more) VALUES (?, ?, ?)
  ON CONFLICT (component) DO UPDATE SET candidates = excluded.candidates, more = excluded.more
`;

export function componentsTable(connection: Connection): Components {
  return { ...lists(connection), ...matches(connection), ...componentStandings(connection) };
}

type Bound = string | number | null;
const askOf = (connection: Connection) => ({
  rows: <Row>(sql: string, ...bound: Bound[]) => connection.prepare(sql).all(...bound) as Row[],
  run: (sql: string, ...bound: Bound[]) => Number(connection.prepare(sql).run(...bound).changes),
});

type VersionCells = ComponentCells & {
  lies_in: string | null;
  since: number;
  until: number | null;
  ended_at: number | null;
};

type ListPart = Pick<
  Components,
  | ("hasList" | "openList" | "lists" | "find" | "findArea" | "versions" | "put")
  | ("endMissing" | "countMissing" | "listNow" | "putFoundArea")
>;

function lists(connection: Connection): ListPart {
  const { rows, run } = askOf(connection);
  return {
    hasList: async () => rows("SELECT 1 FROM component_lists LIMIT 1").length > 0,
    async openList({ import: of, name, by, at }) {
      return rows<{ n: number }>(openList, of, name, by, at)[0]?.n ?? 0;
    },
    async lists(limit) {
      const some = rows<Omit<ComponentList, "whole"> & { whole: number }>(newestLists, limit);
      return some.map((list) => ({ ...list, whole: list.whole === 1 }));
    },
    async find(id) {
      const [row] = rows<ComponentCells>(`${now} AND id = ?`, id);
      return row === undefined ? null : toComponent(row);
    },
    async findArea(id) {
      const [row] = rows<VersionCells>(`${now} AND id = ?`, id);
      return row?.lies_in ?? null;
    },
    async versions(id) {
      return rows<VersionCells>("SELECT * FROM components WHERE id = ? ORDER BY n", id).map(toVersion);
    },
    async put(n, component, liesIn, at) {
      const [row] = rows<VersionCells>(`${now} AND id = ?`, component.id);
      if (row !== undefined && isSame(toComponent(row), component))
        return void run("UPDATE components SET seen = ? WHERE id = ? AND until IS NULL", n, component.id);
      run("UPDATE components SET until = ?, ended_at = ? WHERE id = ? AND until IS NULL", n, at, component.id);
      run(add, ...cellsOf(component), liesIn, n, n);
    },
    async endMissing(n, areas, limit, at) {
      const ended = run(endMissing, n, jsonOf(areas), at, limit);
      run("UPDATE component_lists SET ended = ended + ? WHERE n = ?", ended, n);
      return ended;
    },
    async countMissing(of, areas) {
      return rows<{ n: number }>(countMissing, of, jsonOf(areas))[0]?.n ?? 0;
    },
    async listNow(after, limit) {
      const some = rows<VersionCells>(`${now} AND id > ? ORDER BY id LIMIT ?`, after, limit);
      return some.map((row) => ({ ...toComponent(row), liesIn: row.lies_in }));
    },
    async putFoundArea(id, area) {
      run("UPDATE components SET lies_in = ?1 WHERE id = ?2 AND until IS NULL AND lies_in IS NOT ?1", area, id);
    },
  };
}

type MatchPart = Pick<
  Components,
  | (
      | "devices"
      | "matches"
      | "pinned"
      | "findMatch"
      | "findMatchOf"
      | "putMatch"
      | "dropMatch"
      | "partings"
      | "part"
      | "unpart"
    )
  | ("doubts" | "putDoubt" | "dropDoubt")
>;

function matches(connection: Connection): MatchPart {
  const { rows, run } = askOf(connection);
  return {
    async devices(after, limit) {
      const [gateway = "", device = ""] = after.split("/");
      return rows<DeviceCells>(devices, gateway, device, limit).map(toDevice);
    },
    async matches(after, limit) {
      const sql = "SELECT * FROM component_matches WHERE component > ? ORDER BY component LIMIT ?";
      return rows<MatchCells>(sql, after, limit).map(toMatch);
    },
    async pinned() {
      return rows<MatchCells>(`SELECT * FROM component_matches WHERE "by" <> 'hub' ORDER BY component`).map(toMatch);
    },
    async findMatch(component) {
      const [row] = rows<MatchCells>("SELECT * FROM component_matches WHERE component = ?", component);
      return row === undefined ? null : toMatch(row);
    },
    async findMatchOf(key) {
      const [gateway = "", device = ""] = key.split("/");
      const sql = "SELECT * FROM component_matches WHERE gateway = ? AND device = ?";
      const [row] = rows<MatchCells>(sql, gateway, device);
      return row === undefined ? null : toMatch(row);
    },
    async putMatch({ component, gateway, device, reason, by, at }) {
      const other = "DELETE FROM component_matches WHERE gateway = ? AND device = ? AND component <> ?";
      run(other, gateway, device, component);
      run(putMatch, component, gateway, device, JSON.stringify(reason), by, at);
    },
    dropMatch: async (component) => void run("DELETE FROM component_matches WHERE component = ?", component),
    partings: async () => rows<Pair>("SELECT component, device FROM component_partings ORDER BY component, device"),
    part: async ({ component, device }, by, at) => void run(part, component, device, by, at),
    async unpart({ component, device }) {
      run("DELETE FROM component_partings WHERE component = ? AND device = ?", component, device);
    },
    async doubts(after, limit) {
      const sql = "SELECT * FROM component_doubts WHERE component > ? ORDER BY component LIMIT ?";
      const all = rows<{ component: string; candidates: string; more: number }>(sql, after, limit);
      return all.map(({ component, candidates, more }): Doubt => {
        return { component, candidates: JSON.parse(candidates), more: more === 1 };
      });
    },
    async putDoubt({ component, candidates, more }) {
      run(putDoubt, component, JSON.stringify(candidates), Number(more));
    },
    dropDoubt: async (component) => void run("DELETE FROM component_doubts WHERE component = ?", component),
  };
}

function jsonOf(areas: readonly string[] | null): string | null {
  return areas === null ? null : JSON.stringify(areas);
}

function toVersion(row: VersionCells): ComponentVersion {
  return { ...toComponent(row), since: row.since, until: row.until, endedAt: row.ended_at };
}

type MatchCells = Omit<ComponentMatch, "reason"> & { reason: string };

function toMatch({ reason, ...row }: MatchCells): ComponentMatch {
  return { ...row, reason: JSON.parse(reason) };
}

type DeviceCells = Record<"gateway" | "device" | "place" | "title" | "facts", string> &
  Record<"class" | "area" | "replaced_by" | "foreign" | "foreign_title" | "measures", string | null>;
type KnownFacts = {
  building?: string;
  floor?: string;
  room?: string;
  note?: string;
  location?: { lon: number; lat: number };
};

function toDevice(row: DeviceCells): ComponentDevice {
  const { building = "", floor = "", room = "", note = "", location } = JSON.parse(row.facts) as KnownFacts;
  const words = [row.device, row.title, row.foreign ?? "", row.foreign_title ?? "", note].join(" ");
  return {
    key: `${row.gateway as GatewayId}/${row.device as DeviceId}`,
    ...{ class: row.class, area: row.area, place: row.place, building, inside: `${floor} ${room}`.trim() },
    at: location === undefined ? null : [location.lon, location.lat],
    named: words.match(/[A-Za-z0-9][A-Za-z0-9._-]{2,63}/g) ?? [],
    ...{ measures: row.measures, replacedBy: row.replaced_by },
  };
}
