/** Reads a whole span of a series as finely as it can be drawn; readings one by one come page by page, and when that is too much, the newest part of them. */
import type { SeriesView } from "../../http/views.ts";
import type { SeriesRequest } from "../client/api.ts";

const pageSize = 5_000;
const mostPages = 8;

type Ask = Omit<SeriesRequest, "limit" | "resolution">;

/** `cutAt`: the series was too long, and starts only here. */
export type LoadedSeries = SeriesView & { cutAt?: number };

export async function loadSeries(ask: Ask, read: (ask: SeriesRequest) => Promise<SeriesView>): Promise<LoadedSeries> {
  const first = await read({ ...ask, limit: pageSize, resolution: "auto" });
  if (!first.more || first.resolution !== "raw") return first;
  const from = affordableStart(ask, first);
  let series: SeriesView = from > ask.from ? { ...first, readings: [] } : first;
  let next = from > ask.from ? from : afterLast(first, ask.from);
  for (let page = 0; page < mostPages; page++) {
    const more = await read({ ...ask, from: next, limit: pageSize });
    series = { ...more, readings: [...series.readings, ...more.readings] };
    if (!more.more) break;
    next = afterLast(more, next);
  }
  return from > ask.from ? { ...series, cutAt: from } : series;
}

/** As dense as the first page was, this is how far back the pages reach. */
function affordableStart({ from, to }: Ask, first: SeriesView): number {
  const pageMs = afterLast(first, from) - from;
  return Math.max(from, Math.floor(to - pageMs * (mostPages - 1)));
}

function afterLast(page: SeriesView, from: number): number {
  const last = page.readings[page.readings.length - 1];
  return last ? last[0] + 1 : from;
}
