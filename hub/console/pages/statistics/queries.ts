/** What the statistics ask; a month that is over hardly changes. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Ask, client } from "../../client/client.ts";

type Span = { from: number; to: number };
export type Group = NonNullable<NonNullable<Ask<"GET", "/api/scores">["query"]>["by"]>;

const slowly = { staleTime: 60_000, refetchInterval: 120_000, placeholderData: keepPreviousData };

export function useScores(by: Group, span: Span | null) {
  return useQuery({
    queryKey: ["scores", by, span?.from, span?.to],
    queryFn: () => client.get("/api/scores", { query: { by, ...(span ?? {}) } }),
    enabled: span !== null,
    ...slowly,
  });
}

export function useActivity(span: Span) {
  return useQuery({
    queryKey: ["activity", span.from, span.to],
    queryFn: () => client.get("/api/scores/activity", { query: span }),
    ...slowly,
  });
}
