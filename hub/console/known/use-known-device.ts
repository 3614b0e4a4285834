/** One device by its ids, read once for all who show it and kept fresh by live events; a street has ten thousand, a page shows a few. */
import { type UseQueryResult, useQueries, useQuery } from "@tanstack/react-query";
import type { DeviceView } from "../../http/views.ts";
import { api } from "../client/api.ts";
import { keys } from "../live/keys.ts";

export type Thing = { gateway?: string | undefined; device?: string | undefined };

const forMs = 60_000;

/** Asks nothing for what is no device. What is not there is not asked for again. */
const queryOf = ({ gateway = "", device = "" }: Thing, isWanted = true) => ({
  queryKey: keys.device(gateway, device),
  queryFn: () => api.device(gateway, device),
  enabled: isWanted && gateway !== "" && device !== "",
  staleTime: forMs,
  retry: false,
});

export function useKnownDevice(thing: Thing, isWanted = true): UseQueryResult<DeviceView> {
  return useQuery(queryOf(thing, isWanted));
}

/** Of each thing its device, where one is known by now. */
export function useKnownDevices(things: readonly Thing[]): (thing: Thing) => DeviceView | undefined {
  const distinct = [...new Map(things.map((thing) => [keyOf(thing), thing])).values()];
  const found = useQueries({ queries: distinct.map((thing) => queryOf(thing)) });
  const byKey = new Map(distinct.map((thing, index) => [keyOf(thing), found[index]?.data]));
  return (thing) => byKey.get(keyOf(thing));
}

function keyOf({ gateway, device }: Thing): string {
  return `${gateway ?? ""}/${device ?? ""}`;
}
