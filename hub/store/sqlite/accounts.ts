/** Accounts, sessions and wrong tries in SQLite. */
import type { Kysely } from "kysely";
import type { Accounts, Sessions, SignInTries } from "../accounts.ts";
import type { Schema } from "./schema.ts";

export function accountsTable(query: Kysely<Schema>): Accounts {
  return {
    async find(name) {
      const row = await query.selectFrom("accounts").selectAll().where("name", "=", name).executeTakeFirst();
      return row === undefined ? null : { name, role: row.role, passwordHash: row.password_hash };
    },
    async put({ name, role, passwordHash }) {
      const columns = { role, password_hash: passwordHash };
      await query
        .insertInto("accounts")
        .values({ name, ...columns })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(columns))
        .execute();
    },
    async count() {
      const counted = query.selectFrom("accounts").select((row) => row.fn.countAll<number>().as("count"));
      return (await counted.executeTakeFirstOrThrow()).count;
    },
  };
}

export function sessionsTable(query: Kysely<Schema>): Sessions {
  return {
    async find(tokenHash) {
      const row = await query
        .selectFrom("sessions")
        .innerJoin("accounts", "accounts.name", "sessions.account")
        .select(["account", "role", "expires_at"])
        .where("token_hash", "=", tokenHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { tokenHash, account: row.account, role: row.role, expiresAt: row.expires_at };
    },
    async put({ tokenHash, account, expiresAt }) {
      const row = { token_hash: tokenHash, account, expires_at: expiresAt };
      await query.insertInto("sessions").values(row).execute();
    },
    async remove(tokenHash) {
      await query.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute();
    },
    async removeExpired(now) {
      await query.deleteFrom("sessions").where("expires_at", "<=", now).execute();
    },
  };
}

export function triesTable(query: Kysely<Schema>): SignInTries {
  return {
    async add(who, at) {
      await query.insertInto("tries").values({ who, at }).execute();
    },
    async countSince(who, since) {
      const tries = query.selectFrom("tries").where("who", "=", who).where("at", ">", since);
      const counted = tries.select((row) => row.fn.countAll<number>().as("count"));
      return (await counted.executeTakeFirstOrThrow()).count;
    },
    async forget(who) {
      await query.deleteFrom("tries").where("who", "=", who).execute();
    },
    async removeBefore(at) {
      await query.deleteFrom("tries").where("at", "<", at).execute();
    },
  };
}
