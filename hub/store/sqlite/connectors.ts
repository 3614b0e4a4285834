/** Connectors in SQLite. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { ConnectorRow, Connectors } from "../connectors.ts";
import { type Memory, noteConnectors } from "./memory.ts";
import type { ConnectorsTable, Schema } from "./schema.ts";

export function connectorsTable(query: Kysely<Schema>, memory: Memory): Connectors {
  const all = () => query.selectFrom("connectors").selectAll();
  return {
    list: async () => (await all().orderBy("id").execute()).map(toRow),
    async find(id) {
      const row = await all().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async put({ settings, products, quietAfterMs, ...row }) {
      const values = {
        ...{ ...row, settings: JSON.stringify(settings), products: JSON.stringify(products) },
        quiet_after_ms: quietAfterMs,
      };
      noteConnectors(memory);
      await query.replaceInto("connectors").values(values).execute();
    },
  };
}

function toRow({ id, settings, products, quiet_after_ms, state, ...row }: ConnectorsTable): ConnectorRow {
  return {
    ...{ ...row, id: id as GatewayId, state: state as ConnectorRow["state"], quietAfterMs: quiet_after_ms },
    ...{ settings: JSON.parse(settings), products: JSON.parse(products) },
  };
}
