/** Reads back what the hub has, over its API, as an operator would; the episodes of its alerts from its store. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gapReasons } from "../../core/gap.ts";
import { quality } from "../../core/quality.ts";
import type { AlertView, GatewayView, LedgerView, SeriesView } from "../../hub/http/views.ts";
import type { Api } from "../rig/operator.ts";
import type { Episode } from "./alert-judge.ts";
import type { Evidence, Loss, Stored } from "./oracle.ts";
import type { SaidAlert } from "./said-alerts.ts";
import { gateway } from "./stage.ts";

const page = 10_000;

/** What was said on the line tells under which ids to look; `hubData` is the hub's folder. */
export type Where = { api: Api; hubData: string; devices: readonly string[]; said: readonly SaidAlert[] };

export async function readEvidence({ api, hubData, devices, said }: Where): Promise<Evidence> {
  const readings = new Map<string, Stored[]>();
  let summaries = 0;
  for (const device of devices) {
    const rows = await readSeries(api, device);
    const originals = rows.filter(([, , bits]) => (bits & quality.summary) === 0);
    summaries += rows.length - originals.length;
    readings.set(
      device,
      originals.map(([at, value]) => ({ at, value })),
    );
  }
  const raises = new Map<string, number>();
  for (const { device, count } of await api.get<AlertView[]>("/api/alerts?state=all&limit=1000"))
    raises.set(device, (raises.get(device) ?? 0) + count);
  return { readings, summaries, raises, ledger: await readLedger(api), ...readStore(hubData, said) };
}

/** What the API does not tell: when each time an alert was raised, and which gaps name no series at all. */
function readStore(hubData: string, said: readonly SaidAlert[]): Pick<Evidence, "episodes" | "nameless"> {
  const store = new DatabaseSync(join(hubData, "hub.db"), { readOnly: true });
  try {
    return { episodes: readEpisodes(store, said), nameless: countNameless(store) };
  } finally {
    store.close();
  }
}

function readEpisodes(store: DatabaseSync, said: readonly SaidAlert[]): Episode[] {
  const find = store.prepare("select raised_at, cleared_at from episodes where id = ?");
  return said.flatMap(({ id, ...words }) => {
    const row = find.get(id) as { raised_at: number | null; cleared_at: number | null } | undefined;
    return row === undefined ? [] : [{ ...words, raisedAt: row.raised_at, clearedAt: row.cleared_at }];
  });
}

/** A gap that names series lacks a name only for its summaries, which were counted before. */
function countNameless(store: DatabaseSync): number {
  const row = store
    .prepare(
      `select coalesce(sum(count), 0) as count from ledger as gap where lane = 'data' and device is null and not exists
       (select 1 from ledger as named where named.lane = gap.lane and named.epoch = gap.epoch
        and named.from_offset = gap.from_offset and named.device is not null)`,
    )
    .get() as { count: number };
  return row.count;
}

async function readSeries(api: Api, device: string): Promise<SeriesView["readings"]> {
  const rows: SeriesView["readings"] = [];
  for (let from = 0; ; ) {
    const { readings, more } = await api.get<SeriesView>(
      `/api/readings?gateway=${gateway}&device=${device}&point=level&from=${from}&limit=${page}`,
    );
    const last = readings.at(-1)?.[0];
    if (!more || last === undefined) return [...rows, ...readings];
    // The page may end between two readings of one millisecond: the next begins with all of them.
    rows.push(...readings.filter(([at]) => at < last));
    if (last === from) throw new Error(`${device} has more than ${page} readings at ${last}`);
    from = last;
  }
}

/** The sums of each series, and what the gateway's own account counts beyond them: losses without a series. */
async function readLedger(api: Api): Promise<Loss[]> {
  const { gateways, series } = await api.get<LedgerView>(`/api/ledger?gateway=${gateway}`);
  const account = gateways.find((row) => row.gateway === gateway);
  return gapReasons.flatMap((why) => {
    const named = series.map((row): Loss => ({ why, device: row.device, point: row.point, count: row[why] }));
    const rest = (account?.[why] ?? 0) - named.reduce((sum, { count }) => sum + count, 0);
    return [...named, { why, device: null, point: null, count: rest }].filter(({ count }) => count > 0);
  });
}

/** Whether the hub heard that nothing waits at the gateway any more. */
export async function isDrained(api: Api): Promise<boolean> {
  const view = (await api.get<GatewayView[]>("/api/gateways")).find(({ id }) => id === gateway);
  return view?.state === "online" && view.backlog.data + view.backlog.alert === 0;
}
