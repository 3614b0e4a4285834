/** Devices of platforms in SQLite. */
import type { Kysely } from "kysely";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { ForeignDevice, ForeignDevices, KnownBefore } from "../foreign-devices.ts";
import type { Connection } from "./connection.ts";
import { retireOne } from "./devices.ts";
import type { ForeignDevicesTable, Schema } from "./schema.ts";

const all = "SELECT * FROM foreign_devices WHERE connector = ?";
const slice = `${all} AND "foreign" > ? ORDER BY "foreign" LIMIT ?`;
const put = `
  INSERT INTO foreign_devices
    (connector, "foreign", device, product, model, title, place, settings, met_at, heard_at, is_online)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (connector, "foreign") DO UPDATE SET product = excluded.product, model = excluded.model,
    title = excluded.title, place = excluded.place, settings = excluded.settings, heard_at = excluded.heard_at,
    is_online = excluded.is_online
`;
const memory = 'SELECT memory FROM foreign_devices WHERE connector = ? AND "foreign" = ?';
const remember = 'UPDATE foreign_devices SET memory = ? WHERE connector = ? AND "foreign" = ?';
const knownBefore = 'SELECT push, known FROM known_before WHERE connector = ? AND "foreign" = ? AND push = ?';
const nextKnown = `
  SELECT push, known FROM known_before WHERE connector = ? AND "foreign" = ? AND push > ? ORDER BY push LIMIT 1
`;
const keepKnown = `
  INSERT INTO known_before (connector, "foreign", push, known) VALUES (?, ?, ?, ?)
  ON CONFLICT (connector, "foreign", push) DO UPDATE SET known = excluded.known
`;
/** Some hundred parts of a fire alarm in a state at once; a sender must not fill the disk with short messages. */
const longestKnown = 4096;
const hear = `
  UPDATE foreign_devices SET heard_at = CASE WHEN heard_at > ?2 THEN ?1 ELSE max(heard_at, ?1) END
  WHERE connector = ?3 AND "foreign" = ?4
`;
const hearOnline = `
  UPDATE foreign_devices SET is_online = ?1, online_at = ?2 WHERE connector = ?3 AND "foreign" = ?4
  AND (online_at IS NULL OR online_at > ?6 OR online_at < ?2 OR (online_at = ?2 AND NOT ?5))
`;

export const counts = {
  all: "SELECT count(*) AS n FROM foreign_devices WHERE connector = ?",
  strangers: "SELECT count(*) AS n FROM foreign_devices WHERE connector = ? AND model IS NULL",
};

const removeUnknown = `
  DELETE FROM foreign_devices WHERE (connector, "foreign") IN (
    SELECT f.connector, f."foreign" FROM foreign_devices f WHERE f.model IS NULL AND max(f.heard_at, f.met_at) < ? AND NOT EXISTS (
      SELECT 1 FROM pushes p WHERE p.connector = f.connector AND p."foreign" = f."foreign" AND p.state = 'unknown') LIMIT ?) RETURNING connector, device
`;

export function foreignDevicesTable(connection: Connection, query: Kysely<Schema>): ForeignDevices {
  const counted = (sql: string, connector: string) => Number(connection.prepare(sql).get(connector)?.n ?? 0);
  const rows = (sql: string, ...values: (string | number)[]) =>
    (connection.prepare(sql).all(...values) as ForeignDevicesTable[]).map(toRow);
  const known = (sql: string, connector: string, foreign: string, push: number): KnownBefore | null => {
    const row = connection.prepare(sql).get(connector, foreign, push) as
      | { push: number; known: string | null }
      | undefined;
    if (row === undefined) return null;
    return row.known === null ? { push: row.push } : { push: row.push, known: JSON.parse(row.known) };
  };
  return {
    find: async (connector, foreign) => rows(`${all} AND "foreign" = ?`, connector, foreign)[0] ?? null,
    findByDevice: async (connector, device) => rows(`${all} AND device = ?`, connector, device)[0] ?? null,
    list: async (connector) => rows(`${all} ORDER BY "foreign"`, connector),
    slice: async (connector, after, limit) => rows(slice, connector, after, limit),
    count: async (connector) => counted(counts.all, connector),
    strangers: async (connector) => counted(counts.strangers, connector),
    async put(one) {
      const { connector, foreign, device, product, model, title, place, settings, metAt, heardAt, isOnline } = one;
      const online = isOnline === null ? null : Number(isOnline);
      const text = JSON.stringify(settings);
      const cells = [connector, foreign, device, product, model, title, place, text, metAt, heardAt, online];
      connection.prepare(put).run(...cells);
    },
    async hear(connector, foreign, at, now) {
      connection.prepare(hear).run(at, now, connector, foreign);
    },
    async hearOnline({ connector, foreign, isOnline, at, isAgain, now }) {
      connection.prepare(hearOnline).run(Number(isOnline), at, connector, foreign, Number(isAgain), now);
    },
    async removeUnknown(before, limit) {
      const gone = connection.prepare(removeUnknown).all(before, limit) as { connector: GatewayId; device: string }[];
      for (const { connector, device } of gone) await retireOne(query, connector, device);
      return gone.length;
    },
    async memory(connector, foreign) {
      const row = connection.prepare(memory).get(connector, foreign) as { memory: string | null } | undefined;
      return JSON.parse(row?.memory ?? "null");
    },
    async remember(connector, foreign, known) {
      connection.prepare(remember).run(JSON.stringify(known), connector, foreign);
    },
    knownBefore: async (...at) => known(knownBefore, ...at),
    nextKnown: async (...at) => known(nextKnown, ...at),
    async keepKnown(connector, foreign, push, value) {
      const text = JSON.stringify(value);
      connection.prepare(keepKnown).run(connector, foreign, push, text.length > longestKnown ? null : text);
    },
  };
}

function toRow({
  connector,
  device,
  settings,
  met_at,
  heard_at,
  is_online,
  online_at: _,
  memory: __,
  ...row
}: ForeignDevicesTable): ForeignDevice {
  return {
    ...{ ...row, connector: connector as GatewayId, device: device as DeviceId, settings: JSON.parse(settings) },
    ...{ metAt: met_at, heardAt: heard_at, isOnline: is_online === null ? null : is_online === 1 },
  };
}
