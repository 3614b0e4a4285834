/** Series in SQLite: their rows say what is in chunks, the memory what is so. */
import type { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import type { Value } from "../../../core/reading.ts";
import type { LatestRow, SeriesRow, SeriesTable } from "../telemetry.ts";
import type { Connection } from "./connection.ts";
import { addSeries, type Memory, nameKey, type SeriesState } from "./memory.ts";

/** A number is stored as REAL, a boolean as INTEGER, a text as TEXT, so that each comes back as what it was. */
type Cell = number | bigint | string;
type Kind = "real" | "integer" | "text";

type RawSeries = {
  id: number;
  gateway: string;
  device: string;
  point: string;
  known: number;
  latest_at: number | null;
  latest_received_at: number | null;
  latest_value: number | string | null;
  latest_kind: Kind | "null";
  latest_quality: number | null;
  delivered: number;
  summaries: number;
  through: number;
};

const loadAll = "SELECT *, typeof(latest_value) AS latest_kind FROM series ORDER BY id";
const createSeries = "INSERT INTO series (gateway, device, point, known) VALUES (?, ?, ?, ?) RETURNING id";
const listIds = {
  all: "SELECT id FROM series ORDER BY id",
  gateway: "SELECT id FROM series WHERE gateway = ? ORDER BY id",
  device: "SELECT id FROM series WHERE gateway = ? AND device = ? ORDER BY id",
};
const putKnown = "UPDATE series SET known = ? WHERE id = ?";
const putRow = `UPDATE series SET latest_at = ?, latest_received_at = ?, latest_value = ?, latest_quality = ?,
  delivered = ?, summaries = ?, through = coalesce(?, through) WHERE id = ?`;

export function seriesTable(connection: Connection, memory: Memory): SeriesTable {
  const stateOf = (id: number) => memory.series.get(id) as SeriesState;
  const list = (gateway?: GatewayId, device?: DeviceId) => {
    const statement = connection.prepare(
      listIds[device === undefined ? (gateway === undefined ? "all" : "gateway") : "device"],
    );
    const bound = [gateway, device].filter((id) => id !== undefined);
    return statement.all(...bound).map(({ id }) => stateOf(id as number).row);
  };
  const mark = (row: SeriesRow, known: boolean) => {
    if (row.known === known) return;
    connection.prepare(putKnown).run(known ? 1 : 0, row.id);
    memory.series.set(row.id, { ...stateOf(row.id), row: { ...row, known } });
  };
  return {
    async find(name) {
      const id = memory.names.get(nameKey(name));
      return id === undefined ? null : stateOf(id).row;
    },
    async create(name, known) {
      const { gateway, device, point } = name;
      const { id } = connection.prepare(createSeries).get(gateway, device, point, known ? 1 : 0) as { id: number };
      const row = { id, gateway, device, point, known, latest: null, delivered: 0, summaries: 0 };
      addSeries(memory, row);
      return row;
    },
    list: async (gateway, device) => list(gateway, device),
    async markKnown(gateway, device, points) {
      for (const row of list(gateway, device)) mark(row, points.includes(row.point));
    },
    async markUnknownExcept(gateway, devices) {
      const kept = new Set(devices);
      for (const row of list(gateway)) if (!kept.has(row.device)) mark(row, false);
    },
  };
}

/** All that the series' chunks hold is counted in its row; `through` is the last row of the log among it, null where that stays. */
export function putSeriesRow(
  connection: Connection,
  { id, latest, delivered, summaries }: SeriesRow,
  through: number | null,
) {
  const { at = null, receivedAt = null, value = null, quality = null } = latest ?? {};
  connection.prepare(putRow).run(at, receivedAt, toCell(value), quality, delivered, summaries, through, id);
}

/** Puts every series into the memory. Returns the last row of the log that each has in its chunks. */
export function loadSeries(connection: Connection, memory: Memory): Map<number, number> {
  const rows = connection.prepare(loadAll).all() as RawSeries[];
  for (const row of rows) addSeries(memory, toSeries(row));
  return new Map(rows.map(({ id, through }) => [id, through]));
}

function toSeries(row: RawSeries): SeriesRow {
  return {
    id: row.id,
    gateway: row.gateway as GatewayId,
    device: row.device as DeviceId,
    point: row.point as PointId,
    known: row.known === 1,
    latest: toLatest(row),
    delivered: row.delivered,
    summaries: row.summaries,
  };
}

function toLatest(row: RawSeries): LatestRow | null {
  if (row.latest_at === null) return null;
  return {
    at: row.latest_at,
    receivedAt: row.latest_received_at as number,
    value: fromCell(row.latest_value as Cell, row.latest_kind as Kind),
    quality: row.latest_quality as number,
  };
}

function toCell(value: Value | null): Cell | null {
  return typeof value === "boolean" ? (value ? 1n : 0n) : value;
}

export function fromCell(cell: Cell, kind: Kind): Value {
  return kind === "integer" ? cell === 1 : (cell as number | string);
}
