/** Fault rows in SQLite. */
import { type Kysely, type Selectable, sql } from "kysely";
import { cutText } from "../../../core/cut-text.ts";
import type { FaultCode } from "../../../core/fault.ts";
import { type DeviceId, type GatewayId, isId } from "../../../core/id.ts";
import { type FaultFilter, type FaultRow, type Faults, faultRowMs, longest, type SeenFault } from "../faults.ts";
import { liesIn } from "./lies-in.ts";
import { equals, type Key, readPage, says, within } from "./page.ts";
import type { FaultsTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [
  { by: sql.ref("at"), down: true },
  { by: sql.ref("id"), down: true },
];
const thing = { gateway: sql.ref("faults.gateway"), device: sql.ref("faults.device") };
const clausesOf = ({ q, code, gateway, device, areas, ...span }: FaultFilter) => [
  ...[...equals("gateway", gateway), ...equals("device", device), ...equals("code", code), ...within("at", span)],
  ...(areas === undefined ? [] : [liesIn(areas, thing)]),
  ...says(["detail", "code", "gateway", "device", "subject"], q),
];

export function faultsTable(query: Kysely<Schema>): Faults {
  return {
    async add(seen, now) {
      const fault = kept(seen);
      const id = await findRecent(query, fault, now);
      if (id === undefined) return insert(query, fault, now);
      const values = { at: now, detail: fault.detail, count: sql<number>`count + 1` };
      await query.updateTable("faults").set(values).where("id", "=", id).execute();
      return id;
    },
    async find(id) {
      const row = await query.selectFrom("faults").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async removeBefore(at, most) {
      const old = query.selectFrom("faults").select("id").where("at", "<", at).orderBy("at").limit(most);
      return Number((await query.deleteFrom("faults").where("id", "in", old).executeTakeFirst()).numDeletedRows);
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "faults", id: "id", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<Selectable<FaultsTable>>(query, ask);
      return { ...rest, rows: rows.map(toRow) };
    },
    async list(limit) {
      const rows = query.selectFrom("faults").selectAll().orderBy("at", "desc").orderBy("id", "desc").limit(limit);
      return (await rows.execute()).map(toRow);
    },
  };
}

function kept({ gateway, subject, detail, ...rest }: SeenFault): SeenFault {
  const known = gateway !== null && isId(gateway) ? gateway : null;
  return {
    ...rest,
    gateway: known,
    subject: cutText(subject, longest.subject),
    detail: cutText(detail, longest.detail),
  };
}

async function findRecent(query: Kysely<Schema>, { gateway, code, subject }: SeenFault, now: number) {
  const row = await query
    .selectFrom("faults")
    .select("id")
    .where("gateway", "=", gateway ?? "")
    .where("code", "=", code)
    .where("subject", "=", subject)
    .where("at", ">=", now - faultRowMs)
    .orderBy("at", "desc")
    .executeTakeFirst();
  return row?.id;
}

async function insert(query: Kysely<Schema>, fault: SeenFault, now: number): Promise<number> {
  const values = { ...fault, gateway: fault.gateway ?? "", device: fault.device ?? null, at: now, count: 1 };
  return (await query.insertInto("faults").values(values).returning("id").executeTakeFirstOrThrow()).id;
}

function toRow({ device, gateway, code, ...row }: Selectable<FaultsTable>): FaultRow {
  const known = { ...row, gateway: gateway === "" ? null : (gateway as GatewayId), code: code as FaultCode };
  return device === null ? known : { ...known, device: device as DeviceId };
}
