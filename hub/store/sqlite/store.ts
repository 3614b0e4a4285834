/** The store on SQLite: one file, one transaction at a time on one connection, reads on another. */
import { closeSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { Kysely, SqliteDialect } from "kysely";
import { folderFault, unreadable } from "../folder-fault.ts";
import { makeFolder } from "../make-folder.ts";
import { type Seal, sealOf } from "../secret-seal.ts";
import type { Store, Tables } from "../store.ts";
import { accountsTable, triesTable, waitsTable } from "./accounts.ts";
import { alertsTable } from "./alerts.ts";
import { auditTable } from "./audit.ts";
import { callbacksTable } from "./callbacks.ts";
import { carriedCommandsTable } from "./carried-commands.ts";
import { caseFactsTable } from "./case-facts.ts";
import { caseLinesTable } from "./case-lines.ts";
import { channelSecretsTable } from "./channel-secrets.ts";
import { commandsTable } from "./commands.ts";
import { componentsTable } from "./components.ts";
import { type Connection, diskFault, kyselyDatabase, openConnection, openReadConnection } from "./connection.ts";
import { connectorsTable } from "./connectors.ts";
import { credentialsTable, joiningsTable } from "./credentials.ts";
import { devicesTable } from "./devices.ts";
import { watchDisk } from "./disk-watch.ts";
import { certificatesTable, enrolmentsTable } from "./enrolments.ts";
import { faultsTable } from "./faults.ts";
import { foreignDevicesTable } from "./foreign-devices.ts";
import { gatewaysTable, loadGateways } from "./gateways.ts";
import { handoversTable } from "./handovers.ts";
import { importsTable } from "./imports.ts";
import { intentsTable } from "./intents.ts";
import { inventoryTable } from "./inventory.ts";
import { jointActionsTable } from "./joint-actions.ts";
import { laddersTable } from "./ladders.ts";
import { ledgerTable } from "./ledger.ts";
import { ledgerEntriesTable } from "./ledger-entries.ts";
import { ledgerFilesTable } from "./ledger-files.ts";
import { replayLog } from "./log.ts";
import { marksTable } from "./marks.ts";
import {
  commitMemory,
  emptyMemory,
  type Memory,
  markMemory,
  type OwnMemory,
  undoMemory,
  watchMemory,
} from "./memory.ts";
import { migrate } from "./migrate.ts";
import { noticesTable } from "./notices.ts";
import { outboxTable } from "./outbox.ts";
import { photosTable } from "./photos.ts";
import { posturesTable } from "./postures.ts";
import { pushesTable } from "./pushes.ts";
import { loadRanges, rangesTable } from "./ranges.ts";
import { readingsTable } from "./readings.ts";
import { receiptsTable } from "./receipts.ts";
import { recordsTable } from "./records.ts";
import { registryTable } from "./registry.ts";
import { loadKept } from "./retention.ts";
import { ruleStatesTable } from "./rule-states.ts";
import { emptyRulebook, type RulebookMemory, rulebookTable } from "./rulebook.ts";
import type { Schema } from "./schema.ts";
import { loadSeries, seriesTable } from "./series.ts";
import { sessionsTable } from "./sessions.ts";
import { talliesTable } from "./tallies.ts";
import { tasksTable } from "./tasks.ts";
import { ticketsTable } from "./tickets.ts";
import { tokensTable } from "./tokens.ts";
import { turnsOn } from "./turns.ts";
import { wallsTable } from "./walls.ts";

/** Opens `<folder>/hub.db`, making both where they lack. Throws `FOLDER_UNWRITABLE`, `DISK_FAILED`, `STORE_UNREADABLE` or `STORE_NEWER`. */
export function openSqliteStore(folder: string, now: number): Store {
  return sqliteStore(openFile(folder), now);
}

/** The store on a connection, which is its own from now on. Throws `DISK_FAILED` or `STORE_NEWER`. */
export function sqliteStore(connection: Connection, now: number): Store {
  try {
    migrate(connection, now);
    const seal = sealOf(dirname(connection.path));
    return storeOn(connection, loadMemory(connection, now), openReadConnection(connection.path), seal);
  } catch (error) {
    connection.close();
    throw unreadable(connection.path, error) ?? diskFault(error);
  }
}

function storeOn(connection: Connection, memory: OwnMemory, reading: Connection, seal: Seal): Store {
  const [writer, reader] = [kyselyOn(connection), kyselyOn(reading)];
  const rulebook = emptyRulebook();
  const writing = turnsOn(connection, { committed: () => commitMemory(memory), undone: () => undoMemory(memory) });
  const looking = turnsOn(reading, { committed: () => {}, undone: () => {} });
  const disk = watchDisk(connection);
  return {
    disk: disk.state,
    async transaction(work) {
      try {
        const result = await asDisk(
          writing.transaction(() => work(tablesOf(writer, connection, memory, rulebook, seal, attempt))),
        );
        disk.taken();
        return result;
      } catch (error) {
        disk.failed(error);
        throw error;
      }
    },
    read: (work) =>
      looking.transaction(async () => {
        const seen = watchMemory(memory);
        try {
          reading.prepare("SELECT count(*) FROM kept").get();
          return await work(tablesOf(reader, reading, seen, rulebook, seal, noAttempt));
        } catch (error) {
          throw diskFault(error);
        } finally {
          seen.end();
        }
      }),
    connectorsVersion: () => memory.versions.committed("connectors") ?? 0,
    async close() {
      await looking.close();
      await writing.close();
    },
  };

  /**
   * Savepoints nest: `RELEASE` and `ROLLBACK TO` mean the innermost of the name. A disk that fails may have ended the
   * whole transaction; then there is no savepoint left to go back to.
   */
  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    const marks = markMemory(memory);
    connection.prepare("SAVEPOINT attempt").run();
    try {
      const result = await work();
      connection.prepare("RELEASE attempt").run();
      return result;
    } catch (error) {
      undoMemory(memory, marks);
      if (connection.isTransaction()) connection.exec("ROLLBACK TO attempt; RELEASE attempt");
      throw diskFault(error);
    }
  }
}

const noAttempt: Tables["attempt"] = () => Promise.reject(new Error("a read does not write"));

async function asDisk<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw diskFault(error);
  }
}

function kyselyOn(connection: Connection): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselyDatabase(connection) }) });
}

/** What the tables say, then what the log says beyond them. */
function loadMemory(connection: Connection, now: number): OwnMemory {
  const memory = emptyMemory();
  loadGateways(connection, memory);
  loadRanges(connection, memory);
  loadKept(connection, memory);
  replayLog(connection, memory, loadSeries(connection, memory), now);
  commitMemory(memory);
  return memory;
}

function openFile(folder: string): Connection {
  try {
    makeFolder(folder);
    const path = join(folder, "hub.db");
    makeFile(path);
    return openConnection(path);
  } catch (cause) {
    throw folderFault(folder, cause);
  }
}

/** Keys of channels are in it: nobody else reads it. SQLite gives what it keeps beside it the same rights. */
function makeFile(path: string): void {
  closeSync(openSync(path, "a", 0o600));
}

function tablesOf(
  query: Kysely<Schema>,
  connection: Connection,
  memory: Memory,
  rulebook: RulebookMemory,
  seal: Seal,
  attempt: Tables["attempt"],
): Tables {
  return {
    gateways: gatewaysTable(query, connection, memory),
    devices: devicesTable(query, connection),
    registry: registryTable(connection),
    imports: importsTable(connection),
    series: seriesTable(connection, memory),
    readings: readingsTable(connection, memory),
    ranges: rangesTable(connection, memory),
    alerts: alertsTable(query, connection),
    tickets: ticketsTable(query, connection),
    receipts: receiptsTable(query),
    jointActions: jointActionsTable(query),
    photos: photosTable(query),
    faults: faultsTable(query),
    ledger: ledgerTable(query),
    ledgerEntries: ledgerEntriesTable(query),
    ledgerFiles: ledgerFilesTable(query),
    commands: commandsTable(query),
    accounts: accountsTable(query, seal),
    carriedCommands: carriedCommandsTable(query),
    enrolments: enrolmentsTable(query),
    certificates: certificatesTable(query),
    records: recordsTable(query),
    handovers: handoversTable(query, connection),
    outbox: outboxTable(query, connection),
    tasks: tasksTable(query),
    rulebook: rulebookTable(query, connection, rulebook),
    postures: posturesTable(query, connection),
    ladders: laddersTable(connection),
    notices: noticesTable(query),
    channelSecrets: channelSecretsTable(query, memory, seal),
    intents: intentsTable(query),
    inventory: inventoryTable(query),
    caseFacts: caseFactsTable(connection),
    caseLines: caseLinesTable(query, connection),
    callbacks: callbacksTable(query),
    marks: marksTable(query),
    sessions: sessionsTable(query),
    tries: triesTable(query),
    tallies: talliesTable(connection, memory),
    walls: wallsTable(query),
    connectors: connectorsTable(query, memory),
    pushes: pushesTable(connection),
    credentials: credentialsTable(query),
    joinings: joiningsTable(query),
    foreignDevices: foreignDevicesTable(connection, query),
    components: componentsTable(connection),
    ruleStates: ruleStatesTable(connection),
    waits: waitsTable(query),
    tokens: tokensTable(query),
    audit: auditTable(query),
    attempt,
  };
}
