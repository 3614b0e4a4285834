/** The overview, kept fresh by live events; silence sends none, so it is also asked for now and then. */
import { useQuery } from "@tanstack/react-query";
import { readOverview } from "./calls.ts";

const lookEveryMs = 20_000;

export function useOverview() {
  return useQuery({ queryKey: ["overview"], queryFn: readOverview, refetchInterval: lookEveryMs });
}
