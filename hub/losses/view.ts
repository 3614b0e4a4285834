/** The loss ledger as the API shows it: what was taken, what is stored, what waits, what is lost and why. */
import { Fault } from "../../core/fault.ts";
import type { GapReason } from "../../core/gap.ts";
import type { DeviceId, GatewayId, PointId } from "../../core/id.ts";
import type { Lane } from "../../core/lane.ts";
import type { LedgerAccount, LedgerGap, LedgerSeries, LedgerView } from "../http/views.ts";
import type { GatewayRow } from "../store/gateways.ts";
import type { LedgerRow, LedgerSum } from "../store/ledger.ts";
import type { Tables } from "../store/store.ts";
import type { SeriesRow } from "../store/telemetry.ts";

export type LedgerQuery = {
  gateway?: GatewayId | undefined;
  device?: DeviceId | undefined;
  /** Event times, closed-open. */
  from?: number | undefined;
  to?: number | undefined;
};

/** Gaps that are answered, and that are counted: a journal that loses more than this has one cause, not many. */
const mostListed = 1000;
const mostCounted = 20_000;

type Losses = Record<GapReason, number>;
/** What the hub has of one series, in the range asked for. */
type Stored = { row: SeriesRow; delivered: number; summaries: number };

/** Throws `NOT_FOUND` for an unknown gateway, and `INPUT_INVALID` for a device without one or a range that is none. */
export async function readLedger(tables: Tables, query: LedgerQuery): Promise<LedgerView> {
  checkQuery(query);
  const gateways = await gatewaysOf(tables, query.gateway);
  const stored = await storedOf(tables, query);
  const gaps = await tables.ledger.list(query, mostCounted);
  const sums = (isOfAllTime(query) ? await tables.ledger.sums(query) : gaps).filter((sum) => isOf(sum, query));
  return {
    gateways: gateways.map((row) => accountOf(row, stored, sums, isOfAllTime(query) && query.device === undefined)),
    series: query.gateway === undefined ? [] : seriesOf(query, stored, sums),
    gaps: gaps.slice(0, mostListed).map(gapView),
    more: gaps.length > mostListed,
  };
}

/** A loss whose device nobody knows may be anyone's: it is listed for each device and counted for the gateway alone. */
function isOf(sum: LedgerSum, { device }: LedgerQuery): boolean {
  return device === undefined || sum.device === device;
}

function checkQuery({ gateway, device, from, to }: LedgerQuery): void {
  if (device !== undefined && gateway === undefined)
    throw new Fault("INPUT_INVALID", "/gateway is missing: a device's id is unique on its gateway only");
  if (from !== undefined && to !== undefined && to <= from) throw new Fault("INPUT_INVALID", "/to is not after /from");
}

function isOfAllTime({ from, to }: LedgerQuery): boolean {
  return from === undefined && to === undefined;
}

async function gatewaysOf({ gateways }: Tables, only: GatewayId | undefined): Promise<GatewayRow[]> {
  if (only === undefined) return gateways.list();
  const row = await gateways.find(only);
  if (row === null) throw new Fault("NOT_FOUND", `gateway ${only}`);
  return [row];
}

async function storedOf(tables: Tables, query: LedgerQuery): Promise<Stored[]> {
  const rows = await tables.series.list(query.gateway, query.device);
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = query;
  const stored: Stored[] = [];
  for (const row of rows)
    if (isOfAllTime(query)) stored.push({ row, delivered: row.delivered, summaries: row.summaries });
    else stored.push({ row, delivered: await tables.readings.count(row.id, from, to), summaries: 0 });
  return stored;
}

function accountOf(
  row: GatewayRow,
  stored: readonly Stored[],
  sums: readonly LedgerSum[],
  isWhole: boolean,
): LedgerAccount {
  const own = stored.filter((one) => one.row.gateway === row.id);
  const lost = sums.filter((sum) => sum.gateway === row.id);
  const data = lossesOf(lost, "data");
  const has = total(own.map((one) => one.delivered));
  const backlog = row.status?.backlog ?? { data: 0, alert: 0 };
  return {
    gateway: row.id,
    title: row.title || row.id,
    place: row.place,
    ...(isWhole ? { accepted: has + backlog.data + total(Object.values(data)) } : {}),
    delivered: has,
    summaries: total(own.map((one) => one.summaries)),
    waiting: backlog.data,
    ...(backlog.oldest === undefined ? {} : { oldest: backlog.oldest }),
    ...data,
    alerts: { waiting: backlog.alert, ...lossesOf(lost, "alert") },
  };
}

/** Also a series of which nothing ever arrived has its row, when the gateway named what it lost of it. */
function seriesOf(query: LedgerQuery, stored: readonly Stored[], sums: readonly LedgerSum[]): LedgerSeries[] {
  const lost = Map.groupBy(
    sums.filter((sum) => sum.lane === "data"),
    ({ device, point }) => keyOf(device, point),
  );
  const known = new Set(stored.map(({ row }) => keyOf(row.device, row.point)));
  const gone = [...lost]
    .filter(([key]) => !known.has(key))
    .flatMap(([, rows]) => rows.slice(0, 1).flatMap(({ device, point }) => nothingOf(query, device, point)));
  const had = stored.map((one) => ({
    ...{ gateway: one.row.gateway, device: one.row.device, point: one.row.point, delivered: one.delivered },
    ...(isOfAllTime(query) ? { summaries: one.summaries } : {}),
  }));
  return [...had, ...gone].map((row) => ({
    ...row,
    ...lossesOf(lost.get(keyOf(row.device, row.point)) ?? [], "data"),
  }));
}

function nothingOf({ gateway }: LedgerQuery, device: DeviceId | null, point: PointId | null) {
  if (gateway === undefined || device === null || point === null) return [];
  return [{ gateway, device, point, delivered: 0 }];
}

function lossesOf(sums: readonly LedgerSum[], lane: Lane): Losses {
  const losses: Losses = { evicted: 0, quarantined: 0, damaged: 0 };
  for (const sum of sums) if (sum.lane === lane) losses[sum.why] += sum.count;
  return losses;
}

function gapView({ gateway, lane, epoch, from, at, why, device, point, count, firstAt, lastAt }: LedgerRow): LedgerGap {
  return {
    ...{ gateway, lane, epoch, from, at, why, count },
    ...(device === null ? {} : { device }),
    ...(point === null ? {} : { point }),
    ...(firstAt == null ? {} : { firstAt }),
    ...(lastAt == null ? {} : { lastAt }),
  };
}

function keyOf(device: string | null, point: string | null): string {
  return `${device ?? ""}/${point ?? ""}`;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
