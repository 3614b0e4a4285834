/** Tickets and their append-only stories in SQLite. */
import { type Kysely, sql } from "kysely";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../../core/id.ts";
import type { Severity } from "../../../core/rule.ts";
import type { TicketState } from "../../tickets/moves.ts";
import type { TicketSource } from "../../tickets/source.ts";
import type { StoryEntry, Ticket } from "../../tickets/ticket.ts";
import type { TicketFilter, TicketSort, Tickets } from "../tickets.ts";
import type { Connection } from "./connection.ts";
import { caseClauses, equals, type Key, oneOf, readPage } from "./page.ts";
import type { Schema, StoriesTable, TicketsTable } from "./schema.ts";
import { cellsOf, upsertInto } from "./statement.ts";
import { wordsOfTicket } from "./words.ts";

const newest: Key = { by: sql.ref("opened_at"), down: true };
const last: Key = { by: sql.ref("id"), down: true };
const sorts: Record<TicketSort, readonly Key[]> = {
  newest: [newest, last],
  oldest: [
    { ...newest, down: false },
    { ...last, down: false },
  ],
  severity: [{ by: sql.ref("severity"), down: false }, newest, last],
  due: [{ by: sql`coalesce(due_at, ${sql.lit(Number.MAX_SAFE_INTEGER)})`, down: false }, newest, last],
  changed: [{ by: sql.ref("changed_at"), down: true }, last],
};
const isOpen = sql`state NOT IN ('closed', 'fedback', 'archived', 'voided')`;
const clausesOf = ({ source, assignee, dueBy, warnedAt, drill, ...filter }: TicketFilter) => [
  ...caseClauses(filter, "opened_at", isOpen),
  ...equals("assignee", assignee),
  ...(dueBy === undefined ? [] : [sql`due_at <= ${dueBy}`]),
  ...(warnedAt === undefined ? [] : [sql`due_at > ${warnedAt} AND more ->> '$.warned' IN ('yellow', 'red')`]),
  ...(drill === undefined ? [] : [sql`drill = ${Number(drill)}`]),
  ...(source === undefined ? [] : [sql`source IN ${oneOf(source)}`]),
];

const over = ["closed", "fedback", "archived", "voided"];

const find = "SELECT * FROM tickets WHERE id = ?";
const ofRule = "SELECT * FROM tickets WHERE gateway = ? AND device = ? AND rule = ? AND drill = ?";
const findOpen = `
  ${ofRule} AND state NOT IN ('closed', 'fedback', 'archived', 'voided') ORDER BY opened_at DESC LIMIT 1
`;
const findNewest = `${ofRule} ORDER BY opened_at DESC LIMIT 1`;
const toWake = "SELECT * FROM tickets WHERE wake_at <= ? ORDER BY wake_at LIMIT ?";
const nextWake = "SELECT min(wake_at) AS at FROM tickets WHERE wake_at IS NOT NULL";
const alertsOf = "SELECT id FROM alerts WHERE ticket = ? ORDER BY raised_at";
const closersOf = (like: string) => `
  SELECT unit, count(*) AS count FROM tickets
  WHERE state IN ('closed', 'fedback', 'archived') AND unit IS NOT NULL AND drill = 0 AND ${like}
  GROUP BY unit ORDER BY count DESC LIMIT 5
`;
const closersOfRule = closersOf("gateway = ? AND device = ? AND rule = ?");
const closersOfClass = closersOf("class = ? AND area = ?");
const columns = [
  ...["id", "source", "alert", "gateway", "device", "rule", "place", "severity", "class", "area", "state"],
  ...[
    "opened_at",
    "changed_at",
    "closed_at",
    "unit",
    "assignee",
    "tier",
    "due_at",
    "wake_at",
    "drill",
    "more",
    "words",
  ],
] as (keyof TicketsTable)[];
const put = upsertInto<TicketsTable>("tickets", columns, "id");
const append = `
  INSERT INTO stories
    (ticket, n, at, actor, move, from_state, to_state, reason, assignee, unit, due, event, photo, why, attachments,
     condition, position)
  VALUES (?1, (SELECT coalesce(max(n) + 1, 0) FROM stories WHERE ticket = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
          ?13, ?14, ?15, ?16)
  RETURNING n
`;

export function ticketsTable(query: Kysely<Schema>, connection: Connection): Tickets {
  const all = () => query.selectFrom("tickets").selectAll();
  const one = (sql: string, ...keys: (string | number)[]) =>
    toTicket(connection.prepare(sql).get(...keys) as TicketsTable | undefined);
  const closers = (sql: string, ...keys: (string | null)[]) =>
    connection.prepare(sql).all(...keys) as { unit: string; count: number }[];
  return {
    find: async (id) => one(find, id),
    findOpen: async (gateway, device, rule, drill) => one(findOpen, gateway, device, rule, Number(drill)),
    findNewest: async (gateway, device, rule, drill) => one(findNewest, gateway, device, rule, Number(drill)),
    async list(which, limit) {
      let rows = all().orderBy("opened_at", "desc").limit(limit);
      if (which === "open") rows = rows.where("state", "not in", over);
      return (await rows.execute()).map((row) => toTicket(row) as Ticket);
    },
    async page({ limit, sort, after, count, ...filter }) {
      const ask = {
        table: "tickets",
        id: "id",
        where: clausesOf(filter),
        keys: sorts[sort],
        limit,
        after,
        count,
      } as const;
      const { rows, ...rest } = await readPage<TicketsTable>(query, ask);
      return { ...rest, rows: rows.map((row) => toTicket(row) as Ticket) };
    },
    async alarming(ids) {
      const rows = await sql<{ ticket: TicketId }>`
        SELECT DISTINCT ticket FROM alerts
        WHERE ticket IN ${oneOf(ids)} AND state IN ('unacknowledged', 'acknowledged')`.execute(query);
      return new Set(rows.rows.map(({ ticket }) => ticket));
    },
    async openedWithin({ from, to }) {
      const rows = await all()
        .where("opened_at", ">=", from)
        .where("opened_at", "<", to)
        .orderBy("opened_at")
        .execute();
      const within = query
        .selectFrom("tickets")
        .select("id")
        .where("opened_at", ">=", from)
        .where("opened_at", "<", to);
      const lines = query.selectFrom("stories").selectAll().where("ticket", "in", within).orderBy("at").orderBy("n");
      const stories = Map.groupBy(await lines.execute(), ({ ticket }) => ticket);
      return rows.map((row) => ({ ticket: toTicket(row) as Ticket, story: (stories.get(row.id) ?? []).map(toEntry) }));
    },
    async put(ticket) {
      const row = { ...toColumns(ticket), words: wordsOfTicket(connection, ticket) };
      connection.prepare(put).run(...cellsOf(columns, row));
    },
    async toWake(now, limit) {
      const rows = connection.prepare(toWake).all(now, limit) as TicketsTable[];
      return rows.map((row) => toTicket(row) as Ticket);
    },
    nextWake: async () => (connection.prepare(nextWake).get() as { at: number | null }).at,
    alertsOf: async (id) =>
      connection
        .prepare(alertsOf)
        .all(id)
        .map((row) => row.id as AlertId),
    async moveAlerts(from, to) {
      await query.updateTable("alerts").set({ ticket: to }).where("ticket", "=", from).execute();
    },
    async precedents({ gateway, device, rule, class: code, area }) {
      const alike = device === null ? [] : closers(closersOfRule, gateway, device, rule);
      const rows = alike.length > 0 ? alike : closers(closersOfClass, code, area);
      return rows.map((row) => ({ ...row, exact: alike.length > 0 }));
    },
    async story(id) {
      const rows = await query
        .selectFrom("stories")
        .selectAll()
        .where("ticket", "=", id)
        .orderBy("at")
        .orderBy("n")
        .execute();
      return rows.map(toEntry);
    },
    async hasEvent(event) {
      const row = await query.selectFrom("stories").select("n").where("event", "=", event).executeTakeFirst();
      return row !== undefined;
    },
    async ofEvent(event) {
      const row = await query.selectFrom("stories").select("ticket").where("event", "=", event).executeTakeFirst();
      return (row?.ticket ?? null) as TicketId | null;
    },
    async appendStory(id, entry) {
      const { at, actor, move, from, to, reason, assignee } = entry;
      const { unit = null, due = null, event = null, photo = null } = entry;
      const texts = [entry.why, entry.attachments, entry.condition, entry.position].map(textOrNull);
      const cells = [at, actor, move, from, to, reason, assignee, unit, due, event, photo, ...texts];
      return (connection.prepare(append).get(id, ...cells) as { n: number }).n;
    },
  };
}

function toColumns(ticket: Ticket): Omit<TicketsTable, "words"> {
  const { id, source, alert, gateway, device, rule, place, severity, area, state, unit, assignee, tier, ...rest } =
    ticket;
  const { openedAt, changedAt, closedAt, dueAt, wakeAt, drill, class: code, ...more } = rest;
  return {
    ...{ id, source, alert, gateway, device, rule, place, severity, area, state, unit, assignee, tier, class: code },
    ...{ opened_at: openedAt, changed_at: changedAt, closed_at: closedAt, due_at: dueAt, wake_at: wakeAt },
    drill: Number(drill),
    more: JSON.stringify(more),
  };
}

type More = Pick<
  Ticket,
  | "title"
  | "clock"
  | "warned"
  | "policy"
  | "verified"
  | "checked"
  | "handledBy"
  | "firstReviewer"
  | "extensions"
  | "supervised"
  | "suspendedFrom"
  | "mergedInto"
  | "condition"
>;

function toTicket(row: TicketsTable | undefined): Ticket | null {
  if (row === undefined) return null;
  const { opened_at, changed_at, closed_at, due_at, wake_at, drill, more, words: _, ...same } = row;
  return {
    ...(JSON.parse(more) as More),
    ...same,
    id: same.id as TicketId,
    source: same.source as TicketSource,
    alert: same.alert as AlertId | null,
    gateway: same.gateway as GatewayId | null,
    device: same.device as DeviceId | null,
    rule: same.rule as RuleId | null,
    severity: same.severity as Severity,
    state: same.state as TicketState,
    ...{ openedAt: opened_at, changedAt: changed_at, closedAt: closed_at, dueAt: due_at, wakeAt: wake_at },
    drill: drill === 1,
  };
}

function toEntry(row: StoriesTable): StoryEntry {
  return {
    at: row.at,
    actor: row.actor,
    move: row.move as StoryEntry["move"],
    from: row.from_state as TicketState | null,
    to: row.to_state as TicketState,
    reason: row.reason,
    assignee: row.assignee,
    ...(row.unit === null ? {} : { unit: row.unit }),
    ...(row.why === null ? {} : { why: JSON.parse(row.why) }),
    ...(row.due === null ? {} : { due: row.due }),
    ...(row.event === null ? {} : { event: row.event as EventId }),
    ...(row.photo === null ? {} : { photo: row.photo }),
    ...(row.attachments === null ? {} : { attachments: JSON.parse(row.attachments) }),
    ...(row.condition === null ? {} : { condition: JSON.parse(row.condition) }),
    ...(row.position === null ? {} : { position: JSON.parse(row.position) }),
  };
}

function textOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
