/** The rulebook's versions in SQLite; a version never changes, so each is parsed once. */
import { type Kysely, sql } from "kysely";
import type { Rulebook, RulebookRow } from "../rulebook.ts";
import type { Schema } from "./schema.ts";

/** What was committed when it was read, by `kind version`. */
export type RulebookMemory = Map<string, RulebookRow>;

export function rulebookTable(query: Kysely<Schema>, memory: RulebookMemory): Rulebook {
  /** What this transaction adds may be undone: it is not remembered. */
  const added = new Set<string>();
  const find = async (kind: string, version: number) => {
    const key = `${kind} ${version}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const rows = query.selectFrom("rulebook").selectAll().where("kind", "=", kind).where("version", "=", version);
    const row = await rows.executeTakeFirst();
    if (row === undefined) return null;
    const parsed = { ...row, body: JSON.parse(row.body) };
    if (!added.has(kind)) memory.set(key, parsed);
    return parsed;
  };
  const versions = async () => {
    const rows = query.selectFrom("rulebook").select(["kind", ({ fn }) => fn.max("version").as("version")]);
    return new Map((await rows.groupBy("kind").execute()).map(({ kind, version }) => [kind, version]));
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
