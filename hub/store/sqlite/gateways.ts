/** Gateways in SQLite; documents are kept as JSON text. */
import type { Kysely } from "kysely";
import type { GatewayId } from "../../../core/id.ts";
import type { Boots, GatewayRow, Gateways, Presence } from "../gateways.ts";
import type { Connection } from "./connection.ts";
import type { Memory } from "./memory.ts";
import type { GatewaysTable, Schema } from "./schema.ts";

/** So late may a gateway's last message be known after a crash, when it was not a batch. */
const seenMs = 5 * 60_000;

const meet = `
  INSERT INTO gateways (id, title, place, state, since, last_seen) VALUES (?1, '', '', 'unknown', ?2, ?2)
  ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen
`;

const countDraining = `
  SELECT count(*) AS n FROM gateways WHERE state = 'online' AND json_extract(status, '$.backlog.data') > ?
`;

/** The status stays, for what people read of it; its session is below every one that comes. */
const forgetInstallation = `
  UPDATE gateways SET key_hash = NULL, boots = NULL, status = json_set(status, '$.session', 0) WHERE id = ?
`;

export function gatewaysTable(query: Kysely<Schema>, connection: Connection, memory: Memory): Gateways {
  const toRow = (row: GatewaysTable) => rowOf(row, memory.gateways.get(row.id)?.lastSeen ?? row.last_seen);
  const put = async (id: GatewayId, columns: Partial<GatewaysTable>) => {
    await query.updateTable("gateways").set(columns).where("id", "=", id).execute();
  };
  return {
    async find(id) {
      const row = connection.prepare("SELECT * FROM gateways WHERE id = ?").get(id) as GatewaysTable | undefined;
      return row === undefined ? null : toRow(row);
    },
    async findStatus(id) {
      const row = connection.prepare("SELECT status FROM gateways WHERE id = ?").get(id);
      return parse((row?.status ?? null) as string | null);
    },
    async findBoots(id) {
      const row = connection.prepare("SELECT boots FROM gateways WHERE id = ?").get(id);
      return toBoots((row?.boots ?? null) as string | null);
    },
    async countDraining(most) {
      return Number(connection.prepare(countDraining).get(most)?.n ?? 0);
    },
    async list() {
      return (await query.selectFrom("gateways").selectAll().orderBy("id").execute()).map(toRow);
    },
    async meet(id, now) {
      const seen = memory.gateways.get(id) ?? { lastSeen: now, durable: null, since: null };
      const isDurable = seen.durable !== null && now - seen.durable < seenMs;
      if (!isDurable) connection.prepare(meet).run(id, now);
      memory.gateways.set(id, { ...seen, lastSeen: now, durable: isDurable ? seen.durable : now });
    },
    putStatus: (id, status, { state, since }) => put(id, { status: JSON.stringify(status), state, since }),
    putRegistration: (id, { title, place, hash }) => put(id, { title, place, registration: hash }),
    putKeyHash: (id, keyHash) => put(id, { key_hash: keyHash }),
    putBoots: (id, boots) => put(id, { boots: JSON.stringify(boots) }),
    async forgetInstallation(id) {
      connection.prepare(forgetInstallation).run(id);
    },
    putDesired: (id, desired) => put(id, { desired: JSON.stringify(desired) }),
    putReported: (id, reported) => put(id, { reported: JSON.stringify(reported) }),
    async forgetPresence(now) {
      const values = { state: "unknown", since: now };
      await query.updateTable("gateways").set(values).where("state", "=", "online").execute();
    },
  };
}

function rowOf(row: GatewaysTable, lastSeen: number | null): GatewayRow {
  return {
    id: row.id as GatewayId,
    title: row.title,
    place: row.place,
    state: row.state as Presence,
    since: row.since,
    lastSeen,
    status: parse(row.status),
    registration: row.registration,
    keyHash: row.key_hash,
    boots: toBoots(row.boots),
    desired: parse(row.desired),
    reported: parse(row.reported),
  };
}

export function loadGateways(connection: Connection, memory: Memory): void {
  for (const row of connection.prepare("SELECT id, last_seen FROM gateways").all()) {
    const lastSeen = row.last_seen as number | null;
    memory.gateways.set(row.id as string, { lastSeen, durable: lastSeen, since: null });
  }
}

function toBoots(text: string | null): Boots {
  return parse(text) ?? { seen: [], clash: null };
}

function parse(text: string | null) {
  return text === null ? null : JSON.parse(text);
}
