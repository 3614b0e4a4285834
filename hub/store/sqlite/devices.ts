/** Devices in SQLite; the registered document is kept as JSON text. */
import type { Kysely } from "kysely";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { DeviceRow, Devices } from "../devices.ts";
import type { Connection } from "./connection.ts";
import type { DevicesTable, Schema } from "./schema.ts";
import { rewordDevice } from "./words.ts";

const find = "SELECT * FROM devices WHERE gateway = ? AND id = ?";
const meet = "INSERT INTO devices (gateway, id, registered, document) VALUES (?, ?, 0, NULL) ON CONFLICT DO NOTHING";

export function devicesTable(query: Kysely<Schema>, connection: Connection): Devices {
  return {
    async find(gateway, id) {
      const row = connection.prepare(find).get(gateway, id) as DevicesTable | undefined;
      return row === undefined ? null : toRow(row);
    },
    async list(gateway) {
      let rows = query.selectFrom("devices").selectAll().orderBy("gateway").orderBy("id");
      if (gateway !== undefined) rows = rows.where("gateway", "=", gateway);
      return (await rows.execute()).map(toRow);
    },
    async count() {
      const rows = query
        .selectFrom("devices")
        .select(["gateway", (expression) => expression.fn.countAll<number>().as("count")])
        .groupBy("gateway");
      return new Map((await rows.execute()).map((row) => [row.gateway as GatewayId, row.count]));
    },
    async meet(gateway, id) {
      connection.prepare(meet).run(gateway, id);
    },
    async putDocument(gateway, document) {
      const columns = { registered: 1, document: JSON.stringify(document) };
      await query
        .insertInto("devices")
        .values({ gateway, id: document.id, ...columns })
        .onConflict((conflict) => conflict.columns(["gateway", "id"]).doUpdateSet(columns))
        .execute();
      await rewordDevice(query, gateway, document);
    },
    async retire(gateway, keep) {
      const gone = (await query.selectFrom("devices").select("id").where("gateway", "=", gateway).execute())
        .map((row) => row.id)
        .filter((id) => !keep.includes(id as DeviceId));
      for (const id of gone) await retireOne(query, gateway, id);
    },
    async putHealth(gateway, id, { code, since, at }) {
      const columns = { health_code: code, health_since: since, health_at: at };
      await query.updateTable("devices").set(columns).where("gateway", "=", gateway).where("id", "=", id).execute();
    },
  };
}

async function retireOne(query: Kysely<Schema>, gateway: GatewayId, id: string): Promise<void> {
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

function toRow(row: DevicesTable): DeviceRow {
  const { health_code: code, health_since: since, health_at: at } = row;
  return {
    gateway: row.gateway as GatewayId,
    id: row.id as DeviceId,
    registered: row.registered === 1,
    document: row.document === null ? null : JSON.parse(row.document),
    health: code === null || since === null || at === null ? null : { code, since, at },
  };
}
