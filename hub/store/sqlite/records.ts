/** Acceptance records in SQLite. */
import { type Kysely, sql } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { RecordedPosition, RecordFilter, RecordRow, Records } from "../records.ts";
import { equals, type Key, readPage, within } from "./page.ts";
import type { RecordsTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("id"), down: true },
];
const clausesOf = ({ gateway, ...span }: RecordFilter) => [...equals("gateway", gateway), ...within("at", span)];

export function recordsTable(query: Kysely<Schema>): Records {
  const all = () => query.selectFrom("records").selectAll();
  return {
    async add({ filedAt, ...row }) {
      await query
        .insertInto("records")
        .values({ ...row, filed_at: filedAt })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    async find(id) {
      const row = await all().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "records", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<RecordsTable>(query, ask);
      return { ...rest, rows: rows.map(toRecord) };
    },
    async positions() {
      return (await positions.execute(query)).rows.filter(isPosition);
    },
  };
}

/** With `max`, SQLite takes the other columns from the row that has it. */
const positions = sql<RecordedPosition>`
  SELECT r.gateway, d.value ->> '$.id' AS device, d.value ->> '$.position.longitude' AS longitude,
    d.value ->> '$.position.latitude' AS latitude, max(r.at)
  FROM records r, json_each(r.body ->> '$.text', '$.devices') d
  WHERE d.value ->> '$.position.longitude' IS NOT NULL GROUP BY 1, 2
`;

/** What a gateway signed is its own word: it is looked at before it is believed. */
function isPosition({ device, longitude, latitude }: RecordedPosition): boolean {
  const isWithin = (degrees: unknown, most: number) => typeof degrees === "number" && Math.abs(degrees) <= most;
  return typeof device === "string" && isWithin(longitude, 180) && isWithin(latitude, 90);
}

function toRecord({ gateway, filed_at, ...rest }: RecordsTable): RecordRow {
  return { ...rest, gateway: gateway as GatewayId, filedAt: filed_at };
}
