/** Tables of the rulebook that fields choose from; somebody imports them now and then. */
import { useQuery } from "@tanstack/react-query";
import type { Classes } from "../rulebook/classes.ts";
import type { Roster } from "../rulebook/roster.ts";
import { request } from "./api.ts";

/** As the table of areas has them. */
type Areas = {
  areas: { id: string; name: string; tier: "street" | "committee" | "compound"; parent: string | null }[];
};

const staleTime = 5 * 60_000;

function useTable<Body, Part>(kind: string, select: (body: Body) => Part) {
  return useQuery({
    queryKey: ["rulebook", kind],
    queryFn: async () => (await request<{ body: Body }>("GET", `/rulebook/${kind}`)).body,
    select,
    staleTime,
  });
}

export const useAreas = () => useTable("areas", (body: Areas) => body.areas);
export const useClasses = () => useTable("classes", (body: Classes) => body.classes);
export const useRoster = () => useTable("roster", (body: Roster) => body);
