/** Does the same to many: each for itself, a few at a time, and says of each what became of it. */

export type Outcome = { id: string; error: Error | null };

const atOnce = 4;

/** `told` is called after each; the answer has all of them in the order they were given. */
export async function doEach(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
  told: (done: number) => void,
): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      outcomes.set(id, { id, error: await failureOf(work(id)) });
      told(outcomes.size);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return ids.map((id) => outcomes.get(id) as Outcome);
}

async function failureOf(work: Promise<unknown>): Promise<Error | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
