/** The lines told of each case, in SQLite. */
import type { Kysely } from "kysely";
import type { TicketId } from "../../../core/id.ts";
import type { CaseLines } from "../case-lines.ts";
import type { Connection } from "./connection.ts";
import type { Schema } from "./schema.ts";

const add = `
  INSERT INTO case_lines (ticket, seq, body)
  VALUES (?1, (SELECT coalesce(max(seq) + 1, 0) FROM case_lines WHERE ticket = ?1), ?2) RETURNING seq
`;
const count = "SELECT count(*) AS count FROM case_lines WHERE ticket = ?";

export function caseLinesTable(query: Kysely<Schema>, connection: Connection): CaseLines {
  return {
    add: async (ticket, body) => (connection.prepare(add).get(ticket, JSON.stringify(body)) as { seq: number }).seq,
    count: async (ticket) => (connection.prepare(count).get(ticket) as { count: number }).count,
    async list(ticket, from, limit) {
      const rows = query.selectFrom("case_lines").select(["seq", "body"]).where("ticket", "=", ticket);
      const found = await rows.where("seq", ">=", from).orderBy("seq").limit(limit).execute();
      return found.map(({ seq, body }) => ({ seq, body: JSON.parse(body) }));
    },
    async open(after, over, since, limit) {
      const rows = await query
        .selectFrom("case_lines")
        .innerJoin("tickets", "tickets.id", "case_lines.ticket")
        .select(["ticket", ({ fn }) => fn.countAll<number>().as("lines")])
        .where("ticket", ">", after)
        .where(({ or, eb }) => or([eb("tickets.state", "not in", over), eb("tickets.changed_at", ">=", since)]))
        .groupBy("ticket")
        .orderBy("ticket")
        .limit(limit)
        .execute();
      return rows.map(({ ticket, lines }) => ({ ticket: ticket as TicketId, lines }));
    },
    async untold(after, over, limit) {
      const told = query.selectFrom("case_lines").select("ticket");
      const rows = query.selectFrom("tickets").select("id").where("id", ">", after).where("drill", "=", 0);
      const untold = rows.where("state", "not in", over).where("id", "not in", told);
      return (await untold.orderBy("id").limit(limit).execute()).map(({ id }) => id as TicketId);
    },
  };
}
