/** The readings of a device over a range, page by page, each reading with the words a table needs. */
import type { DeviceId, GatewayId, PointId } from "../../../core/id.ts";
import { faultPoint } from "../../../core/point.ts";
import { quality } from "../../../core/quality.ts";
import type { Value } from "../../../core/reading.ts";
import type { Tables } from "../../store/store.ts";
import type { ReadingRow } from "../../store/telemetry.ts";

export type ExportQuery = {
  gateway: GatewayId;
  device: DeviceId;
  /** Without one: every point of the device, one after the other. */
  point?: PointId | undefined;
  /** Event times, closed-open. */
  from: number;
  to: number;
};

/** A series to write: where its readings lie and what they are called. */
export type Source = {
  series: number;
  gateway: GatewayId;
  device: DeviceId;
  deviceName: string;
  point: PointId;
  pointName: string;
  unit: string;
};

export type Found = { deviceName: string; sources: Source[] };

/** Readings of one source, ascending; `rows` is never longer than a page, but for readings of one millisecond. */
export type Page = { source: Source; rows: readonly ReadingRow[] };

/** Runs work on the store by itself; an export holds no transaction while its reader is slow. */
export type Look = <Result>(work: (tables: Tables) => Promise<Result>) => Promise<Result>;

export const pageSize = 5000;

/** The device's name and its series, its field faults last. Null for a device the hub does not know. */
export async function findSources(tables: Tables, query: ExportQuery): Promise<Found | null> {
  const { gateway, device, point } = query;
  const row = await tables.devices.find(gateway, device);
  if (row === null) return null;
  const series = await tables.series.list(gateway, device);
  const asked = series.filter((one) => point === undefined || one.point === point);
  const isFault = (id: PointId) => Number(id === faultPoint);
  const deviceName = row.document?.title.zh ?? device;
  const sources = asked
    .sort((a, b) => isFault(a.point) - isFault(b.point))
    .map((one) => {
      const known = row.document?.points.find(({ id }) => id === one.point);
      return {
        ...{ series: one.id, gateway, device, point: one.point, unit: known?.unit ?? "" },
        deviceName,
        pointName: known?.title.zh ?? one.point,
      };
    });
  return { deviceName, sources };
}

export async function* readPages(
  look: Look,
  sources: readonly Source[],
  range: { from: number; to: number },
  size = pageSize,
) {
  for (const source of sources) yield* pagesOf(look, source, range, size);
}

/** A page ends between two moments, so that the next can begin at a moment and leaves no reading out. */
async function* pagesOf(
  look: Look,
  source: Source,
  { from, to }: { from: number; to: number },
  size: number,
): AsyncGenerator<Page> {
  let next = from;
  let limit = size;
  while (next < to) {
    const ask = { from: next, to, limit, keep: "oldest" as const };
    const rows = await look(({ readings }) => readings.query(source.series, ask));
    const last = rows.at(-1)?.[0];
    if (last === undefined) return;
    const whole = rows.length < limit ? rows : rows.filter(([at]) => at < last);
    // One millisecond alone fills the page: ask for more of it.
    limit = whole.length === 0 ? limit * 2 : size;
    if (whole.length > 0) yield { source, rows: whole };
    if (rows.length === whole.length) return;
    next = last;
  }
}

const words = Object.entries(quality).filter(([, bit]) => bit !== quality.good);

/** `good`, or the names of the quality's bits joined by `+`. */
export function qualityWords(bits: number): string {
  return words.flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name])).join("+") || "good";
}

/** Event time as the people who live there read it: UTC+8 all year. */
export function timeText(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().replace("Z", "+08:00");
}

export function valueText(value: Value): string {
  return String(value);
}
