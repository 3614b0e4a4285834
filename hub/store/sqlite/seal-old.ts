/** Secrets from before they were sealed. */
import { dirname } from "node:path";
import type { TotpRow } from "../accounts.ts";
import { sealOf } from "../secret-seal.ts";
import { sealedSecret } from "./channel-secrets.ts";
import type { Connection } from "./connection.ts";
import type { ChannelSecretsTable } from "./schema.ts";

const all = "SELECT name, totp FROM accounts WHERE totp IS NOT NULL";
const put = "UPDATE accounts SET totp = ? WHERE name = ?";

/** What is overwritten is wiped: the plain text stays in no page that is free. */
export function sealOld(connection: Connection): void {
  const rows = connection.prepare(all).all() as { name: string; totp: string }[];
  if (rows.length === 0) return;
  const { seal } = sealOf(dirname(connection.path));
  connection.exec("PRAGMA secure_delete = ON");
  for (const { name, totp } of rows) {
    const row = JSON.parse(totp) as TotpRow;
    connection.prepare(put).run(JSON.stringify({ ...row, secret: seal(name, row.secret) }), name);
  }
}

const secrets = "SELECT channel, name, value FROM channel_secrets";
const putSecret = "UPDATE channel_secrets SET value = ? WHERE channel = ? AND name = ?";

/** Those of channels and connectors. */
export function sealOldSecrets(connection: Connection): void {
  const rows = connection.prepare(secrets).all() as ChannelSecretsTable[];
  if (rows.length === 0) return;
  const seal = sealOf(dirname(connection.path));
  connection.exec("PRAGMA secure_delete = ON");
  for (const row of rows) connection.prepare(putSecret).run(sealedSecret(row, seal), row.channel, row.name);
}
