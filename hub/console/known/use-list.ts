/** The pages of a list with the filters of the address, and the filters that lists share. */
import { keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "wouter";
import { client, type Listed } from "../client/client.ts";
import { useMinute } from "../clock/use-minute.ts";
import { keys, type ListedNoun } from "../live/keys.ts";

const hour = 3_600_000;
/** How far back a list goes, by the word in the address. */
export const spans = { day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour };
export type Span = keyof typeof spans;

/** What the address says is asked of the hub as it stands; `span` becomes `from`. */
export function useAsked(names: readonly string[], fixed: Record<string, string>): string {
  const search = new URLSearchParams(useSearch());
  const minute = useMinute();
  const asked = new URLSearchParams(fixed);
  for (const name of names) {
    const value = search.get(name)?.trim() ?? "";
    if (value !== "") asked.set(name, value);
  }
  const span = spans[search.get("span") as Span];
  if (span !== undefined) asked.set("from", String(minute - (minute % hour) - span));
  return asked.toString();
}

/** Filters come from the address: the hub checks them, and refuses what is none. */
export async function listOf<Row>(noun: ListedNoun, filters: string, more: { cursor?: string } = {}) {
  const query = { ...Object.fromEntries(new URLSearchParams(filters)), ...more };
  const path = noun === "alerts" ? "/api/alerts" : "/api/tickets";
  return (await client.list(path, { query })) as Listed<unknown> as Listed<Row>;
}

export function useList<Row>(noun: ListedNoun, filters: string) {
  return usePages(keys.list(noun, filters), (more) => listOf<Row>(noun, filters, more));
}

/** Of a noun that no live event tells of: asked again after `everyMs`. */
export function usePages<Row>(
  queryKey: QueryKey,
  ask: (more: { cursor?: string }) => Promise<Listed<Row>>,
  everyMs?: number,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  return { ...query, rows, total: query.data?.pages[0]?.total ?? 0 };
}

/** Whether the address narrows the list by one of these. */
export function useIsNarrow(names: readonly string[]): boolean {
  const search = new URLSearchParams(useSearch());
  return names.some((name) => (search.get(name) ?? "") !== "");
}
