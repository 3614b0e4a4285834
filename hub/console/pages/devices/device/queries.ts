/** What the page of one device reads beyond its live values. */
import { useQuery } from "@tanstack/react-query";
import { client } from "../../../client/client.ts";
import { findRecord } from "../../../client/find-record.ts";
import { now } from "../../../clock/clock.ts";
import type { FaultSpan } from "../../../order/fault-spans.ts";
import { faultSpans } from "../../../order/fault-spans.ts";

export const monthMs = 30 * 24 * 3_600_000;
const slowly = { staleTime: 300_000, refetchInterval: 300_000 };
const mostReadings = 10_000;

/** All its alerts, newest first: the chart goes back as far as there are readings; those of the present come live and by another way. */
export function usePastAlerts(gateway: string, device: string) {
  return useQuery({
    queryKey: ["device-alerts", gateway, device],
    queryFn: () => client.all("/api/alerts", { query: { gateway, device, state: "all" } }),
    refetchInterval: 60_000,
  });
}

export function useDeviceTickets(gateway: string, device: string) {
  return useQuery({
    queryKey: ["device-tickets", gateway, device],
    queryFn: () => client.list("/api/tickets", { query: { gateway, device, state: "all", limit: 5 } }),
    refetchInterval: 30_000,
  });
}

/** By the hour over sixty days. */
export function useBatteryLevels(gateway: string, device: string, point: string) {
  return useQuery({
    queryKey: ["battery", gateway, device, point],
    queryFn: async () => {
      const to = Math.round(now());
      const query = { gateway, device, point, from: to - 2 * monthMs, to, resolution: "1h" as const };
      const { buckets = [] } = await client.get("/api/readings", { query: { ...query, limit: mostReadings } });
      return buckets.map(([at, , , , mean]): [number, number] => [at, mean]);
    },
    ...slowly,
  });
}

export type Health = { spans: FaultSpan[]; isKnown: boolean; from: number; to: number };

/** Faults of the last thirty days as spans; `from` is when the record begins. */
export function useHealth(gateway: string, device: string) {
  return useQuery({
    queryKey: ["health", gateway, device],
    queryFn: async (): Promise<Health> => {
      const to = Math.round(now());
      const query = { gateway, device, point: "fault", from: to - monthMs, to, limit: mostReadings };
      const { readings } = await client.get("/api/readings", { query });
      return { spans: faultSpans(readings), isKnown: readings.length > 0, from: readings[0]?.[0] ?? to, to };
    },
    ...slowly,
  });
}

/** The newest acceptance record that speaks of this device; null when there is none. */
export function useRecordOf(gateway: string, device: string) {
  return useQuery({
    queryKey: ["record-of", gateway, device],
    queryFn: () => findRecord(gateway, ({ devices }) => devices.some(({ id }) => id === device)),
    ...slowly,
  });
}
