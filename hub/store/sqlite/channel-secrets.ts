/** Secrets of channels in SQLite. */
import type { Kysely } from "kysely";
import type { ChannelSecrets } from "../channel-secrets.ts";
import { type Memory, noteConnectors } from "./memory.ts";
import type { Schema } from "./schema.ts";

export function channelSecretsTable(query: Kysely<Schema>, memory: Memory): ChannelSecrets {
  return {
    async of(channel) {
      const rows = await query.selectFrom("channel_secrets").selectAll().where("channel", "=", channel).execute();
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    },
    async put(channel, name, value) {
      noteConnectors(memory);
      if (value !== null) await query.replaceInto("channel_secrets").values({ channel, name, value }).execute();
      else await query.deleteFrom("channel_secrets").where("channel", "=", channel).where("name", "=", name).execute();
    },
  };
}
