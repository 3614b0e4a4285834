/** What the map shows, kept fresh by live events. */
import { useQuery } from "@tanstack/react-query";
import { readMap } from "./calls.ts";

/** Silence sends no event: it is looked for now and then. */
const lookEveryMs = 60_000;

export function useMap(wall = false) {
  return useQuery({ queryKey: ["map", wall], queryFn: () => readMap(wall), refetchInterval: lookEveryMs });
}
