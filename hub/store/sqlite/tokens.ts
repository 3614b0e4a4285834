/** Tokens in SQLite. */
import type { Kysely } from "kysely";
import type { TokenRow, Tokens } from "../tokens.ts";
import type { Schema, TokensTable } from "./schema.ts";

export function tokensTable(query: Kysely<Schema>): Tokens {
  return {
    async find(hash) {
      const row = await query.selectFrom("tokens").selectAll().where("hash", "=", hash).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async listOf(account) {
      const rows = query.selectFrom("tokens").selectAll().where("account", "=", account);
      return (await rows.orderBy("created_at", "desc").orderBy("id", "desc").execute()).map(toRow);
    },
    async put(token) {
      await query.insertInto("tokens").values(toColumns(token)).execute();
    },
    async used(id, at) {
      await query.updateTable("tokens").set({ used_at: at }).where("id", "=", id).execute();
    },
    async revoke(account, id, at) {
      const own = query
        .updateTable("tokens")
        .set({ revoked_at: at })
        .where("account", "=", account)
        .where("id", "=", id);
      const { numUpdatedRows } = await own.where("revoked_at", "is", null).executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    },
  };
}

function toColumns({ rights, areas, createdAt, expiresAt, usedAt, revokedAt, ...row }: TokenRow): TokensTable {
  return {
    ...{ ...row, rights: JSON.stringify(rights), areas: areas === null ? null : JSON.stringify(areas) },
    ...{ created_at: createdAt, expires_at: expiresAt, used_at: usedAt, revoked_at: revokedAt },
  };
}

function toRow({ rights, areas, created_at, expires_at, used_at, revoked_at, ...row }: TokensTable): TokenRow {
  return {
    ...{ ...row, rights: JSON.parse(rights), areas: areas === null ? null : JSON.parse(areas) },
    ...{ createdAt: created_at, expiresAt: expires_at, usedAt: used_at, revokedAt: revoked_at },
  };
}
