/** Imports of lists in SQLite. */
import type { ImportJob, ImportRow, Imports, Verdict } from "../imports.ts";
import type { Connection } from "./connection.ts";

type JobRow = Omit<ImportJob, "counts" | "error" | "startedAt"> & {
  counts: string;
  error: string | null;
  started_at: number;
};

const put = `
  INSERT INTO imports (id, kind, at, by, name, state, done, total, counts, error, started_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, done = excluded.done, total = excluded.total,
    counts = excluded.counts, error = excluded.error, started_at = excluded.started_at
`;

/** One person's many trials push out no other's. */
const old = `
  SELECT id FROM (
    SELECT id, row_number() OVER (
      PARTITION BY iif(state = 'checked', "by", NULL) ORDER BY at DESC, id DESC
    ) AS nth FROM imports WHERE kind = ? AND state IN ('checked', 'done', 'refused')
  ) WHERE nth > ?
`;
const unfinished = "SELECT * FROM imports WHERE state NOT IN ('checked', 'done', 'refused') ORDER BY at DESC, id DESC";
const list = `
  SELECT * FROM imports WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR "by" = ?2) ORDER BY at DESC, id DESC LIMIT ?3
`;

/**
 * Of one verdict by the index: the few that are wrong are asked for all the time, and in the order of the file they would be
 * looked for among all the others.
 */
function rowsOf(verdicts: number): string {
  const [from, of] =
    verdicts === 1
      ? ["import_rows INDEXED BY import_rows_by_verdict", "verdict = ?"]
      : ["import_rows", `verdict IN (${Array(verdicts).fill("?").join(", ")})`];
  return `SELECT row, verdict, body FROM ${from} WHERE import = ? AND ${of} AND row > ? ORDER BY row LIMIT ?`;
}

export function importsTable(connection: Connection): Imports {
  return {
    async find(id) {
      const row = connection.prepare("SELECT * FROM imports WHERE id = ?").get(id) as JobRow | undefined;
      return row === undefined ? null : toJob(row);
    },
    async list(limit, kind, by) {
      return (connection.prepare(list).all(kind ?? null, by ?? null, limit) as JobRow[]).map(toJob);
    },
    async unfinished() {
      return (connection.prepare(unfinished).all() as JobRow[]).map(toJob);
    },
    async put({ id, kind, at, by, name, state, done, total, counts, error, startedAt }) {
      const told = error === null ? null : JSON.stringify(error);
      connection.prepare(put).run(id, kind, at, by, name, state, done, total, JSON.stringify(counts), told, startedAt);
    },
    async addRows(id, rows) {
      const insert = connection.prepare("INSERT INTO import_rows (import, row, verdict, body) VALUES (?, ?, ?, ?)");
      for (const { row, verdict, body } of rows) insert.run(id, row, verdict, JSON.stringify(body));
    },
    async rows(id, verdicts, after, limit) {
      const rows = connection.prepare(rowsOf(verdicts.length)).all(id, ...verdicts, after, limit);
      return (rows as { row: number; verdict: Verdict; body: string }[]).map(
        ({ row, verdict, body }): ImportRow => ({ row, verdict, body: JSON.parse(body) }),
      );
    },
    async fail(id, row, body) {
      const sql = "UPDATE import_rows SET verdict = 'wrong', body = ? WHERE import = ? AND row = ?";
      connection.prepare(sql).run(JSON.stringify(body), id, row);
    },
    async forgetBut(keep, kind) {
      connection.prepare(`DELETE FROM import_rows WHERE import IN (${old})`).run(kind, keep);
      connection.prepare(`DELETE FROM imports WHERE id IN (${old})`).run(kind, keep);
    },
  };
}

function toJob({ counts, error, started_at: startedAt, ...row }: JobRow): ImportJob {
  return { ...row, counts: JSON.parse(counts), error: error === null ? null : JSON.parse(error), startedAt };
}
