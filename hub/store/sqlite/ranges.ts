/** Committed offset ranges in SQLite: one row a journal, the merged set as JSON. */
import type { Ranges } from "../ranges.ts";
import type { Connection } from "./connection.ts";

const find = "SELECT have FROM ranges WHERE gateway = ? AND lane = ? AND epoch = ?";
const put = `INSERT INTO ranges (gateway, lane, epoch, have) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET have = excluded.have`;

export function rangesTable(connection: Connection): Ranges {
  return {
    async find({ gateway, lane, epoch }) {
      const row = connection.prepare(find).get(gateway, lane, epoch) as { have: string } | undefined;
      return row === undefined ? null : JSON.parse(row.have);
    },
    async put({ gateway, lane, epoch }, have) {
      connection.prepare(put).run(gateway, lane, epoch, JSON.stringify(have));
    },
  };
}
