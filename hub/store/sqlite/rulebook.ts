/** The rulebook's versions in SQLite; a version never changes, so each is parsed once. */
import { type Kysely, sql } from "kysely";
import type { Rulebook, RulebookRow } from "../rulebook.ts";
import type { Connection } from "./connection.ts";
import type { Schema } from "./schema.ts";

/** What was committed when it was read: versions of tables by `kind version`, and which were the newest. */
export type RulebookMemory = { rows: Map<string, RulebookRow>; newest: ReadonlyMap<string, number> };

export function emptyRulebook(): RulebookMemory {
  return { rows: new Map(), newest: new Map() };
}

const newest = "SELECT kind, max(version) AS version FROM rulebook GROUP BY kind";

export function rulebookTable(query: Kysely<Schema>, connection: Connection, memory: RulebookMemory): Rulebook {
  /** What this transaction adds may be undone: it is not remembered. */
  const added = new Set<string>();
  /** Asked for once a transaction, as long as it adds nothing. */
  let seen: ReadonlyMap<string, number> | null = null;
  const find = async (kind: string, version: number) => {
    const key = `${kind} ${version}`;
    const known = memory.rows.get(key);
    if (known !== undefined) return known;
    const rows = query.selectFrom("rulebook").selectAll().where("kind", "=", kind).where("version", "=", version);
    const row = await rows.executeTakeFirst();
    if (row === undefined) return null;
    const parsed = { ...row, body: JSON.parse(row.body) };
    if (!added.has(kind)) memory.rows.set(key, parsed);
    return parsed;
  };
  const ask = () => {
    const rows = connection.prepare(newest).all() as { kind: string; version: number }[];
    return new Map(rows.map(({ kind, version }) => [kind, version]));
  };
  const versions = async () => {
    if (added.size > 0) return ask();
    if (seen !== null) return seen;
    const asked = ask();
    memory.newest = isSame(asked, memory.newest) ? memory.newest : asked;
    seen = memory.newest;
    return seen;
  };
  return {
    versions,
    find,
    async newest(kind) {
      const version = (await versions()).get(kind);
      return version === undefined ? null : find(kind, version);
    },
    async history(kind) {
      const rows = query.selectFrom("rulebook").select(["kind", "version", "at", "by", "source"]);
      return rows.where("kind", "=", kind).orderBy("version", "desc").execute();
    },
    async add({ body, ...row }) {
      added.add(row.kind);
      const version = sql<number>`(SELECT coalesce(max(version), 0) + 1 FROM rulebook WHERE kind = ${row.kind})`;
      const inserted = await query
        .insertInto("rulebook")
        .values({ ...row, version, body: JSON.stringify(body) })
        .returning("version")
        .executeTakeFirstOrThrow();
      return inserted.version;
    },
  };
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([kind, version]) => b.get(kind) === version);
}
