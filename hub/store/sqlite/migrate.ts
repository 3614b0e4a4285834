/** Brings a database to the shape this version knows; one that is newer is left alone. */
import { Fault } from "../../../core/fault.ts";
import type { Connection } from "./connection.ts";
import { type Migration, migrations } from "./migrations.ts";

const record = `
  CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT
`;

/** Throws `STORE_NEWER`. Each migration is one transaction with its record. */
export function migrate(connection: Connection, now: number, all: readonly Migration[] = migrations): void {
  connection.exec(record);
  const row = connection.prepare("SELECT max(number) AS number FROM migrations").get() as { number: number | null };
  const done = row.number ?? 0;
  if (done > all.length)
    throw new Fault("STORE_NEWER", `the database is at migration ${done}, this version knows ${all.length}`);
  for (const [index, migration] of all.entries()) if (index >= done) run(connection, index + 1, migration, now);
  // What a migration wiped is in the log of the database until that is let go.
  if (done < all.length) connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

function run(connection: Connection, number: number, { name, sql, move, rebuilds }: Migration, now: number): void {
  if (rebuilds) connection.exec("PRAGMA foreign_keys = OFF");
  connection.exec("BEGIN IMMEDIATE");
  try {
    connection.exec(sql);
    move?.(connection);
    if (rebuilds) checkReferences(connection);
    connection.prepare("INSERT INTO migrations (number, name, at) VALUES (?, ?, ?)").run(number, name, now);
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.isTransaction()) connection.exec("ROLLBACK");
    throw error;
  } finally {
    if (rebuilds) connection.exec("PRAGMA foreign_keys = ON");
  }
}

function checkReferences(connection: Connection): void {
  const [wrong] = connection.prepare("PRAGMA foreign_key_check").all();
  if (wrong !== undefined) throw new Error(`a reference leads nowhere: ${JSON.stringify(wrong)}`);
}
