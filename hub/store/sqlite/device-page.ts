/** A page of devices as they are looked for: by the registry's columns, without reading a document that is not shown. */
import type { DeviceFilter } from "../devices.ts";

type Condition = { sql: string; values: (string | number)[] };

/** Registered devices, those that only their readings speak of, and those that were only planned. */
export const joined = `
  FROM registry r LEFT JOIN devices d ON d.gateway = r.gateway AND d.id = r.device
  LEFT JOIN gateways w ON w.id = r.gateway LEFT JOIN registry g ON g.gateway = r.gateway AND g.device = ''
`;

export const columns = `
  r.*, d.registered, d.document, d.health_code, d.health_since, d.health_at, coalesce(r.area, g.area) AS lies_in
`;

const quarantine =
  "(r.life = 'announced' OR (coalesce(d.registered, 0) = 0 AND r.adopted = 0 AND r.life = 'in-service'))";

const health = {
  unregistered: "coalesce(d.registered, 0) = 0",
  unknown: "d.registered = 1 AND (w.state <> 'online' OR d.health_code IS NULL)",
  fault: "d.registered = 1 AND w.state = 'online' AND d.health_code <> ''",
  well: "d.registered = 1 AND w.state = 'online' AND d.health_code = ''",
} as const;

/** No gateway, and nothing that went before anything was heard of it; what was only planned is there. */
const isDevice = "r.device <> '' AND (d.id IS NOT NULL OR r.life = 'approved')";

export function whereOf(filter: DeviceFilter): Condition {
  const parts: Condition[] = [{ sql: isDevice, values: [] }];
  const add = (sql: string, ...values: (string | number)[]) => parts.push({ sql, values });
  const { gateway, text, areas, owner, maintainer, life } = filter;
  if (gateway !== undefined) add("r.gateway = ?", gateway);
  for (const word of (text ?? "").split(/\s+/).filter((one) => one !== "")) add(...said(word, filter.meant?.get(word)));
  if (areas !== undefined) add(`coalesce(r.area, g.area) IN (${areas.map(() => "?").join(", ") || "NULL"})`, ...areas);
  if (filter.class !== undefined) add(...ofClass(filter.class, filter.watching));
  if (owner !== undefined) add("r.owner = ?", owner);
  if (maintainer !== undefined) add("r.maintainer = ?", maintainer);
  if (life !== undefined) add("r.life = ?", life);
  if (filter.health !== undefined) add(health[filter.health]);
  if (filter.quarantine !== undefined) add(filter.quarantine ? quarantine : `NOT ${quarantine}`);
  if (filter.withoutSelf) add("r.model IS NOT 'lilong-gateway'");
  return { sql: parts.map(({ sql }) => sql).join(" AND "), values: parts.flatMap(({ values }) => values) };
}

function ofClass(code: string, watching: DeviceFilter["watching"]): [string, ...string[]] {
  if (watching === undefined) return ["r.class = ?", code];
  const among = "IN (SELECT value FROM json_each(?))";
  const watches = `(r.class ${among} AND d.document ->> '$.measures' ${among})`;
  return [`(r.class = ? OR ${watches})`, code, JSON.stringify(watching.events), JSON.stringify(watching.measures)];
}

/** In its own words, in the title of its gateway, in the gateway's words where it has no place of its own, in its area's name. */
function said(word: string, areas: readonly string[] = []): [string, ...string[]] {
  const has = (column: string) => `${column} LIKE ? ESCAPE '\\'`;
  const like = likeOf(word);
  const lies = "coalesce(r.area, g.area) IN (SELECT value FROM json_each(?))";
  const own = `${has("r.words")} OR ${has("g.title")} OR (r.place = '' AND ${has("g.words")})`;
  return areas.length === 0
    ? [`(${own})`, like, like, like]
    : [`(${own} OR ${lies})`, like, like, like, JSON.stringify(areas)];
}

export function likeOf(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
