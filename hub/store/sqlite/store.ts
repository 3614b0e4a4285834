/** The store on SQLite: one file, one connection, one transaction at a time. */
import { join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { folderFault } from "../folder-fault.ts";
import { makeFolder } from "../make-folder.ts";
import type { Store, Tables } from "../store.ts";
import { accountsTable, sessionsTable, triesTable } from "./accounts.ts";
import { alertsTable } from "./alerts.ts";
import { commandsTable } from "./commands.ts";
import { type Connection, diskFault, kyselyDatabase, openConnection } from "./connection.ts";
import { devicesTable } from "./devices.ts";
import { faultsTable } from "./faults.ts";
import { gatewaysTable } from "./gateways.ts";
import { ledgerTable } from "./ledger.ts";
import { migrate } from "./migrate.ts";
import { rangesTable } from "./ranges.ts";
import type { Schema } from "./schema.ts";
import { readingsTable, seriesTable } from "./telemetry.ts";
import { ticketsTable } from "./tickets.ts";

/** Opens `<folder>/hub.db`, making both where they lack. Throws `FOLDER_UNWRITABLE`, `DISK_FAILED` or `STORE_NEWER`. */
export function openSqliteStore(folder: string, now: number): Store {
  return sqliteStore(openFile(folder), now);
}

/** The store on a connection, which is its own from now on. Throws `DISK_FAILED` or `STORE_NEWER`. */
export function sqliteStore(connection: Connection, now: number): Store {
  try {
    migrate(connection, now);
  } catch (error) {
    connection.close();
    throw diskFault(error);
  }
  const kysely = new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselyDatabase(connection) }) });
  return {
    async transaction(work) {
      try {
        return await kysely.transaction().execute((query) => work(tablesOf(query, connection)));
      } catch (error) {
        throw diskFault(error);
      }
    },
    close: () => kysely.destroy(),
  };
}

function openFile(folder: string): Connection {
  try {
    makeFolder(folder);
    return openConnection(join(folder, "hub.db"));
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

function tablesOf(query: Kysely<Schema>, connection: Connection): Tables {
  return {
    gateways: gatewaysTable(query, connection),
    devices: devicesTable(query),
    series: seriesTable(query, connection),
    readings: readingsTable(query, connection),
    ranges: rangesTable(connection),
    alerts: alertsTable(query),
    tickets: ticketsTable(query),
    faults: faultsTable(query),
    ledger: ledgerTable(query),
    commands: commandsTable(query),
    accounts: accountsTable(query),
    sessions: sessionsTable(query),
    tries: triesTable(query),
    attempt: (work) => attempt(connection, work),
  };
}

/**
 * Savepoints nest: `RELEASE` and `ROLLBACK TO` mean the innermost of the name. A disk that fails may have ended the whole
 * transaction; then there is no savepoint left to go back to.
 */
async function attempt<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
  connection.prepare("SAVEPOINT attempt").run();
  try {
    const result = await work();
    connection.prepare("RELEASE attempt").run();
    return result;
  } catch (error) {
    if (connection.isTransaction()) connection.exec("ROLLBACK TO attempt; RELEASE attempt");
    throw diskFault(error);
  }
}
