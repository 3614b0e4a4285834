/** Secrets of channels and connectors in SQLite, sealed. */
import type { Kysely } from "kysely";
import type { ChannelSecrets } from "../channel-secrets.ts";
import { isSealed, type Seal } from "../secret-seal.ts";
import { type Memory, noteConnectors } from "./memory.ts";
import type { ChannelSecretsTable, Schema } from "./schema.ts";

/** Whose it is: it opens nowhere else. */
export function secretName({ channel, name }: Pick<ChannelSecretsTable, "channel" | "name">): string {
  return `${channel} ${name}`;
}

/** As JSON text, so that no secret is ever taken for one that is sealed already. */
export function sealedSecret(row: ChannelSecretsTable, { seal }: Seal): string {
  return seal(secretName(row), JSON.stringify(row.value));
}

export function channelSecretsTable(query: Kysely<Schema>, memory: Memory, seal: Seal): ChannelSecrets {
  const opened = (row: ChannelSecretsTable): string | null => {
    const text = seal.open(secretName(row), row.value);
    return isSealed(text) ? null : JSON.parse(text);
  };
  return {
    async of(channel) {
      const rows = await query.selectFrom("channel_secrets").selectAll().where("channel", "=", channel).execute();
      const known = rows.map((row) => [row.name, opened(row)] as const);
      return Object.fromEntries(known.filter((one): one is [string, string] => one[1] !== null));
    },
    async put(channel, name, value) {
      noteConnectors(memory);
      const row = { channel, name, value: value ?? "" };
      if (value === null)
        await query.deleteFrom("channel_secrets").where("channel", "=", channel).where("name", "=", name).execute();
      else
        await query
          .replaceInto("channel_secrets")
          .values({ ...row, value: sealedSecret(row, seal) })
          .execute();
    },
    async lost() {
      const rows = await query.selectFrom("channel_secrets").selectAll().orderBy("channel").execute();
      return [...new Set(rows.filter((row) => opened(row) === null).map(({ channel }) => channel))];
    },
  };
}
