/** Series and readings in SQLite; appending is the hot path: prepared statements on the connection, one a reading. */
import type { StatementSync } from "node:sqlite";
import { type Kysely, sql } from "kysely";
import type { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import { quality } from "../../../core/quality.ts";
import type { Value } from "../../../core/reading.ts";
import type { Bucket, LatestRow, ReadingRow, Readings, SeriesRow, SeriesTable } from "../telemetry.ts";
import type { Connection } from "./connection.ts";
import type { Schema } from "./schema.ts";

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
};

const columns = `id, gateway, device, point, known, latest_at, latest_received_at, latest_value,
  typeof(latest_value) AS latest_kind, latest_quality, delivered, summaries`;
const findSeries = `SELECT ${columns} FROM series WHERE gateway = ? AND device = ? AND point = ?`;
const createSeries = `INSERT INTO series (gateway, device, point, known) VALUES (?, ?, ?, ?) RETURNING ${columns}`;
const putLatest = `UPDATE series SET latest_at = ?, latest_received_at = ?, latest_value = ?, latest_quality = ? WHERE id = ?`;

const addDelivered = "UPDATE series SET delivered = delivered + ?, summaries = summaries + ? WHERE id = ?";

export function seriesTable(query: Kysely<Schema>, connection: Connection): SeriesTable {
  return {
    async find({ gateway, device, point }) {
      const row = connection.prepare(findSeries).get(gateway, device, point) as RawSeries | undefined;
      return row === undefined ? null : toSeries(row);
    },
    async create({ gateway, device, point }, known) {
      return toSeries(connection.prepare(createSeries).get(gateway, device, point, known ? 1 : 0) as RawSeries);
    },
    async list(gateway, device) {
      const where = [gateway === undefined ? "" : "AND gateway = ?", device === undefined ? "" : "AND device = ?"];
      const statement = connection.prepare(`SELECT ${columns} FROM series WHERE 1 ${where.join(" ")} ORDER BY id`);
      const bound = [gateway, device].filter((id) => id !== undefined);
      return (statement.all(...bound) as RawSeries[]).map(toSeries);
    },
    async addDelivered(id, delivered, summaries) {
      connection.prepare(addDelivered).run(delivered, summaries, id);
    },
    async putLatest(id, { at, receivedAt, value, quality }) {
      connection.prepare(putLatest).run(at, receivedAt, toCell(value), quality, id);
    },
    async markKnown(gateway, device, points) {
      const known = points.length === 0 ? sql<number>`0` : sql<number>`point IN (${sql.join(points)})`;
      await query
        .updateTable("series")
        .set({ known })
        .where("gateway", "=", gateway)
        .where("device", "=", device)
        .execute();
    },
    async markUnknownExcept(gateway, devices) {
      let others = query.updateTable("series").set({ known: 0 }).where("gateway", "=", gateway);
      if (devices.length > 0) others = others.where("device", "not in", devices);
      await others.execute();
    },
  };
}

const insertFirst = "INSERT INTO readings VALUES (?, ?, 0, ?, ?) ON CONFLICT DO NOTHING";
/** Another reading of the series at the same millisecond: it gets the next `n`. */
const insertNext = `INSERT INTO readings
  SELECT ?1, ?2, max(n) + 1, ?3, ?4 FROM readings WHERE series = ?1 AND at = ?2`;
const queryReadings = (order: "ASC" | "DESC") => `SELECT at, value, typeof(value) AS kind, quality FROM readings
  WHERE series = ? AND at >= ? AND at < ? ORDER BY at ${order}, n ${order} LIMIT ?`;

const countReadings = `SELECT count(*) AS n FROM readings
  WHERE series = ? AND at >= ? AND at < ? AND quality & ${quality.summary} = 0`;
const removeReadings = `DELETE FROM readings WHERE (series, at, n) IN
  (SELECT series, at, n FROM readings WHERE series = ? AND at < ? ORDER BY at, n LIMIT ?)`;
/** A bare column beside max() is taken from the row that has the maximum [SQLite SELECT §2.5]. */
const foldReadings = `SELECT at - at % ?4 AS start, count(*) AS n, min(value) AS least, max(value) AS most,
    avg(value) AS mean, value AS last, max(at * 1000 + n) AS newest
  FROM readings WHERE series = ?1 AND at >= ?2 AND at < ?3 AND typeof(value) = 'real'
  GROUP BY start ORDER BY start LIMIT ?5`;

export function readingsTable(_query: Kysely<Schema>, connection: Connection): Readings {
  return {
    async append(series, { at, values, quality }) {
      const first = connection.prepare(insertFirst);
      for (let i = 0; i < at.length; i++)
        insert(connection, first, series, at[i] as number, toCell(values[i] as Value), quality[i] as number);
    },
    async query(series, { from, to, limit, keep }) {
      const statement = connection.prepare(queryReadings(keep === "oldest" ? "ASC" : "DESC"));
      const rows = statement.all(series, from, to, limit) as {
        at: number;
        value: Cell;
        kind: Kind;
        quality: number;
      }[];
      const readings = rows.map(({ at, value, kind, quality }): ReadingRow => [at, fromCell(value, kind), quality]);
      return keep === "oldest" ? readings : readings.reverse();
    },
    async count(series, from, to) {
      return (connection.prepare(countReadings).get(series, from, to) as { n: number }).n;
    },
    async removeBefore(series, at, most) {
      return Number(connection.prepare(removeReadings).run(series, at, most).changes);
    },
    async buckets(series, { from, to, stepMs, limit }) {
      const rows = connection.prepare(foldReadings).all(series, from, to, stepMs, limit);
      return rows.map(({ start, n, least, most, mean, last }) => [start, n, least, most, mean, last] as Bucket);
    },
  };
}

function insert(
  connection: Connection,
  first: StatementSync,
  series: number,
  at: number,
  cell: Cell,
  quality: number,
): void {
  if (first.run(series, at, cell, quality).changes === 0) connection.prepare(insertNext).run(series, at, cell, quality);
}

function toCell(value: Value): Cell {
  return typeof value === "boolean" ? (value ? 1n : 0n) : value;
}

function fromCell(cell: Cell, kind: Kind): Value {
  return kind === "integer" ? cell === 1 : (cell as number | string);
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
