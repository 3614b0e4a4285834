/** Readings of one series for the API. */
import { Fault } from "../../core/fault.ts";
import type { SeriesView } from "../http/views.ts";
import type { Tables } from "../store/store.ts";
import type { SeriesName } from "../store/telemetry.ts";

export type SeriesQuery = SeriesName & {
  from?: number | undefined;
  to?: number | undefined;
  limit?: number | undefined;
};

/**
 * With `from`: the oldest readings of `[from, to)`; without: the newest before `to`. Throws `NOT_FOUND` for a device
 * that is neither registered nor stored.
 */
export async function readSeries(tables: Tables, query: SeriesQuery): Promise<SeriesView> {
  const { gateway, device, point, from, to = Number.MAX_SAFE_INTEGER, limit = 1000 } = query;
  const name = { gateway, device, point };
  const series = await tables.series.find(name);
  if (series === null) return emptySeries(tables, name);
  const keep = from === undefined ? "newest" : "oldest";
  const rows = await tables.readings.query(series.id, { from: from ?? 0, to, limit: limit + 1, keep });
  const more = rows.length > limit;
  const readings = keep === "oldest" ? rows.slice(0, limit) : rows.slice(-limit);
  return { ...name, resolution: "raw", readings, more };
}

async function emptySeries(tables: Tables, name: SeriesName): Promise<SeriesView> {
  const device = await tables.devices.find(name.gateway, name.device);
  if (device === null) throw new Fault("NOT_FOUND", `device ${name.gateway}/${name.device}`);
  return { ...name, resolution: "raw", readings: [], more: false };
}
