/** Credentials of devices and joining codes in SQLite. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { CredentialRow, Credentials, JoiningRow, Joinings } from "../credentials.ts";
import type { CredentialsTable, JoiningsTable, Schema } from "./schema.ts";

export function credentialsTable(query: Kysely<Schema>): Credentials {
  return {
    async listOf(connector, foreign) {
      const all = query.selectFrom("credentials").selectAll().where("connector", "=", connector);
      const rows = await all.where("foreign", "=", foreign).orderBy("at", "desc").orderBy("id", "desc").execute();
      return rows.map(toCredential);
    },
    async put({ usedAt, revokedAt, ...rest }) {
      const row = { ...rest, used_at: usedAt, revoked_at: revokedAt };
      await query.replaceInto("credentials").values(row).execute();
    },
  };
}

export function joiningsTable(query: Kysely<Schema>): Joinings {
  const all = () => query.selectFrom("joinings").selectAll();
  return {
    async find(handle) {
      const row = await all().where("handle", "=", handle).executeTakeFirst();
      return row === undefined ? null : toJoining(row);
    },
    list: async (limit) => (await all().orderBy("at", "desc").limit(limit).execute()).map(toJoining),
    async put({ expiresAt, revokedAt, ...rest }) {
      const row = { ...rest, expires_at: expiresAt, revoked_at: revokedAt };
      await query.replaceInto("joinings").values(row).execute();
    },
  };
}

function toCredential({ connector, used_at, revoked_at, ...row }: CredentialsTable): CredentialRow {
  return { ...row, connector: connector as GatewayId, usedAt: used_at, revokedAt: revoked_at };
}

function toJoining({ connector, use, expires_at, revoked_at, ...row }: JoiningsTable): JoiningRow {
  const named = { connector: connector as GatewayId, use: use as JoiningRow["use"] };
  return { ...row, ...named, expiresAt: expires_at, revokedAt: revoked_at };
}
