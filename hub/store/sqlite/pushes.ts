/** Messages of platforms in SQLite; adding and settling them is on the way of every one. */
import type { GatewayId } from "../../../core/id.ts";
import { breathing } from "../../breathe.ts";
import type { Pushes, PushHead, PushRow, PushState } from "../pushes.ts";
import type { Connection } from "./connection.ts";

type Row = {
  n: number;
  connector: string;
  key: string;
  received: number;
  from: string;
  body: Uint8Array;
  state: PushState;
  why: string;
  platform_at: number | null;
  yielded: string;
  foreign: string | null;
  packet: number | null;
};

/** Each is asked of a million messages: by an index, in its order (`pushes.test.ts`). */
export const statements = {
  add: `
    INSERT INTO pushes (connector, "key", received, "from", body, packet) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (connector, "key") DO NOTHING
  `,
  isAgain: 'SELECT 1 FROM pushes WHERE connector = ? AND "key" = ? AND received > ?',
  wasDelivered: `
    SELECT 1 FROM pushes WHERE connector = ? AND packet = ? AND received > ? AND "from" = ? AND body = ?
  `,
  lanes: "SELECT connector FROM push_counts WHERE waiting > 0 OR again > 0",
  waiting: "SELECT * FROM pushes WHERE connector = ? AND state = ? ORDER BY n LIMIT ?",
  settle: 'UPDATE pushes SET state = ?, why = ?, platform_at = ?, yielded = ?, "foreign" = ? WHERE n = ?',
  rekey: `
    UPDATE pushes SET "key" = ? WHERE n = ?
    AND NOT EXISTS (SELECT 1 FROM pushes AS other, pushes AS own
      WHERE own.n = pushes.n AND other.connector = own.connector AND other."key" = ? AND other.n <> ?)
  `,
  find: "SELECT * FROM pushes WHERE n = ?",
  head: `
    SELECT n, connector, "key", received, "from", state, why, platform_at, "foreign", packet, length(body) AS bytes,
      substr(body, 1, 2000) AS body, substr(yielded, 1, 20000) AS yielded FROM pushes WHERE n = ?
  `,
  newestOf: "SELECT n FROM pushes WHERE connector = ? AND state = ? AND n < ? ORDER BY n DESC LIMIT ?",
  listUnknown: `
    SELECT * FROM pushes WHERE connector = ? AND "foreign" = ? AND state = 'unknown' ORDER BY n DESC LIMIT ?
  `,
  count: "SELECT waiting, again, taken, unknown, refused FROM push_counts WHERE connector = ?",
  newest: "SELECT newest FROM push_counts WHERE connector = ?",
  readAgain: `UPDATE pushes SET state = 'again' WHERE connector = ? AND state = 'unknown' AND "foreign" = ?`,
  readOneAgain: "UPDATE pushes SET state = 'again' WHERE n = ? AND state <> 'waiting'",
  replay: `
    UPDATE pushes SET state = 'again' WHERE connector = ? AND received >= ? AND received < ? AND state <> 'waiting'
  `,
  removeBefore: `
    DELETE FROM pushes WHERE n IN (
      SELECT n FROM pushes WHERE received < ? AND state NOT IN ('waiting', 'again') ORDER BY received LIMIT ?)
  `,
};

const states: readonly PushState[] = ["waiting", "again", "taken", "unknown", "refused"];
const none = { waiting: 0, again: 0, taken: 0, unknown: 0, refused: 0 };

export function pushesTable(connection: Connection): Pushes {
  const rows = (sql: string, ...values: (string | number)[]) =>
    (connection.prepare(sql).all(...values) as Row[]).map(toRow);
  const one = <Found>(sql: string, ...values: (string | number | Uint8Array)[]) =>
    connection.prepare(sql).get(...values) as Found | undefined;
  const changed = (sql: string, ...values: (string | number)[]) =>
    Number(connection.prepare(sql).run(...values).changes);
  /** Each state lies in its own order; of all of them the newest are among the newest of each. */
  const newestOf = (connector: string, wanted: readonly PushState[], limit: number, before: number) => {
    const found = wanted.flatMap((state) =>
      connection.prepare(statements.newestOf).all(connector, state, before, limit),
    );
    return (found as { n: number }[]).sort((a, b) => b.n - a.n).slice(0, limit);
  };
  return {
    async add(pushes) {
      const statement = connection.prepare(statements.add);
      return pushes.map(({ connector, key, again: same, delivery, received, from, body }) => {
        if (same !== undefined && one(statements.isAgain, connector, same.key, same.since)) return false;
        const { id = null, againSince = null } = delivery ?? {};
        if (id !== null && againSince !== null && one(statements.wasDelivered, connector, id, againSince, from, body))
          return false;
        return Number(statement.run(connector, key, received, from, body, id).changes) > 0;
      });
    },
    lanes: async () => (connection.prepare(statements.lanes).all() as Row[]).map((row) => row.connector as GatewayId),
    async waiting(connector, limit) {
      const fresh = rows(statements.waiting, connector, "waiting", limit);
      return fresh.length > 0 ? fresh : rows(statements.waiting, connector, "again", limit);
    },
    async settle(n, { state, why, platformAt, yielded, foreign }) {
      connection.prepare(statements.settle).run(state, why, platformAt, yielded.join("\n"), foreign, n);
    },
    rekey: async (n, key) => changed(statements.rekey, key, n, key, n) > 0,
    find: async (n) => rows(statements.find, n)[0] ?? null,
    list: async (connector, state, limit, before = Number.MAX_SAFE_INTEGER) =>
      newestOf(connector, state === null ? states : [state], limit, before).flatMap(({ n }) =>
        rows(statements.find, n),
      ),
    async heads(connector, state, limit, before = Number.MAX_SAFE_INTEGER) {
      const [heads, breathe]: [PushHead[], () => Promise<void>] = [[], breathing()];
      for (const { n } of newestOf(connector, state === null ? states : [state], limit, before)) {
        await breathe();
        const row = one<Row & { bytes: number }>(statements.head, n);
        if (row !== undefined) heads.push({ ...toRow(row), bytes: row.bytes });
      }
      return heads;
    },
    listUnknown: async (connector, foreign, limit) => rows(statements.listUnknown, connector, foreign, limit),
    count: async (connector) => ({ ...none, ...one<typeof none>(statements.count, connector) }),
    newest: async (connector) => one<{ newest: number }>(statements.newest, connector)?.newest ?? null,
    readAgain: async (connector, foreign) => changed(statements.readAgain, connector, foreign),
    readOneAgain: async (n) => void changed(statements.readOneAgain, n),
    replay: async (connector, from, to) => changed(statements.replay, connector, from, to),
    removeBefore: async (at, limit) => changed(statements.removeBefore, at, limit),
  };
}

function toRow({ connector, platform_at, yielded, packet: _, ...row }: Row): PushRow {
  return {
    ...{ ...row, connector: connector as GatewayId, platformAt: platform_at },
    yielded: yielded === "" ? [] : yielded.split("\n"),
  };
}
