/** Devices in SQLite; the registered document is kept as JSON text, what people know of them beside it. */

import type { Kysely } from "kysely";
import type { Device } from "../../../core/device.ts";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import { paceOf } from "../../../core/pace.ts";
import type { Facts } from "../../registry/facts.ts";
import type { DeviceHealth, DeviceRow, Devices } from "../devices.ts";
import type { Connection } from "./connection.ts";
import { columns, joined, whereOf } from "./device-page.ts";
import { type EntryColumns, toEntry } from "./registry.ts";
import type { DevicesTable, Schema } from "./schema.ts";
import { rewordDevice } from "./words.ts";

type HealthColumns = Pick<DevicesTable, "health_code" | "health_since" | "health_at">;
type Row = EntryColumns & Omit<DevicesTable, "id" | "every_ms"> & { n: number; place: string; lies_in: string | null };

/** Those that are there: not what was only planned. */
const there = `SELECT ${columns} ${joined} WHERE d.id IS NOT NULL`;
const slice = `${there} AND r.gateway = ? AND r.device > ? ORDER BY r.device LIMIT ?`;
const counts = `
  SELECT d.gateway, count(*) AS count
  FROM devices d LEFT JOIN registry r ON r.gateway = d.gateway AND r.device = d.id
  WHERE r.model IS NOT 'lilong-gateway' GROUP BY d.gateway
`;
const findHealth = "SELECT health_code, health_since, health_at FROM devices WHERE gateway = ? AND id = ?";
const putHealth = "UPDATE devices SET health_code = ?, health_since = ?, health_at = ? WHERE gateway = ? AND id = ?";
const allIds = "SELECT id FROM devices WHERE gateway = ?";
const putDocument = `
  INSERT INTO devices (gateway, id, registered, document, every_ms) VALUES (?, ?, 1, ?, ?)
  ON CONFLICT (gateway, id) DO UPDATE SET registered = 1, document = excluded.document, every_ms = excluded.every_ms
    WHERE registered <> 1 OR document IS NOT excluded.document OR every_ms IS NOT excluded.every_ms
`;
const meet = "INSERT INTO devices (gateway, id, registered, document) VALUES (?, ?, 0, NULL) ON CONFLICT DO NOTHING";

export function devicesTable(query: Kysely<Schema>, connection: Connection): Devices {
  return {
    async find(gateway, id) {
      const row = connection.prepare(`${there} AND r.gateway = ? AND r.device = ?`).get(gateway, id);
      return row === undefined ? null : toRow(row as Row);
    },
    async findTold(gateway, id) {
      const row = connection.prepare("SELECT document FROM devices WHERE gateway = ? AND id = ?").get(gateway, id);
      return typeof row?.document === "string" ? JSON.parse(row.document) : null;
    },
    async findHealth(gateway, id) {
      const row = connection.prepare(findHealth).get(gateway, id) as HealthColumns | undefined;
      return row === undefined ? null : toHealth(row);
    },
    async list(gateway) {
      const order = "ORDER BY r.gateway, r.device";
      const rows =
        gateway === undefined
          ? connection.prepare(`${there} ${order}`).all()
          : connection.prepare(`${there} AND r.gateway = ? ${order}`).all(gateway);
      return (rows as Row[]).map(toRow);
    },
    async slice(gateway, after, limit) {
      return (connection.prepare(slice).all(gateway, after, limit) as Row[]).map(toRow);
    },
    async page(filter, limit, after) {
      const { sql, values } = whereOf(filter);
      const [place = "", n = 0] = after ?? [];
      const rows = connection
        .prepare(`SELECT ${columns} ${joined} WHERE ${sql} AND (r.place, r.n) > (?, ?) ORDER BY r.place, r.n LIMIT ?`)
        .all(...values, place, n, limit + 1) as Row[];
      const counted = connection.prepare(`SELECT count(*) AS n ${joined} WHERE ${sql}`).get(...values);
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const next = last === undefined ? null : [last.place, last.n];
      return { rows: rows.slice(0, limit).map(toRow), total: Number(counted?.n ?? 0), next };
    },
    async count() {
      const rows = connection.prepare(counts).all() as { gateway: GatewayId; count: number }[];
      return new Map(rows.map(({ gateway, count }) => [gateway, count]));
    },
    async meet(gateway, id) {
      connection.prepare(meet).run(gateway, id);
    },
    async putDocument(gateway, document) {
      const text = JSON.stringify(document);
      const { changes } = connection.prepare(putDocument).run(gateway, document.id, text, paceOf(document));
      if (changes > 0) rewordDevice(connection, gateway, document.id);
      return changes > 0;
    },
    async retire(gateway, keep) {
      const kept = new Set<string>(keep);
      const ids = connection.prepare(allIds).all(gateway) as { id: DeviceId }[];
      const gone = ids.map(({ id }) => id).filter((id) => !kept.has(id));
      for (const id of gone) await retireOne(query, gateway, id);
      return gone;
    },
    async putHealth(gateway, id, { code, since, at }) {
      connection.prepare(putHealth).run(code, since, at, gateway, id);
    },
  };
}

/** Gone when nothing is stored of it, else unregistered. */
export async function retireOne(query: Kysely<Schema>, gateway: GatewayId, id: string): Promise<void> {
  const stored = await query
    .selectFrom("series")
    .select("id")
    .where("gateway", "=", gateway)
    .where("device", "=", id)
    .executeTakeFirst();
  if (stored === undefined)
    await query.deleteFrom("devices").where("gateway", "=", gateway).where("id", "=", id).execute();
  else
    await query
      .updateTable("devices")
      .set({ registered: 0 })
      .where("gateway", "=", gateway)
      .where("id", "=", id)
      .execute();
}

function toRow(row: Row): DeviceRow {
  const entry = toEntry(row);
  return {
    gateway: row.gateway as GatewayId,
    id: row.device as DeviceId,
    registered: row.registered === 1,
    document: row.document === null ? null : withFacts(JSON.parse(row.document), entry.facts),
    health: toHealth(row),
    entry,
    area: row.lies_in,
  };
}

function toHealth({ health_code: code, health_since: since, health_at: at }: HealthColumns): DeviceHealth | null {
  return code === null || since === null || at === null ? null : { code, since, at };
}

/** What people say of a device counts more than what its gateway does. */
function withFacts(document: Device, { name, place, class: code }: Facts): Device {
  return {
    ...document,
    ...(name === undefined ? {} : { title: { zh: name, en: name } }),
    ...(place === undefined ? {} : { place }),
    ...(code === undefined ? {} : { class: code as NonNullable<Device["class"]> }),
  };
}
