/** What somebody typed, put on what somebody else changed meanwhile. Pure. */

/** Fields of `mine` that are as they `was` take what there `is` now; what was typed stays. A field that is gone is left out. */
export function mergeDraft<Draft extends object>(was: Draft, mine: Draft, is: Draft): Draft {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const names = Object.keys({ ...was, ...mine, ...is }) as (keyof Draft)[];
  const fields = names.map((name) => [name, same(mine[name], was[name]) ? is[name] : mine[name]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Draft;
}
