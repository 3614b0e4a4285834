/** Keys of what was done, in SQLite. */
import type { Kysely } from "kysely";
import { type Intents, intentMs } from "../intents.ts";
import type { Schema } from "./schema.ts";

/** Each new one takes some old ones with it: they never pile up. */
const forgetAtOnce = 50;

export function intentsTable(query: Kysely<Schema>): Intents {
  return {
    async find(account, key) {
      const rows = query.selectFrom("intents").selectAll().where("account", "=", account).where("key", "=", key);
      const row = await rows.executeTakeFirst();
      if (row === undefined) return null;
      const { status, body, ...rest } = row;
      return { ...rest, answer: status === null || body === null ? null : { status, body } };
    },
    async add({ answer, ...intent }) {
      const old = query
        .selectFrom("intents")
        .select("n")
        .where("at", "<", intent.at - intentMs)
        .limit(forgetAtOnce);
      await query.deleteFrom("intents").where("n", "in", old).execute();
      const added = await query
        .insertInto("intents")
        .values({ ...intent, status: answer?.status ?? null, body: answer?.body ?? null })
        .onConflict((conflict) => conflict.columns(["account", "key"]).doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async answer(account, key, answer) {
      const values = { status: answer?.status ?? null, body: answer?.body ?? null };
      await query.updateTable("intents").set(values).where("account", "=", account).where("key", "=", key).execute();
    },
  };
}
