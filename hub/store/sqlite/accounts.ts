/** Accounts and wrong tries in SQLite. */
import type { Kysely } from "kysely";
import type { AccountRow, Accounts, NewAccount, SignInTries, TotpRow, Waits } from "../accounts.ts";
import type { Seal } from "../secret-seal.ts";
import type { AccountsTable, Schema } from "./schema.ts";

/** `seal`: the secrets of one-time codes are sealed in the database. */
export function accountsTable(query: Kysely<Schema>, seal: Seal): Accounts {
  return {
    async find(name) {
      const row = await query.selectFrom("accounts").selectAll().where("name", "=", name).executeTakeFirst();
      return row === undefined ? null : toRow(row, seal);
    },
    async list() {
      const rows = await query.selectFrom("accounts").selectAll().orderBy("name").execute();
      return rows.map((row) => toRow(row, seal));
    },
    async put({ name, ...rest }) {
      const columns = toColumns({ ...standard(name), ...rest, name }, seal);
      await query
        .insertInto("accounts")
        .values({ name, ...columns })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(columns))
        .execute();
    },
    async change(name, changes) {
      const before = await this.find(name);
      if (before === null) return;
      const columns = toColumns({ ...before, ...changes }, seal);
      await query.updateTable("accounts").set(columns).where("name", "=", name).execute();
    },
    async count() {
      const counted = query.selectFrom("accounts").select((row) => row.fn.countAll<number>().as("count"));
      return (await counted.executeTakeFirstOrThrow()).count;
    },
  };
}

function standard(display: string): Omit<AccountRow, keyof Pick<NewAccount, "name" | "role" | "passwordHash">> {
  return { display, unit: null, areas: [], phone: null, active: true, totp: null, reset: null, createdAt: 0 };
}

function toColumns(row: AccountRow, { seal }: Seal): Omit<AccountsTable, "name"> {
  const { name, display, role, unit, phone, areas, active, passwordHash, totp, reset, createdAt } = row;
  return {
    ...{ display, role, unit, phone, areas: JSON.stringify(areas), active: active ? 1 : 0 },
    ...{ password_hash: passwordHash, created_at: createdAt },
    totp: totp === null ? null : JSON.stringify({ ...totp, secret: seal(name, totp.secret) }),
    reset: reset === null ? null : JSON.stringify(reset),
  };
}

function toRow(row: AccountsTable, { open }: Seal): AccountRow {
  const { name, display, role, unit, phone, areas, active, password_hash, totp, reset, created_at } = row;
  return {
    ...{ name, display, role, unit, phone, areas: JSON.parse(areas), active: active === 1 },
    ...{ passwordHash: password_hash, createdAt: created_at },
    totp: totp === null ? null : openTotp(JSON.parse(totp), name, open),
    reset: reset === null ? null : JSON.parse(reset),
  };
}

function openTotp(row: TotpRow, name: string, open: Seal["open"]): TotpRow {
  return { ...row, secret: open(name, row.secret) };
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

export function waitsTable(query: Kysely<Schema>): Waits {
  return {
    async find(name) {
      const row = await query.selectFrom("waits").selectAll().where("name", "=", name).executeTakeFirst();
      return row === undefined ? null : { fails: row.fails, until: row.until };
    },
    async put(name, wait) {
      await query
        .insertInto("waits")
        .values({ name, ...wait })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(wait))
        .execute();
    },
    async forget(name) {
      await query.deleteFrom("waits").where("name", "=", name).execute();
    },
    async removeBefore(until) {
      await query.deleteFrom("waits").where("until", "<", until).execute();
    },
  };
}
