/** Committed offset ranges: in the table, and beyond it in the log, whose rows name the offsets they are. */
import type { Epoch, GatewayId } from "../../../core/id.ts";
import type { Lane } from "../../../core/lane.ts";
import type { OffsetRanges } from "../../../core/offset-ranges.ts";
import type { Ranges } from "../ranges.ts";
import type { Connection } from "./connection.ts";
import { journalKey, type Memory } from "./memory.ts";

const put = `INSERT INTO ranges (gateway, lane, epoch, have) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET have = excluded.have`;

export function rangesTable(connection: Connection, memory: Memory): Ranges {
  return {
    find: async (journal) => memory.journals.get(journalKey(journal))?.have ?? null,
    async put({ gateway, lane, epoch }, have) {
      putRanges(connection, { gateway, lane, epoch }, have);
      memory.journals.set(journalKey({ gateway, lane, epoch }), {
        journal: { gateway, lane, epoch },
        have,
        since: null,
      });
    },
  };
}

export function putRanges(connection: Connection, journal: Parameters<Ranges["find"]>[0], have: OffsetRanges): void {
  connection.prepare(put).run(journal.gateway, journal.lane, journal.epoch, JSON.stringify(have));
}

export function loadRanges(connection: Connection, memory: Memory): void {
  for (const row of connection.prepare("SELECT gateway, lane, epoch, have FROM ranges").all()) {
    const { gateway, lane, epoch } = row as { gateway: GatewayId; lane: Lane; epoch: Epoch };
    const journal = { gateway, lane, epoch };
    memory.journals.set(journalKey(journal), { journal, have: JSON.parse(row.have as string), since: null });
  }
}
