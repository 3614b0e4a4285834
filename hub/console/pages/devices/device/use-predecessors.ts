/** What hung at a device's place before it, and what was measured and written of them. */
import { useQueries } from "@tanstack/react-query";
import { loadSeries } from "../../../chart/load-series.ts";
import { samplesOf } from "../../../chart/series.ts";
import type { Shown } from "../../../chart/use-window.ts";
import { api } from "../../../client/api.ts";
import { client } from "../../../client/client.ts";
import { useRegistry } from "../queries.ts";

export type Predecessor = { gateway: string; device: string };

const minuteMs = 60_000;
const stepMs = 10 * minuteMs;
const mostTickets = 5;

/** The oldest first; none where nothing was replaced, or that is not known yet. */
export function usePredecessors(gateway: string, device: string): Predecessor[] {
  const chain = useRegistry({ gateway, device }).data?.chain ?? [];
  const own = chain.findIndex((one) => one.gateway === gateway && one.device === device);
  return chain
    .slice(0, Math.max(0, own))
    .flatMap((one) => (one.device === undefined ? [] : [{ gateway: one.gateway, device: one.device }]));
}

/** The same point of each, over what is shown; they are over, so they are read once. */
export function usePredecessorSeries(predecessors: readonly Predecessor[], point: string, { from, to }: Shown) {
  // In big steps: a window that moves would be asked for anew every second.
  const start = Math.floor(from / stepMs) * stepMs;
  const end = Math.ceil(to / stepMs) * stepMs;
  return useQueries({
    queries: predecessors.map(({ gateway, device }) => ({
      queryKey: ["predecessor", gateway, device, point, start, end],
      queryFn: () => loadSeries({ gateway, device, point, from: start, to: end }, api.readings),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
    combine: (found) => found.map(({ data }) => (data === undefined ? [] : samplesOf(data))),
  });
}

export function usePredecessorTickets(predecessors: readonly Predecessor[]) {
  return useQueries({
    queries: predecessors.map(({ gateway, device }) => ({
      queryKey: ["device-tickets", gateway, device],
      queryFn: () => client.list("/api/tickets", { query: { gateway, device, state: "all", limit: mostTickets } }),
      staleTime: minuteMs,
    })),
    combine: (found) => found.flatMap(({ data }) => data?.rows ?? []),
  });
}
