/** One series as finely as asked for: its readings, or one bucket for each minute or hour. */
import { Fault } from "../../core/fault.ts";
import type { Resolution, SeriesView } from "../http/views.ts";
import type { Tables } from "../store/store.ts";
import type { SeriesRow } from "../store/telemetry.ts";
import { readSeries, type SeriesQuery } from "./series.ts";

export type ResolutionQuery = SeriesQuery & { resolution?: Resolution | "auto" | undefined };

const stepsMs = { "1m": 60_000, "1h": 3_600_000 };
/** So many readings can be drawn one by one. */
const mostDrawn = 1500;
/** A longer range may begin before the oldest reading that is kept, of which only hours are left. */
const mostOfReadings = 31 * 24 * 3_600_000;
/** Over a longer range, minutes would be more than can be drawn. */
const mostOfMinutes = 2 * 24 * 3_600_000;

/** Throws as `readSeries` does, and `INPUT_INVALID` when a coarse resolution lacks its range. */
export async function readResolved(tables: Tables, query: ResolutionQuery): Promise<SeriesView> {
  const { resolution = "raw", ...ask } = query;
  if (resolution === "raw") return readSeries(tables, ask);
  const { gateway, device, point, from, to, limit = 1000 } = ask;
  if (from === undefined || to === undefined || to <= from)
    throw new Fault("INPUT_INVALID", `/from and /to: resolution ${resolution} needs a range`);
  const series = await tables.series.find({ gateway, device, point });
  if (series === null || typeof series.latest?.value !== "number") return readSeries(tables, ask);
  const chosen = resolution === "auto" ? await choose(tables, series, from, to, limit) : resolution;
  if (chosen === "raw") return readSeries(tables, ask);
  const rows = await tables.readings.buckets(series.id, { from, to, stepMs: stepsMs[chosen], limit: limit + 1 });
  const buckets = rows.slice(0, limit);
  return { gateway, device, point, resolution: chosen, readings: [], buckets, more: rows.length > limit };
}

async function choose(tables: Tables, series: SeriesRow, from: number, to: number, limit: number): Promise<Resolution> {
  if (to - from > mostOfReadings) return "1h";
  const count = await tables.readings.count(series.id, from, to);
  if (count > 0 && count <= Math.min(limit, mostDrawn)) return "raw";
  return to - from <= mostOfMinutes ? "1m" : "1h";
}
