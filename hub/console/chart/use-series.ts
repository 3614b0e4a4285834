/** The stored readings of one point over what is shown; live readings are added at the end of a span that ends now. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../client/api.ts";
import { now } from "../clock/clock.ts";
import { keys } from "../live/keys.ts";
import { loadSeries } from "./load-series.ts";
import { type Shown, spans } from "./use-window.ts";

type Ask = { gateway: string; device: string; point: string };

export function useSeries({ gateway, device, point }: Ask, shown: Shown) {
  const { span, from, to, isLive } = shown;
  return useQuery({
    queryKey: keys.series(gateway, device, point, isLive ? span : `${from}-${to}`),
    queryFn: () => {
      const end = isLive ? now() : to;
      return loadSeries({ gateway, device, point, from: isLive ? end - spans[span] : from, to: end }, api.readings);
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchInterval: isLive ? 300_000 : false,
  });
}

/** The same length of time, so much earlier; nothing is asked where `beforeMs` is null. */
export function useEarlier({ gateway, device, point }: Ask, { from, to }: Shown, beforeMs: number | null) {
  // By the minute, or a window that moves would be asked for anew every second.
  const start = Math.floor((from - (beforeMs ?? 0)) / 60_000) * 60_000;
  const end = start + (to - from);
  return useQuery({
    queryKey: ["earlier", gateway, device, point, start, end],
    queryFn: () => loadSeries({ gateway, device, point, from: start, to: end }, api.readings),
    enabled: beforeMs !== null,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
    refetchInterval: false,
  });
}
