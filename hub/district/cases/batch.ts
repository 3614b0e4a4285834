/** Lets many callers of one moment share one piece of work. */

/** `work` gets all that was asked for in the same turn of the event loop, and answers in that order. */
export function inBatches<Item, Result>(work: (items: Item[]) => Promise<Result[]>): (item: Item) => Promise<Result> {
  let open: { items: Item[]; results: Promise<Result[]> } | null = null;
  const begin = () => {
    const items: Item[] = [];
    const results = Promise.resolve().then(() => {
      open = null;
      return work(items);
    });
    return { items, results };
  };
  return async (item) => {
    open ??= begin();
    const { items, results } = open;
    const place = items.push(item) - 1;
    return (await results)[place] as Result;
  };
}
