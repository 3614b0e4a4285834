/** The loss ledger in SQLite. */
import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { GapReason } from "../../../core/gap.ts";
import type { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import type { Lane } from "../../../core/lane.ts";
import type { Ledger, LedgerFilter, LedgerRow, LedgerSum } from "../ledger.ts";
import type { LedgerTable, Schema } from "./schema.ts";

export function ledgerTable(query: Kysely<Schema>): Ledger {
  return {
    async add({ from, firstAt, lastAt, ...row }) {
      const values = { ...row, from_offset: from, first_at: firstAt, last_at: lastAt };
      await query.insertInto("ledger").values(values).execute();
    },
    async list(filter, limit) {
      const rows = within(query.selectFrom("ledger"), filter).selectAll().orderBy("id", "desc").limit(limit);
      return (await rows.execute()).map(toRow);
    },
    async sums(filter) {
      const rows = within(query.selectFrom("ledger"), filter)
        .select(["gateway", "lane", "device", "point", "why"])
        .select((count) => count.fn.sum<number>("count").as("count"))
        .groupBy(["gateway", "lane", "device", "point", "why"]);
      return (await rows.execute()) as LedgerSum[];
    },
  };
}

type Rows = SelectQueryBuilder<Schema, "ledger", object>;

function within(rows: Rows, { gateway, device, from, to }: LedgerFilter): Rows {
  let found = rows;
  if (gateway !== undefined) found = found.where("gateway", "=", gateway);
  if (device !== undefined) found = found.where((is) => is.or([is("device", "=", device), is("device", "is", null)]));
  if (from !== undefined) found = found.where(sql<number>`coalesce(last_at, at)`, ">=", from);
  if (to !== undefined) found = found.where(sql<number>`coalesce(first_at, 0)`, "<", to);
  return found;
}

function toRow(row: Omit<LedgerTable, "id">): LedgerRow {
  return {
    gateway: row.gateway as GatewayId,
    lane: row.lane as Lane,
    epoch: row.epoch as LedgerRow["epoch"],
    from: row.from_offset,
    at: row.at,
    why: row.why as GapReason,
    device: row.device as DeviceId | null,
    point: row.point as PointId | null,
    count: row.count,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}
