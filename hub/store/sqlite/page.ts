/** Pages of any table: the filters in SQL, and keys instead of offsets, so that a page is as fast as the first one. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { CaseFilter, Mark, Page } from "../page.ts";
import type { Schema } from "./schema.ts";

export type Clause = RawBuilder<unknown>;
/** What a list is sorted by; the last key tells any two rows apart. */
export type Key = { by: Clause; down: boolean };

type PageOf = {
  table:
    | "alerts"
    | "tickets"
    | "faults"
    | "tasks"
    | "notices"
    | "commands"
    | "records"
    | "joint_actions"
    | "enrolments";
  id: "id" | "n" | "handle";
  where: readonly Clause[];
  keys: readonly Key[];
  limit: number;
  after: Mark | undefined;
  count?: "no" | undefined;
};

/** Finds the ids in an index that covers all filters, and only then reads the rows. */
export async function readPage<Row extends object>(query: Kysely<Schema>, ask: PageOf): Promise<Page<Row>> {
  const { table, id, where, keys, limit, after } = ask;
  const name = sql.table(table);
  const cut = after === undefined ? where : [...where, beyond(keys, after)];
  const marks = sql.join(keys.map(({ by }, i) => sql`${by} AS ${sql.ref(`k${i}`)}`));
  const order = sql.join(keys.map(({ by, down }) => sql`${by} ${sql.raw(down ? "DESC" : "ASC")}`));
  const counted = sql<{ n: number }>`SELECT count(*) AS n FROM ${name} WHERE ${all(where)}`;
  const total = ask.count === "no" ? undefined : (await counted.execute(query)).rows[0]?.n;
  const found = await sql<Record<string, string | number>>`
    SELECT ${marks} FROM ${name} WHERE ${all(cut)} ORDER BY ${order} LIMIT ${limit + 1}`.execute(query);
  const ends = found.rows.slice(0, limit).map((row) => keys.map((_, i) => row[`k${i}`] as string | number));
  const ids = ends.map((mark) => mark.at(-1) as string | number);
  return {
    rows: await rowsOf<Row>(query, table, id, ids),
    total: total ?? ends.length,
    next: found.rows.length > limit ? (ends.at(-1) ?? null) : null,
  };
}

async function rowsOf<Row extends object>(
  query: Kysely<Schema>,
  table: string,
  id: string,
  ids: readonly (string | number)[],
) {
  if (ids.length === 0) return [];
  const rows = await sql<Row>`
    SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(id)} IN ${oneOf(ids)}`.execute(query);
  const byId = new Map(rows.rows.map((row) => [row[id as keyof Row] as string | number, row]));
  return ids.map((each) => byId.get(each) as Row);
}

/** The rows that come after `mark`: greater in the first key, or alike in it and greater in the second, and so on. */
function beyond([key, ...keys]: readonly Key[], [value, ...values]: Mark): Clause {
  if (key === undefined || value === undefined) return sql`0`;
  const after = key.down ? sql`${key.by} < ${value}` : sql`${key.by} > ${value}`;
  if (keys.length === 0) return after;
  const upTo = key.down ? sql`${key.by} <= ${value}` : sql`${key.by} >= ${value}`;
  return sql`(${upTo} AND (${after} OR (${key.by} = ${value} AND ${beyond(keys, values)})))`;
}

function all(clauses: readonly Clause[]): Clause {
  return clauses.length === 0 ? sql`1` : sql.join(clauses, sql` AND `);
}

/** One text of SQL however many there are: each is compiled once. */
export function oneOf(values: readonly (string | number)[]): Clause {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}

export function equals(column: string, value: string | undefined): Clause[] {
  return value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];
}

export function within(column: string, { from, to }: { from?: number | undefined; to?: number | undefined }): Clause[] {
  return [
    ...(from === undefined ? [] : [sql`${sql.ref(column)} >= ${from}`]),
    ...(to === undefined ? [] : [sql`${sql.ref(column)} < ${to}`]),
  ];
}

/** Each word is somewhere in one of these columns. */
export function says(columns: readonly string[], q: string | undefined): Clause[] {
  const has = (word: string) =>
    sql`(${sql.join(
      columns.map((column) => sql`${sql.ref(column)} LIKE ${like(word)} ESCAPE '\\'`),
      sql` OR `,
    )})`;
  return wordsIn(q).map(has);
}

/** What alerts and tickets share; `time` is the column that they are told by, `isOpen` as its index says it. */
export function caseClauses(filter: CaseFilter<string>, time: string, isOpen: Clause): Clause[] {
  const { state = "all", severity, areas } = filter;
  return [
    ...(state === "all" ? [] : state === "open" ? [isOpen] : [sql`state IN ${oneOf(state)}`]),
    ...(severity === undefined ? [] : [sql`severity IN ${oneOf(severity)}`]),
    ...(areas === undefined ? [] : [sql`area IN ${oneOf(areas)}`]),
    // Most cases are of a few classes: the plus keeps SQLite from their index, whose rows it would read one by one.
    ...(filter.class === undefined ? [] : [sql`+class = ${filter.class}`]),
    ...equals("unit", filter.unit),
    ...equals("gateway", filter.gateway),
    ...equals("device", filter.device),
    ...within(time, filter),
    ...wordsIn(filter.q).map((word) => titled(word, filter.meant?.get(word))),
  ];
}

/** [SQLite FTS5 §4.3.5] The trigram index knows nothing shorter than three characters. */
function titled(word: string, areas: readonly string[] = []): Clause {
  const texts =
    [...word].length < 3
      ? sql`SELECT n FROM words WHERE text LIKE ${like(word)} ESCAPE '\\'`
      : sql`SELECT rowid FROM word_index WHERE word_index MATCH ${`"${word.replaceAll('"', '""')}"`}`;
  const ways = [
    sql`words IN (${texts})`,
    ...(/^[\w-]{4,}$/.test(word) ? [sql`id LIKE ${like(word)} ESCAPE '\\'`] : []),
    ...(areas.length === 0 ? [] : [sql`area IN ${oneOf(areas)}`]),
  ];
  return sql`(${sql.join(ways, sql` OR `)})`;
}

function wordsIn(q = ""): string[] {
  return q.split(/\s+/).filter((word) => word !== "");
}

function like(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
