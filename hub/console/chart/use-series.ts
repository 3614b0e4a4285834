/** The stored readings of one point over a span that ends now; live readings are added at its end. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { now } from "../clock.ts";
import { keys } from "../live/keys.ts";
import { loadSeries } from "./load-series.ts";

const dayMs = 24 * 3_600_000;
export const spans = { hour: 3_600_000, day: dayMs, week: 7 * dayMs, month: 30 * dayMs };
export type Span = keyof typeof spans;

export function useSeries(gateway: string, device: string, point: string, span: Span) {
  return useQuery({
    queryKey: keys.series(gateway, device, point, span),
    queryFn: () => {
      const to = now();
      return loadSeries({ gateway, device, point, from: to - spans[span], to }, api.readings);
    },
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
}
