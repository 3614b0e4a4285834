/** Texts of statements on the way of an alert: written once and prepared once, where building a query costs more than running it. */

type Name<Row> = keyof Row & string;

/** `columns` in order; the values follow by `cellsOf`. */
export function insertInto<Row>(table: string, columns: readonly Name<Row>[]): string {
  return `INSERT INTO "${table}" (${quoted(columns)}) VALUES (${columns.map(() => "?").join(", ")})`;
}

/** The same; where a row has this key already, the other columns are written over. */
export function upsertInto<Row>(table: string, columns: readonly Name<Row>[], key: Name<Row>): string {
  const others = columns.filter((column) => column !== key).map((column) => `"${column}" = excluded."${column}"`);
  return `${insertInto(table, columns)} ON CONFLICT ("${key}") DO UPDATE SET ${others.join(", ")}`;
}

/** What is bound, in the order of `columns`. */
export function cellsOf<Row>(columns: readonly Name<Row>[], row: Row): Row[Name<Row>][] {
  return columns.map((column) => row[column]);
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}
