/** Messages of platforms in SQLite; adding and settling them is on the way of every one. */
import type { GatewayId } from "../../../core/id.ts";
import type { Pushes, PushRow, PushState } from "../pushes.ts";
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

const add = `
  INSERT INTO pushes (connector, "key", received, "from", body, packet) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (connector, "key") DO NOTHING
`;
const isAgain = 'SELECT 1 FROM pushes WHERE connector = ? AND "key" = ? AND received > ?';
const wasDelivered = `
  SELECT 1 FROM pushes WHERE connector = ? AND packet = ? AND received > ? AND "from" = ? AND body = ?
`;
const waiting = "SELECT * FROM pushes WHERE state = 'waiting' ORDER BY n LIMIT ?";
const again = "SELECT * FROM pushes WHERE state = 'again' ORDER BY n LIMIT ?";
const settle = 'UPDATE pushes SET state = ?, why = ?, platform_at = ?, yielded = ?, "foreign" = ? WHERE n = ?';
const rekey = `
  UPDATE pushes SET "key" = ? WHERE n = ?
  AND NOT EXISTS (SELECT 1 FROM pushes AS other, pushes AS own
    WHERE own.n = pushes.n AND other.connector = own.connector AND other."key" = ? AND other.n <> ?)
`;
const list = `
  SELECT * FROM pushes WHERE connector = ?1 AND n < ?2 AND (?3 IS NULL OR state = ?3) ORDER BY n DESC LIMIT ?4
`;
const count = "SELECT state, count(*) AS n FROM pushes WHERE connector = ? GROUP BY state";
const readAgain = `
  UPDATE pushes SET state = 'again' WHERE connector = ? AND state = 'unknown' AND "foreign" = ?
`;
const replay = `
  UPDATE pushes SET state = 'again' WHERE connector = ? AND received >= ? AND received < ? AND state <> 'waiting'
`;
const readOneAgain = "UPDATE pushes SET state = 'again' WHERE n = ? AND state <> 'waiting'";
const removeBefore = `
  DELETE FROM pushes WHERE n IN (SELECT n FROM pushes WHERE received < ? AND state NOT IN ('waiting', 'again') ORDER BY received LIMIT ?)
`;

export function pushesTable(connection: Connection): Pushes {
  const rows = (sql: string, ...values: (string | number | null)[]) =>
    (connection.prepare(sql).all(...values) as Row[]).map(toRow);
  const has = (sql: string, ...values: (string | number | Uint8Array)[]) =>
    connection.prepare(sql).get(...values) !== undefined;
  const changed = (sql: string, ...values: (string | number)[]) =>
    Number(connection.prepare(sql).run(...values).changes);
  return {
    async add(pushes) {
      const statement = connection.prepare(add);
      return pushes.map(({ connector, key, again: same, delivery, received, from, body }) => {
        if (same !== undefined && has(isAgain, connector, same.key, same.since)) return false;
        const { id = null, againSince = null } = delivery ?? {};
        if (id !== null && againSince !== null && has(wasDelivered, connector, id, againSince, from, body))
          return false;
        return Number(statement.run(connector, key, received, from, body, id).changes) > 0;
      });
    },
    async waiting(limit) {
      const fresh = rows(waiting, limit);
      return fresh.length > 0 ? fresh : rows(again, limit);
    },
    async settle(n, { state, why, platformAt, yielded, foreign }) {
      connection.prepare(settle).run(state, why, platformAt, yielded.join("\n"), foreign, n);
    },
    rekey: async (n, key) => changed(rekey, key, n, key, n) > 0,
    find: async (n) => rows("SELECT * FROM pushes WHERE n = ?", n)[0] ?? null,
    list: async (connector, state, limit, before = Number.MAX_SAFE_INTEGER) =>
      rows(list, connector, before, state, limit),
    async count(connector) {
      const counted = connection.prepare(count).all(connector) as { state: PushState; n: number }[];
      return {
        waiting: 0,
        again: 0,
        taken: 0,
        unknown: 0,
        refused: 0,
        ...Object.fromEntries(counted.map((c) => [c.state, c.n])),
      };
    },
    readAgain: async (connector, foreign) => changed(readAgain, connector, foreign),
    readOneAgain: async (n) => void changed(readOneAgain, n),
    replay: async (connector, from, to) => changed(replay, connector, from, to),
    removeBefore: async (at, limit) => changed(removeBefore, at, limit),
  };
}

function toRow({ connector, platform_at, yielded, packet: _, ...row }: Row): PushRow {
  return {
    ...{ ...row, connector: connector as GatewayId, platformAt: platform_at },
    yielded: yielded === "" ? [] : yielded.split("\n"),
  };
}
