/** Writes a row that changed into the pages of each list that shows it; one that no page has is asked for with its list. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Listed } from "../client/client.ts";
import { atMost } from "./at-most.ts";
import { keys, type ListedNoun } from "./keys.ts";

type Row = { id: string };
type Pages<Item extends Row> = InfiniteData<Listed<Item>>;

/** In a storm of alerts lists are read again no oftener. */
const restMs = 2_000;
const refreshers = new WeakMap<QueryClient, Map<ListedNoun, ReturnType<typeof atMost>>>();

export function inLists<Item extends Row>(client: QueryClient, noun: ListedNoun, item: Item): void {
  const queryKey = listKey(noun);
  if (client.getQueryCache().findAll({ queryKey }).length === 0) return;
  client.setQueriesData<Pages<Item>>({ queryKey }, (pages) => pages && withItem(pages, item));
  refresherOf(client, noun).run();
}

/** Whether it fits a filter, and where it stands, is for the hub to say. */
function refresherOf(client: QueryClient, noun: ListedNoun): ReturnType<typeof atMost> {
  const known = refreshers.get(client) ?? new Map();
  refreshers.set(client, known);
  const refresher =
    known.get(noun) ??
    atMost(
      restMs,
      () => performance.now(),
      () => void client.invalidateQueries({ queryKey: listKey(noun) }),
    );
  known.set(noun, refresher);
  return refresher;
}

const listKey = (noun: ListedNoun) => keys.list(noun, "").slice(0, 2);

export function withItem<Item extends Row>(pages: Pages<Item>, item: Item): Pages<Item> {
  if (!pages.pages.some(({ rows }) => rows.some(({ id }) => id === item.id))) return pages;
  const within = (rows: Item[]) => rows.map((row) => (row.id === item.id ? item : row));
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, rows: within(page.rows) })) };
}
