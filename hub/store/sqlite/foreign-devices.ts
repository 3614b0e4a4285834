/** Devices of platforms in SQLite. */
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { ForeignDevice, ForeignDevices } from "../foreign-devices.ts";
import type { Connection } from "./connection.ts";
import type { ForeignDevicesTable } from "./schema.ts";

const all = "SELECT * FROM foreign_devices WHERE connector = ?";
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
const hear = 'UPDATE foreign_devices SET heard_at = ? WHERE connector = ? AND "foreign" = ?';

const removeUnknown = `
  DELETE FROM foreign_devices WHERE (connector, "foreign") IN (
    SELECT f.connector, f."foreign" FROM foreign_devices f WHERE f.model IS NULL AND max(f.heard_at, f.met_at) < ? AND NOT EXISTS (
      SELECT 1 FROM pushes p WHERE p.connector = f.connector AND p."foreign" = f."foreign" AND p.state = 'unknown') LIMIT ?)
`;

export function foreignDevicesTable(connection: Connection): ForeignDevices {
  const rows = (sql: string, ...values: string[]) =>
    (connection.prepare(sql).all(...values) as ForeignDevicesTable[]).map(toRow);
  return {
    find: async (connector, foreign) => rows(`${all} AND "foreign" = ?`, connector, foreign)[0] ?? null,
    findByDevice: async (connector, device) => rows(`${all} AND device = ?`, connector, device)[0] ?? null,
    list: async (connector) => rows(`${all} ORDER BY "foreign"`, connector),
    async put(one) {
      const { connector, foreign, device, product, model, title, place, settings, metAt, heardAt, isOnline } = one;
      const online = isOnline === null ? null : Number(isOnline);
      const text = JSON.stringify(settings);
      const cells = [connector, foreign, device, product, model, title, place, text, metAt, heardAt, online];
      connection.prepare(put).run(...cells);
    },
    async hear(connector, foreign, at) {
      connection.prepare(hear).run(at, connector, foreign);
    },
    removeUnknown: async (before, limit) => Number(connection.prepare(removeUnknown).run(before, limit).changes),
    async memory(connector, foreign) {
      const row = connection.prepare(memory).get(connector, foreign) as { memory: string | null } | undefined;
      return JSON.parse(row?.memory ?? "null");
    },
    async remember(connector, foreign, known) {
      connection.prepare(remember).run(JSON.stringify(known), connector, foreign);
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
  memory: _,
  ...row
}: ForeignDevicesTable): ForeignDevice {
  return {
    ...{ ...row, connector: connector as GatewayId, device: device as DeviceId, settings: JSON.parse(settings) },
    ...{ metAt: met_at, heardAt: heard_at, isOnline: is_online === null ? null : is_online === 1 },
  };
}
