/** What the pages of devices read, and the keys they are kept under. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { deviceCalls, type Thing } from "./calls.ts";

const filters = ["q", "area", "class", "standing", "life", "owner", "maintainer", "gateway", "quarantine"] as const;

/** The address's own words are the list's filters. */
export function listPath(search: URLSearchParams): string {
  const query = new URLSearchParams({ limit: "100", self: "without" });
  for (const name of filters) {
    const value = search.get(name);
    if (value !== null && value !== "") query.set(name, value);
  }
  return `/devices?${query}`;
}

export function useDevicePages(search: URLSearchParams) {
  const path = listPath(search);
  return useInfiniteQuery({
    queryKey: ["devices", "pages", path],
    queryFn: ({ pageParam }) => deviceCalls.page(pageParam),
    initialPageParam: path,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000,
  });
}

export const useAreas = () => useQuery({ queryKey: ["areas"], queryFn: deviceCalls.areas, staleTime: 60_000 });

export function useRegistry(thing: Thing) {
  return useQuery({ queryKey: ["registry", thing.gateway, thing.device], queryFn: () => deviceCalls.registry(thing) });
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
