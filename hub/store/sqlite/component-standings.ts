/** How each component stands, in SQL: matched, in service, well, shared; counted, and page by page. */
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { hubRuleIds } from "../../alerts/rules/hub-rules.ts";
import type { ComponentFilter, ComponentStanding, ComponentState, Components, CoverageCell } from "../components.ts";
import { type ComponentCells, toComponent } from "./component-cells.ts";
import type { Connection } from "./connection.ts";
import { likeOf } from "./device-page.ts";

/** Nothing new came from it in time: the hub's own rule says so. */
const isLate = `EXISTS (SELECT 1 FROM alerts a WHERE a.gateway = r.gateway AND a.device = r.device AND a.drill = 0
  AND a.rule = '${hubRuleIds.sensorStale}' AND a.state <> 'normal' AND a.state <> 'returned')`;
/** Registered is not connected: something of it must have come once. */
const spoke =
  "(d.health_code IS NOT NULL OR EXISTS (SELECT 1 FROM series s WHERE s.gateway = d.gateway AND s.device = d.id))";
const connected = `(r.life IN ('in-service', 'maintenance') AND (d.registered = 1 OR r.adopted = 1) AND ${spoke})`;
const healthy = `(${connected} AND d.registered = 1 AND w.state = 'online' AND d.health_code = '' AND NOT ${isLate})`;
const shared = `(${connected} AND i.hash = i.shared_hash)`;

const joined = `
  FROM components c LEFT JOIN component_matches m ON m.component = c.id AND c.until IS NULL
  LEFT JOIN component_doubts x ON x.component = c.id AND c.until IS NULL
  LEFT JOIN registry r ON r.gateway = m.gateway AND r.device = m.device
  LEFT JOIN devices d ON d.gateway = m.gateway AND d.id = m.device
  LEFT JOIN gateways w ON w.id = m.gateway LEFT JOIN inventory i ON i.id = m.gateway || '/' || m.device
`;
const columns = `c.*, m.gateway, m.device, m.reason, m."by" AS matched_by, m.at AS matched_at, x.candidates, x.more,
  coalesce(${connected}, 0) AS connected,
  coalesce(${healthy}, 0) AS healthy, coalesce(${shared}, 0) AS shared`;
const count = `
  SELECT c.lies_in AS area, c.class, count(*) AS known, coalesce(sum(${connected}), 0) AS connected,
    coalesce(sum(${healthy}), 0) AS healthy, coalesce(sum(${shared}), 0) AS shared,
    coalesce(sum(x.component IS NOT NULL), 0) AS doubtful
  ${joined} WHERE c.until IS NULL AND c.id > ? AND c.id <= ? GROUP BY 1, 2
`;
const lastOfSome = `
  SELECT max(id) AS last, count(*) AS n FROM
    (SELECT id FROM components WHERE until IS NULL AND id > ? ORDER BY id LIMIT ?)
`;
const countBeyond = `
  SELECT count(*) AS n FROM registry r LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
  LEFT JOIN component_matches m ON m.gateway = r.gateway AND m.device = r.device
    AND EXISTS (SELECT 1 FROM components c WHERE c.id = m.component AND c.until IS NULL)
  WHERE r.device <> '' AND r.model IS NOT 'lilong-gateway' AND ${connected} AND m.component IS NULL
    AND (?1 IS NULL OR coalesce(r.area, g.area) IN (SELECT value FROM json_each(?1)))
`;

/** What ended is there once, as it was last. */
const lastOfEnded = `(c.until IS NOT NULL AND c.n = (SELECT max(n) FROM components o WHERE o.id = c.id))`;
const states: Record<ComponentState, string> = {
  all: "c.until IS NULL",
  gap: `c.until IS NULL AND NOT coalesce(${connected}, 0)`,
  doubtful: "c.until IS NULL AND x.component IS NOT NULL",
  connected: `c.until IS NULL AND ${connected}`,
  healthy: `c.until IS NULL AND ${healthy}`,
  shared: `c.until IS NULL AND ${shared}`,
  unhealthy: `c.until IS NULL AND ${connected} AND NOT coalesce(${healthy}, 0)`,
  unshared: `c.until IS NULL AND ${connected} AND NOT coalesce(${shared}, 0)`,
  ended: lastOfEnded,
};

const pageOf = (where: string) => `SELECT ${columns} ${joined} WHERE ${where} AND c.id > ? ORDER BY c.id LIMIT ?`;

type Standings = Pick<Components, "count" | "countBeyond" | "standing" | "page">;

export function componentStandings(connection: Connection): Standings {
  return {
    async count(after, limit) {
      const some = connection.prepare(lastOfSome).get(after, limit) as { last: string | null; n: number };
      if (some.last === null) return { cells: [], last: null };
      const cells = connection.prepare(count).all(after, some.last) as CoverageCell[];
      return { cells, last: some.n < limit ? null : some.last };
    },
    async standing(filter, after, limit) {
      const { sql, values } = whereOf(filter);
      const rows = connection.prepare(pageOf(sql)).all(...values, after, limit) as Cells[];
      return rows.map(toStanding);
    },
    async countBeyond(areas) {
      const row = connection.prepare(countBeyond).get(areas === undefined ? null : JSON.stringify(areas));
      return Number(row?.n ?? 0);
    },
    async page(filter, limit, after) {
      const { sql, values } = whereOf(filter);
      const [id = ""] = after ?? [];
      const rows = connection.prepare(pageOf(sql)).all(...values, id, limit + 1) as Cells[];
      const counted = connection.prepare(`SELECT count(*) AS n ${joined} WHERE ${sql}`).get(...values);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const next = last === undefined ? null : [last.id];
      return { rows: rows.slice(0, limit).map(toStanding), total: Number(counted?.n ?? 0), next };
    },
  };
}

function whereOf({ state, areas, nowhere, class: code, id, q }: ComponentFilter): { sql: string; values: string[] } {
  const words = (q ?? "").split(/\s+/).filter((word) => word !== "");
  const parts: [string, ...string[]][] = [
    [states[state]],
    ...(areas === undefined ? [] : [["c.lies_in IN (SELECT value FROM json_each(?))", JSON.stringify(areas)] as const]),
    ...(nowhere ? [["c.lies_in IS NULL"] as const] : []),
    ...(code === undefined ? [] : [["c.class = ?", code] as const]),
    ...(id === undefined ? [] : [["c.id = ?", id] as const]),
    ...words.map((word) => [said, ...Array<string>(3).fill(likeOf(word))] as const),
  ].map((part) => [...part] as [string, ...string[]]);
  return { sql: parts.map(([sql]) => sql).join(" AND "), values: parts.flatMap(([, ...values]) => values) };
}

const said = "(c.id LIKE ? ESCAPE '\\' OR c.name LIKE ? ESCAPE '\\' OR c.place LIKE ? ESCAPE '\\')";

type Cells = ComponentCells & {
  lies_in: string | null;
  ended_at: number | null;
  gateway: string | null;
  device: string | null;
  reason: string | null;
  matched_by: string | null;
  matched_at: number | null;
  candidates: string | null;
  more: number | null;
  connected: number;
  healthy: number;
  shared: number;
};

function toStanding(row: Cells): ComponentStanding {
  return {
    ...toComponent(row),
    ...{ liesIn: row.lies_in, endedAt: row.ended_at, match: matchOf(row) },
    doubt: row.candidates === null ? null : { candidates: JSON.parse(row.candidates), more: row.more === 1 },
    ...{ connected: row.connected === 1, healthy: row.healthy === 1, shared: row.shared === 1 },
  };
}

function matchOf({ gateway, device, reason, matched_by: by, matched_at: at }: Cells) {
  if (gateway === null || device === null || reason === null || by === null || at === null) return null;
  const thing = { gateway: gateway as GatewayId, device: device as DeviceId };
  return { ...thing, reason: JSON.parse(reason), by, at };
}
