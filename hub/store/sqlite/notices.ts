/** The log of what was told, in SQLite. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Severity } from "../../../core/rule.ts";
import type { NoticeFilter, NoticeRow, Notices } from "../notices.ts";
import { equals, type Key, oneOf, readPage, says, within } from "./page.ts";
import type { NoticesTable, Schema } from "./schema.ts";

const newest: readonly Key[] = [{ by: sql.ref("n"), down: true }];
const clausesOf = ({ q, channel, ticket, severity, head, ...span }: NoticeFilter) => [
  ...[...equals("channel", channel), ...equals("ticket", ticket), ...within("ended_at", span)],
  ...(severity === undefined ? [] : [sql`severity IN ${oneOf(severity)}`]),
  ...(head === undefined ? [] : [sql`substr(id, 1, ${head.length}) = ${head}`]),
  ...says(["text", "told_to", "id", "ticket"], q),
];

export function noticesTable(query: Kysely<Schema>): Notices {
  return {
    async add({ to, endedAt, late, ...row }) {
      await query
        .insertInto("notices")
        .values({ ...row, told_to: to, ended_at: endedAt, late: late ? 1 : 0 })
        .execute();
    },
    async list(limit, channel) {
      let rows = query.selectFrom("notices").selectAll().orderBy("n", "desc").limit(limit);
      if (channel !== undefined) rows = rows.where("channel", "=", channel);
      return (await rows.execute()).map(toNotice);
    },
    async page({ limit, sort: _, after, ...filter }) {
      const ask = { table: "notices", id: "n", where: clausesOf(filter), keys: newest, limit, after } as const;
      const { rows, ...rest } = await readPage<Selectable<NoticesTable>>(query, ask);
      return { ...rest, rows: rows.map(toNotice) };
    },
    async countMessages(channel, after) {
      const row = await query
        .selectFrom("notices")
        .select(sql<number>`count(DISTINCT message)`.as("count"))
        .where("channel", "=", channel)
        .where("ended_at", ">", after)
        .executeTakeFirstOrThrow();
      return row.count;
    },
    async wasTold(alert, since) {
      const rows = query.selectFrom("notices").select("n").where("alert", "=", alert).where("result", "=", "sent");
      return (await rows.where("ended_at", ">=", since).executeTakeFirst()) !== undefined;
    },
    async removeBefore(at, limit) {
      const old = query.selectFrom("notices").select("n").where("ended_at", "<", at).limit(limit);
      const gone = await query.deleteFrom("notices").where("n", "in", old).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function toNotice({ n: _, told_to, ended_at, late, severity, result, ...rest }: Selectable<NoticesTable>): NoticeRow {
  return {
    ...rest,
    to: told_to,
    endedAt: ended_at,
    late: late === 1,
    severity: severity as Severity,
    result: result as NoticeRow["result"],
  };
}
