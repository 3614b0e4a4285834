/** The district's inventory in SQLite. */
import { type Kysely, sql } from "kysely";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { Inventory, InventoryRow, InventoryState } from "../inventory.ts";
import { liesIn } from "./lies-in.ts";
import type { InventoryTable, Schema } from "./schema.ts";

const thing = { gateway: sql.ref("inventory.gateway"), device: sql.ref("inventory.device") };

export function inventoryTable(query: Kysely<Schema>): Inventory {
  const all = () => query.selectFrom("inventory").selectAll();
  return {
    async find(gateway, device) {
      const row = await all().where("id", "=", `${gateway}/${device}`).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async listOf(gateway) {
      return (await all().where("gateway", "=", gateway).execute()).map(toRow);
    },
    async hashesOf(gateway) {
      const rows = await query
        .selectFrom("inventory")
        .select(["device", "hash"])
        .where("gateway", "=", gateway)
        .execute();
      return new Map(rows.map(({ device, hash }) => [device as DeviceId, hash]));
    },
    async list(after, limit) {
      return (await all().where("id", ">", after).orderBy("id").limit(limit).execute()).map(toRow);
    },
    async listIn(state) {
      return (await all().where("state", "=", state).orderBy("id").execute()).map(toRow);
    },
    async put({ gateway, device, item, hash, at }) {
      const cursor = sql<number>`(SELECT coalesce(max(cursor), 0) + 1 FROM inventory)`;
      const text = item === null ? null : JSON.stringify(item);
      const columns = { cursor, at, item: text, hash, state: "waiting", why: null };
      const put = await query
        .insertInto("inventory")
        .values({ id: `${gateway}/${device}`, gateway, device, shared_hash: null, ...columns })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(columns))
        .returning("cursor")
        .executeTakeFirstOrThrow();
      return put.cursor;
    },
    async since(cursor, limit) {
      return (await all().where("cursor", ">", cursor).orderBy("cursor").limit(limit).execute()).map(toRow);
    },
    async mark({ gateway, device, cursor }, { state, sharedHash, why }) {
      const mine = () => query.updateTable("inventory").where("id", "=", `${gateway}/${device}`);
      await mine().set({ shared_hash: sharedHash }).execute();
      const text = why === null ? null : JSON.stringify(why);
      await mine().set({ state, why: text }).where("cursor", "=", cursor).execute();
    },
    async newest() {
      const row = await query
        .selectFrom("inventory")
        .select(({ fn }) => fn.max("cursor").as("cursor"))
        .executeTakeFirst();
      return (row?.cursor ?? 0) as number;
    },
    async count(areas) {
      const all = query.selectFrom("inventory");
      const rows = await (areas === undefined ? all : all.where(liesIn(areas, thing)))
        .select(["state", ({ fn }) => fn.countAll<number>().as("count")])
        .where("hash", "is not", null)
        .groupBy("state")
        .execute();
      return {
        waiting: 0,
        held: 0,
        shared: 0,
        rejected: 0,
        ...Object.fromEntries(rows.map((r) => [r.state, r.count])),
      };
    },
    async countShared() {
      const rows = query.selectFrom("inventory").where("hash", "is not", null).where("shared_hash", "is not", null);
      return (await rows.select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirstOrThrow()).count;
    },
    async shared() {
      const rows = query.selectFrom("inventory").select(["id", "shared_hash"]).where("shared_hash", "is not", null);
      return (await rows.orderBy("id").execute()).map((row) => ({ id: row.id, hash: row.shared_hash as string }));
    },
  };
}

function toRow({ gateway, device, item, state, shared_hash, why, hash, cursor, at }: InventoryTable): InventoryRow {
  return {
    gateway: gateway as GatewayId,
    device: device as DeviceId,
    ...{ cursor, at, hash, sharedHash: shared_hash, state: state as InventoryState },
    item: item === null ? null : JSON.parse(item),
    why: why === null ? null : JSON.parse(why),
  };
}
