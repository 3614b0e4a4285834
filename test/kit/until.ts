/** Waits for something real to become true: polls, and says what it waited for when it never does. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  withinMs = 15_000,
): Promise<NonNullable<Value>> {
  const end = Date.now() + withinMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found) return found as NonNullable<Value>;
      last = found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited ${withinMs} ms for ${what}; last: ${String(last)}`);
}
