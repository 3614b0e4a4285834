/** Looks up what a platform said in a table of words, among the table's own words only: `constructor` is none. */

/** Undefined where it is not there. */
export function meaningIn<Value>(table: Readonly<Record<string, Value | undefined>>, word: unknown): Value | undefined {
  const name = String(word);
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
