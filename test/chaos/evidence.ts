/** Reads back what the hub has, over its API, as an operator would. */
import { gapReasons } from "../../core/gap.ts";
import { quality } from "../../core/quality.ts";
import type { AlertView, GatewayView, LedgerView, SeriesView } from "../../hub/http/views.ts";
import type { Api } from "../rig/operator.ts";
import type { Evidence, Loss } from "./oracle.ts";
import { gateway } from "./stage.ts";

const page = 10_000;

export async function readEvidence(api: Api, devices: readonly string[]): Promise<Evidence> {
  const readings = new Map<string, unknown[]>();
  let summaries = 0;
  for (const device of devices) {
    const rows = await readSeries(api, device);
    const originals = rows.filter(([, , bits]) => (bits & quality.summary) === 0);
    summaries += rows.length - originals.length;
    readings.set(
      device,
      originals.map(([, value]) => value),
    );
  }
  const episodes = new Map<string, number>();
  for (const { device, count } of await api.get<AlertView[]>("/api/alerts?state=all"))
    episodes.set(device, (episodes.get(device) ?? 0) + count);
  return { readings, summaries, episodes, ledger: await readLedger(api) };
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
