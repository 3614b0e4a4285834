/** A device's readings over a range as one file, written while it is sent. */
import { Readable } from "node:stream";
import { Fault } from "../../../core/fault.ts";
import { toCsv } from "./csv.ts";
import { toParquet } from "./parquet.ts";
import { type ExportQuery, findSources, type Look, readPages, timeText } from "./rows.ts";

export type Format = "csv" | "parquet";
/** `plainName`: for those who cannot write the device's name. */
export type Export = { name: string; plainName: string; type: string; body: Readable };

export const types: Record<Format, string> = {
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/**
 * The stream is read from the store only as fast as it is taken, a page at a time. Throws `NOT_FOUND` for an unknown
 * device or point, and `INPUT_INVALID` for a range that is none.
 */
export async function exportReadings(look: Look, query: ExportQuery, format: Format): Promise<Export> {
  const { gateway, device, point, from, to } = query;
  if (to <= from) throw new Fault("INPUT_INVALID", "/to is not after /from");
  const found = await look((tables) => findSources(tables, query));
  if (found === null) throw new Fault("NOT_FOUND", `device ${gateway}/${device}`);
  if (found.sources.length === 0 && point !== undefined)
    throw new Fault("NOT_FOUND", `point ${gateway}/${device}/${point}`);
  const pages = readPages(look, found.sources, query);
  const body =
    format === "csv"
      ? Readable.from(toCsv(pages), { objectMode: false, encoding: "utf8" })
      : Readable.from(toParquet(pages), { objectMode: false });
  const name = fileName(query, found.deviceName, format);
  return { name, plainName: fileName(query, device, format), type: types[format], body };
}

/** Device and range, e.g. `集水坑水位_20261101-20261124.csv`; the last day is the one that holds the range's last moment. */
function fileName(query: ExportQuery, device: string, format: Format): string {
  const day = (at: number) => timeText(at).slice(0, 10).replaceAll("-", "");
  const safe = device.replaceAll(/[\\/:*?"<>|\p{Cc}\s]+/gu, "_");
  return `${safe}_${day(query.from)}-${day(query.to - 1)}.${format}`;
}
