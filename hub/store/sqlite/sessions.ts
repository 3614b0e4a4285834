/** Sessions in SQLite. */
import type { Kysely } from "kysely";
import { ulid } from "ulid";
import type { NewSession, SessionRow, Sessions } from "../sessions.ts";
import type { Schema, SessionsTable } from "./schema.ts";

export function sessionsTable(query: Kysely<Schema>): Sessions {
  return {
    async find(tokenHash, now) {
      const row = await query
        .selectFrom("sessions")
        .selectAll()
        .where((is) =>
          is.or([
            is("token_hash", "=", tokenHash),
            is.and([is("old_hash", "=", tokenHash), is("old_until", ">", now)]),
          ]),
        )
        .executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async listOf(account) {
      const rows = query.selectFrom("sessions").selectAll().where("account", "=", account);
      return (await rows.orderBy("used_at", "desc").execute()).map(toRow);
    },
    async put(session) {
      await query
        .insertInto("sessions")
        .values(toColumns({ ...standard(), ...session }))
        .execute();
    },
    async change(id, changes) {
      const row = await query.selectFrom("sessions").selectAll().where("id", "=", id).executeTakeFirst();
      if (row === undefined) return;
      const columns = toColumns({ ...toRow(row), ...changes });
      await query.updateTable("sessions").set(columns).where("id", "=", id).execute();
    },
    async remove(id) {
      await query.deleteFrom("sessions").where("id", "=", id).execute();
    },
    async removeOf(account, except = "") {
      await query.deleteFrom("sessions").where("account", "=", account).where("id", "<>", except).execute();
    },
    async removeExpired(now) {
      await query.deleteFrom("sessions").where("expires_at", "<=", now).execute();
    },
  };
}

function standard(): Omit<SessionRow, keyof Pick<NewSession, "tokenHash" | "account" | "expiresAt">> {
  const none = { oldHash: null, oldUntil: 0, address: null, agent: null, proved: [], elsewhere: null };
  // Without a moment of its own it is as new as can be: it is not rotated.
  return { id: ulid(), ...none, createdAt: 0, rotatedAt: Number.MAX_SAFE_INTEGER, usedAt: 0 };
}

function toColumns(row: SessionRow): SessionsTable {
  return {
    ...{ id: row.id, token_hash: row.tokenHash, old_hash: row.oldHash, old_until: row.oldUntil, account: row.account },
    ...{ created_at: row.createdAt, rotated_at: row.rotatedAt, used_at: row.usedAt, expires_at: row.expiresAt },
    ...{ address: row.address, agent: row.agent, proved: JSON.stringify(row.proved), elsewhere: row.elsewhere },
  };
}

function toRow(row: SessionsTable): SessionRow {
  return {
    ...{ id: row.id, tokenHash: row.token_hash, oldHash: row.old_hash, oldUntil: row.old_until, account: row.account },
    ...{ createdAt: row.created_at, rotatedAt: row.rotated_at, usedAt: row.used_at, expiresAt: row.expires_at },
    ...{ address: row.address, agent: row.agent, proved: JSON.parse(row.proved), elsewhere: row.elsewhere },
  };
}
