/** Tables of the rulebook that fields choose from; somebody imports them now and then. */
import { useQuery } from "@tanstack/react-query";
import type { Classes } from "../../rulebook/classes.ts";
import type { Roles } from "../../rulebook/roles.ts";
import type { Roster } from "../../rulebook/roster.ts";
import type { Units } from "../../rulebook/units.ts";
import { client } from "./client.ts";

/** As the table of areas has them. */
type Areas = {
  areas: { id: string; name: string; tier: "street" | "committee" | "compound"; parent: string | null }[];
};
type Bodies = { areas: Areas; classes: Classes; roles: Roles; roster: Roster; units: Units };

const staleTime = 5 * 60_000;

/** The document says of a body only that it is one of its kind's schema. */
export async function readTable<Kind extends keyof Bodies>(kind: Kind): Promise<Bodies[Kind]> {
  return (await client.get("/api/rulebook/{kind}", { path: { kind } })).body as Bodies[Kind];
}

function useTable<Kind extends keyof Bodies, Part>(kind: Kind, select: (body: Bodies[Kind]) => Part) {
  return useQuery({ queryKey: ["rulebook", kind], queryFn: () => readTable(kind), select, staleTime });
}

export const useAreas = () => useTable("areas", (body) => body.areas);
export const useClasses = () => useTable("classes", (body) => body.classes);
export const useRoster = () => useTable("roster", (body) => body);
