/** Alerts and episodes in SQLite; that only one alert of a rule is open is a unique index. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { AlertState } from "../../../core/alert-state.ts";
import type { AlertId, DeviceId, GatewayId, PointId, RuleId, TicketId } from "../../../core/id.ts";
import type { Severity } from "../../../core/rule.ts";
import type { Alert } from "../../alerts/alert.ts";
import type { AlertFilter, AlertSort, AlertStanding, Alerts } from "../alerts.ts";
import type { Connection } from "./connection.ts";
import { type Clause, caseClauses, type Key, readPage } from "./page.ts";
import type { AlertsTable, EpisodesTable, Schema } from "./schema.ts";
import { cellsOf, upsertInto } from "./statement.ts";
import { wordsOfAlert } from "./words.ts";

const newest: Key = { by: sql.ref("received_at"), down: true };
const sorts: Record<AlertSort, readonly Key[]> = {
  newest: [newest, { by: sql.ref("id"), down: true }],
  oldest: [
    { ...newest, down: false },
    { by: sql.ref("id"), down: false },
  ],
  severity: [{ by: sql.ref("severity"), down: false }, newest, { by: sql.ref("id"), down: true }],
};
const isOpen = sql`state <> 'normal'`;
const isShelved = sql`shelved_until IS NOT NULL`;
const isExplained = sql`EXISTS (
  SELECT 1 FROM episodes AS e JOIN alerts AS root ON root.id = e.alert
  WHERE e.id = alerts.cause AND root.state IN ('unacknowledged', 'acknowledged'))`;
const standingClauses: Record<AlertStanding, Clause> = {
  active: sql`NOT (${isShelved} OR ${isExplained})`,
  shelved: isShelved,
  suppressed: sql`(${isExplained} AND NOT ${isShelved})`,
};
const clausesOf = ({ standing, ...filter }: AlertFilter) => [
  ...caseClauses(filter, "received_at", isOpen),
  ...(standing === undefined ? [] : [standingClauses[standing]]),
];

/** What is written; the rest follows from the ticket. */
type Row = Omit<Selectable<AlertsTable>, "unit" | "class" | "area">;

const find = "SELECT * FROM alerts WHERE id = ?";
const findNewest = `
  SELECT * FROM alerts WHERE gateway = ? AND device = ? AND rule = ? AND drill = ?
  ORDER BY state = 'normal', received_at DESC, rowid DESC LIMIT 1
`;
const findEpisode = "SELECT * FROM episodes WHERE id = ?";
const columns = [
  ...["id", "gateway", "device", "rule", "point", "severity", "value", "state", "raised_at", "last_raised_at"],
  ...["cleared_at", "received_at", "changed_at", "acknowledged_by", "acknowledged_at", "count", "ticket", "drill"],
  ...["hops", "shelved_until", "shelved", "cause", "affected", "history", "words"],
] as (keyof Row)[];
const put = upsertInto<Row>("alerts", columns, "id");
const putEpisode = `
  INSERT INTO episodes (id, alert, raised_at, cleared_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET raised_at = excluded.raised_at, cleared_at = excluded.cleared_at
`;

export function alertsTable(query: Kysely<Schema>, connection: Connection): Alerts {
  const all = () => query.selectFrom("alerts").selectAll();
  const one = (sql: string, ...keys: (string | number)[]) =>
    toAlert(connection.prepare(sql).get(...keys) as Selectable<AlertsTable> | undefined);
  return {
    find: async (id) => one(find, id),
    async findOpen(gateway, device, rule, drill) {
      const ofDevice = all().where("gateway", "=", gateway).where("device", "=", device);
      const ofRule = ofDevice.where("rule", "=", rule).where("drill", "=", Number(drill));
      return toAlert(await ofRule.where("state", "<>", "normal").executeTakeFirst());
    },
    findNewest: async (gateway, device, rule, drill) => one(findNewest, gateway, device, rule, Number(drill)),
    async listShelvedUntil(now) {
      const rows = all().where("state", "<>", "normal").where("shelved_until", "<=", now).orderBy("shelved_until");
      return (await rows.execute()).map((row) => toAlert(row) as Alert);
    },
    async listOpenOf(gateway) {
      const rows = all().where("gateway", "=", gateway).where("state", "<>", "normal").orderBy("received_at");
      return (await rows.execute()).map((row) => toAlert(row) as Alert);
    },
    async listExplainedBy(episodes) {
      const rows = all().where("state", "<>", "normal").where("cause", "in", episodes);
      return (await rows.execute()).map((row) => toAlert(row) as Alert);
    },
    async expect(explained, word, forgetBefore) {
      await query.deleteFrom("explanations").where("at", "<", forgetBefore).execute();
      await query
        .insertInto("explanations")
        .values({ explained, ...word })
        .onConflict((conflict) => conflict.columns(["gateway", "explained"]).doUpdateSet(word))
        .execute();
    },
    async expectedCause(gateway, explained) {
      const rows = query.selectFrom("explanations").select("cause").where("explained", "=", explained);
      const row = await rows.where("gateway", "=", gateway).executeTakeFirst();
      return (row?.cause ?? null) as AlertId | null;
    },
    async findEpisode(id) {
      const row = connection.prepare(findEpisode).get(id) as EpisodesTable | undefined;
      if (row === undefined) return null;
      return { id, alert: row.alert as AlertId, raisedAt: row.raised_at, clearedAt: row.cleared_at };
    },
    async list(which, limit) {
      let rows = all().orderBy("received_at", "desc").limit(limit);
      if (which === "open") rows = rows.where("state", "<>", "normal");
      return (await rows.execute()).map((row) => toAlert(row) as Alert);
    },
    async page({ limit, sort, after, ...filter }) {
      const ask = { table: "alerts", id: "id", where: clausesOf(filter), keys: sorts[sort], limit, after } as const;
      const { rows, ...rest } = await readPage<Selectable<AlertsTable>>(query, ask);
      return { ...rest, rows: rows.map((row) => toAlert(row) as Alert) };
    },
    async countOpen() {
      const rows = await query
        .selectFrom("alerts")
        .select(["gateway", (expression) => expression.fn.countAll<number>().as("count")])
        .where("state", "<>", "normal")
        .groupBy("gateway")
        .execute();
      return new Map(rows.map((row) => [row.gateway as GatewayId, row.count]));
    },
    async put(alert) {
      const row = { ...toColumns(alert), words: wordsOfAlert(connection, alert) };
      connection.prepare(put).run(...cellsOf(columns, row));
    },
    async putEpisode(alert, { id, raisedAt, clearedAt }) {
      connection.prepare(putEpisode).run(id, alert, raisedAt, clearedAt);
    },
  };
}

function toColumns(alert: Alert): Omit<Row, "words"> {
  return {
    id: alert.id,
    gateway: alert.gateway,
    device: alert.device,
    rule: alert.rule,
    point: alert.point,
    severity: alert.severity,
    value: JSON.stringify(alert.value),
    state: alert.state,
    raised_at: alert.raisedAt,
    last_raised_at: alert.lastRaisedAt,
    cleared_at: alert.clearedAt,
    received_at: alert.receivedAt,
    changed_at: alert.changedAt,
    acknowledged_by: alert.acknowledgedBy,
    acknowledged_at: alert.acknowledgedAt,
    count: alert.count,
    ticket: alert.ticket,
    drill: Number(alert.drill),
    hops: alert.hops === null ? null : JSON.stringify(alert.hops),
    shelved_until: alert.shelved?.until ?? null,
    shelved: alert.shelved === null ? null : JSON.stringify(alert.shelved),
    cause: alert.cause,
    affected: JSON.stringify(alert.affected),
    history: JSON.stringify(alert.history),
  };
}

function toAlert(row: Selectable<AlertsTable> | undefined): Alert | null {
  if (row === undefined) return null;
  return {
    id: row.id as AlertId,
    gateway: row.gateway as GatewayId,
    device: row.device as DeviceId,
    rule: row.rule as RuleId,
    point: row.point as PointId,
    severity: row.severity as Severity,
    value: JSON.parse(row.value),
    state: row.state as AlertState,
    raisedAt: row.raised_at,
    lastRaisedAt: row.last_raised_at,
    clearedAt: row.cleared_at,
    receivedAt: row.received_at,
    changedAt: row.changed_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at,
    count: row.count,
    ticket: row.ticket as TicketId,
    drill: row.drill === 1,
    hops: row.hops === null ? null : JSON.parse(row.hops),
    shelved: row.shelved === null ? null : JSON.parse(row.shelved),
    cause: row.cause as AlertId | null,
    affected: JSON.parse(row.affected),
    history: JSON.parse(row.history),
  };
}
