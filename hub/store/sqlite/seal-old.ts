/** Secrets of one-time codes from before they were sealed. */
import { dirname } from "node:path";
import type { TotpRow } from "../accounts.ts";
import { sealOf } from "../secret-seal.ts";
import type { Connection } from "./connection.ts";

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
