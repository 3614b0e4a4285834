/** Tickets and their append-only stories in SQLite. */
import { type Insertable, type Kysely, sql } from "kysely";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../../core/id.ts";
import type { Severity } from "../../../core/rule.ts";
import type { TicketState } from "../../tickets/moves.ts";
import type { StoryEntry, Ticket, TicketSource } from "../../tickets/ticket.ts";
import type { LikeCase, TicketFilter, TicketSort, Tickets } from "../tickets.ts";
import { caseClauses, type Key, oneOf, readPage } from "./page.ts";
import type { Schema, StoriesTable, TicketsTable } from "./schema.ts";
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
const clausesOf = ({ source, ...filter }: TicketFilter) => [
  ...caseClauses(filter, "opened_at", isOpen),
  ...(source === undefined ? [] : [sql`source IN ${oneOf(source)}`]),
];

const over = ["closed", "fedback", "archived", "voided"];
const closed = ["closed", "fedback", "archived"];

export function ticketsTable(query: Kysely<Schema>): Tickets {
  const all = () => query.selectFrom("tickets").selectAll();
  const ofRule = (gateway: GatewayId, device: DeviceId, rule: RuleId, drill: boolean) => {
    const ofDevice = all().where("gateway", "=", gateway).where("device", "=", device);
    return ofDevice.where("rule", "=", rule).where("drill", "=", Number(drill)).orderBy("opened_at", "desc");
  };
  const closersOf = ({ gateway, device, rule, class: code, area }: LikeCase, exact: boolean) => {
    const counted = query
      .selectFrom("tickets")
      .select(["unit", ({ fn }) => fn.countAll<number>().as("count")])
      .where("state", "in", closed)
      .where("unit", "is not", null)
      .where("drill", "=", 0)
      .groupBy("unit")
      .orderBy("count", "desc")
      .limit(5);
    return exact
      ? counted.where("gateway", "=", gateway).where("device", "=", device).where("rule", "=", rule)
      : counted.where("class", "=", code).where("area", "=", area);
  };
  return {
    async find(id) {
      return toTicket(await all().where("id", "=", id).executeTakeFirst());
    },
    async findOpen(...key) {
      return toTicket(
        await ofRule(...key)
          .where("state", "not in", over)
          .executeTakeFirst(),
      );
    },
    async findNewest(...key) {
      return toTicket(await ofRule(...key).executeTakeFirst());
    },
    async list(which, limit) {
      let rows = all().orderBy("opened_at", "desc").limit(limit);
      if (which === "open") rows = rows.where("state", "not in", over);
      return (await rows.execute()).map((row) => toTicket(row) as Ticket);
    },
    async page({ limit, sort, after, ...filter }) {
      const ask = { table: "tickets", id: "id", where: clausesOf(filter), keys: sorts[sort], limit, after } as const;
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
      const row = { ...toColumns(ticket), words: await wordsOfTicket(query, ticket) };
      await query
        .insertInto("tickets")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },
    async toWake(now, limit) {
      const rows = all().where("wake_at", "<=", now).orderBy("wake_at").limit(limit);
      return (await rows.execute()).map((row) => toTicket(row) as Ticket);
    },
    async nextWake() {
      const row = await query
        .selectFrom("tickets")
        .select(({ fn }) => fn.min("wake_at").as("at"))
        .executeTakeFirst();
      return (row?.at ?? null) as number | null;
    },
    async alertsOf(id) {
      const rows = await query
        .selectFrom("alerts")
        .select("id")
        .where("ticket", "=", id)
        .orderBy("raised_at")
        .execute();
      return rows.map((row) => row.id as AlertId);
    },
    async moveAlerts(from, to) {
      await query.updateTable("alerts").set({ ticket: to }).where("ticket", "=", from).execute();
    },
    async precedents(like) {
      const alike = like.device === null ? [] : await closersOf(like, true).execute();
      const rows = alike.length > 0 ? alike : await closersOf(like, false).execute();
      return rows.map((row) => ({ ...row, unit: row.unit as string, exact: alike.length > 0 }));
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
      const n = sql<number>`(SELECT coalesce(max(n) + 1, 0) FROM stories WHERE ticket = ${id})`;
      const {
        at,
        actor,
        move,
        from,
        to,
        reason,
        assignee,
        unit = null,
        due = null,
        event = null,
        photo = null,
      } = entry;
      const why = entry.why === undefined ? null : JSON.stringify(entry.why);
      const row = { ticket: id, n, at, actor, move, from_state: from, to_state: to, reason, assignee };
      const added = await query
        .insertInto("stories")
        .values({ ...row, unit, why, due, event, photo })
        .returning("n")
        .executeTakeFirstOrThrow();
      return added.n;
    },
  };
}

function toColumns(ticket: Ticket): Omit<Insertable<TicketsTable>, "words"> {
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
  | "firstReviewer"
  | "extensions"
  | "supervised"
  | "suspendedFrom"
  | "mergedInto"
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
  };
}
