/** One page of a list: what is asked of the store, and what it gives. */

/** Where a page ended: the values that its list is sorted by, the id last. What is added meanwhile moves no page. */
export type Mark = readonly (string | number)[];

/** `count` "no": nobody asks how many there are; `total` is then no more than the rows of the page. */
export type PageWish<Sort extends string> = { limit: number; sort: Sort; after?: Mark | undefined; count?: "no" };

/** `next`: where the next page begins; null when this was the last. `total`: how many there are with these filters. */
export type Page<Row> = { rows: Row[]; total: number; next: Mark | null };

/** What lists of cases are narrowed by; what is not given narrows nothing. */
export type CaseFilter<State extends string> = {
  /** Those that are not over, all, or those in these states. */
  state?: "open" | "all" | readonly State[] | undefined;
  /** Each word of it is in the title, the place, or the id. */
  q?: string | undefined;
  /** Words of `q` that mean areas, with the areas meant: what lies there fits too. */
  meant?: ReadonlyMap<string, readonly string[]> | undefined;
  severity?: readonly number[] | undefined;
  areas?: readonly string[] | undefined;
  class?: string | undefined;
  unit?: string | undefined;
  gateway?: string | undefined;
  device?: string | undefined;
  /** From then on, and before then. */
  from?: number | undefined;
  to?: number | undefined;
};
