/** Reads the audit trail of a database that a hub may be running on; changes nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { Fault } from "../../../core/fault.ts";
import type { Audit } from "../audit.ts";
import { auditTable } from "./audit.ts";
import { kyselyDatabase, openReadConnection } from "./connection.ts";
import type { Schema } from "./schema.ts";

/** Throws `STORE_UNREADABLE`. */
export function openSqliteTrail(folder: string): Pick<Audit, "after"> & { close(): Promise<void> } {
  const path = join(folder, "hub.db");
  if (!existsSync(path)) throw new Fault("STORE_UNREADABLE", `${path} is not there`);
  const connection = openReadConnection(path);
  const query = new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselyDatabase(connection) }) });
  return {
    async after(n, limit) {
      try {
        return await auditTable(query).after(n, limit);
      } catch (cause) {
        throw new Fault("STORE_UNREADABLE", `${path} (${(cause as Error).message})`, { cause });
      }
    },
    async close() {
      await query.destroy();
      connection.close();
    },
  };
}
