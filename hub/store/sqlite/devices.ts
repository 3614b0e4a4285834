/** Devices in SQLite; the registered document is kept as JSON text. */
import type { Kysely } from "kysely";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { DeviceRow, Devices } from "../devices.ts";
import type { DevicesTable, Schema } from "./schema.ts";
import { rewordDevice } from "./words.ts";

export function devicesTable(query: Kysely<Schema>): Devices {
  return {
    async find(gateway, id) {
      const rows = query.selectFrom("devices").selectAll().where("gateway", "=", gateway).where("id", "=", id);
      const row = await rows.executeTakeFirst();
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
      const row = { gateway, id, registered: 0, document: null };
      await query
        .insertInto("devices")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
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
