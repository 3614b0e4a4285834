/** The loss ledger in SQLite. */
import type { Kysely } from "kysely";
import type { GapReason } from "../../../core/gap.ts";
import type { DeviceId, Epoch, GatewayId, PointId } from "../../../core/id.ts";
import type { Lane } from "../../../core/lane.ts";
import type { Ledger } from "../ledger.ts";
import type { Schema } from "./schema.ts";

export function ledgerTable(query: Kysely<Schema>): Ledger {
  return {
    async add({ from, ...row }) {
      await query
        .insertInto("ledger")
        .values({ ...row, from_offset: from })
        .execute();
    },
    async list(limit) {
      const rows = await query.selectFrom("ledger").selectAll().orderBy("id", "desc").limit(limit).execute();
      return rows.map((row) => ({
        gateway: row.gateway as GatewayId,
        lane: row.lane as Lane,
        epoch: row.epoch as Epoch,
        from: row.from_offset,
        at: row.at,
        why: row.why as GapReason,
        device: row.device as DeviceId | null,
        point: row.point as PointId | null,
        count: row.count,
      }));
    },
  };
}
