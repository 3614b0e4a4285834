/** Makes one call of the many that come together: the outbox offers rows one by one, a message can hold several. */

/** The calls of one turn go to `work` as one list, in their order; each gets its own result. */
export function gather<Wish, Result>(work: (wishes: readonly Wish[]) => Promise<Result[]>) {
  let open: { wishes: Wish[]; results: Promise<Result[]> } | null = null;
  return async (wish: Wish): Promise<Result> => {
    open ??= opened();
    const mine = open;
    const index = mine.wishes.push(wish) - 1;
    return (await mine.results)[index] as Result;
  };

  function opened() {
    const wishes: Wish[] = [];
    const results = Promise.resolve().then(() => {
      open = null;
      return work(wishes);
    });
    return { wishes, results };
  }
}
