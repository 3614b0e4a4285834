/** One SQLite connection: durable settings, every statement prepared once, and node:sqlite in the shape Kysely expects. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { Fault } from "../../../core/fault.ts";

/** What SQLite takes and gives; a boolean is an INTEGER where numbers are REAL. */
type Cell = null | number | bigint | string | Uint8Array;

export type Connection = {
  path: string;
  /** The statement, compiled at its first use. */
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  /** Whether a transaction is open: SQLite ends one by itself when the disk fails. */
  isTransaction(): boolean;
  close(): void;
};

/** node:sqlite is loaded late, so that a Node without it can still say what is wrong. */
export function loadSqlite(): typeof import("node:sqlite") {
  return process.getBuiltinModule("node:sqlite");
}

/** Savepoints that grow beyond 64 KiB would go to a temporary file, were it not in memory. */
const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
`;

export function openConnection(path: string): Connection {
  return connect(path, settings);
}

/** A second connection to a database that is open: sees what is committed, and never waits. */
export function openReadConnection(path: string): Connection {
  return connect(path, "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
}

function connect(path: string, pragmas: string): Connection {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, { timeout: 5000 });
  database.exec(pragmas);
  return {
    path,
    prepare: preparer(database),
    exec: (sql) => database.exec(sql),
    isTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
}

/** Kysely's queries are few in shape; the hot path's fewer. A loop that makes up SQL text would be a leak, so it is bounded. */
const mostStatements = 500;

function preparer(database: DatabaseSync): Connection["prepare"] {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= mostStatements) statements.clear();
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

/** Kysely only builds what runs on the connection: its transactions, and its end, are in `turns.ts`. */
export function kyselyDatabase(connection: Connection): SqliteDatabase {
  const known = new WeakMap<StatementSync, SqliteStatement>();
  return {
    close: () => {},
    prepare(sql) {
      const statement = connection.prepare(sql);
      const shaped = known.get(statement) ?? kyselyStatement(statement);
      known.set(statement, shaped);
      return shaped;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  const cells = (parameters: readonly unknown[]) => parameters as Cell[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...cells(parameters)),
    run: (parameters) => statement.run(...cells(parameters)),
    iterate: (parameters) => statement.iterate(...cells(parameters)),
  };
}

/** [SQLite result codes] READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB. */
const diskCodes = new Set([8, 10, 11, 13, 14, 26]);

/** Tells a disk that failed from a mistake of ours, which stays what it is. */
export function diskFault(error: unknown): unknown {
  const code = (error as { errcode?: unknown }).errcode;
  if (typeof code !== "number" || !diskCodes.has(code & 0xff)) return error;
  return new Fault("DISK_FAILED", `the database could not be written (${(error as Error).message})`, { cause: error });
}
