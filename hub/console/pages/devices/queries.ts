/** What the pages of devices read, and the keys they are kept under. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "../../live/keys.ts";
import { type DeviceFilter, deviceCalls, type Thing } from "./calls.ts";

const filters = ["q", "area", "class", "standing", "life", "owner", "maintainer", "gateway", "quarantine"] as const;

/** The address's own words are the list's filters. */
export function listFilter(search: URLSearchParams): DeviceFilter {
  const said = filters.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []));
  // The hub names a word that it does not know.
  return { limit: 100, self: "without", ...(Object.fromEntries(said) as DeviceFilter) };
}

export function useDevicePages(search: URLSearchParams) {
  const filter = listFilter(search);
  return useInfiniteQuery({
    queryKey: [...keys.devices, "pages", filter],
    queryFn: ({ pageParam }) => deviceCalls.page({ ...filter, ...(pageParam === "" ? {} : { cursor: pageParam }) }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000,
  });
}

export const useAreas = () => useQuery({ queryKey: ["areas"], queryFn: deviceCalls.areas, staleTime: 60_000 });

export function useRegistry(thing: Thing) {
  return useQuery({
    queryKey: ["registry", thing.gateway, thing.device],
    queryFn: () => deviceCalls.registry(thing),
    structuralSharing: false,
  });
}

export function useChanges(thing: Thing) {
  return useQuery({
    queryKey: ["registry", thing.gateway, thing.device, "changes"],
    queryFn: () => deviceCalls.changes(thing),
  });
}

/** What shows devices is read anew. */
export function useForget(): () => void {
  const client = useQueryClient();
  return () => {
    for (const name of ["devices", "device", "registry", "areas", "gateways", "tasks"])
      void client.invalidateQueries({ queryKey: [name] });
  };
}
