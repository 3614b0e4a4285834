/** Tables as rows: which list a table is, what names a row, what two versions differ in, and how two people's changes go together. Pure. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Document = { [name: string]: Json };

/** `name` tells the row from the others, `label` is what people call it. */
export type RowChange = {
  kind: "added" | "removed" | "changed";
  list: string;
  name: string;
  label: string;
  fields: FieldChange[];
};
export type FieldChange = { field: string; before: Json | undefined; after: Json | undefined };

export function isObject(value: Json | undefined): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isRows(value: Json | undefined): value is Document[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => isObject(row));
}

/** What tells a row from the others: its id, code or name; else its place. */
export function keyOf(row: Json, index: number): string {
  if (!isObject(row)) return JSON.stringify(row);
  const key = row.id ?? row.code ?? row.name;
  return typeof key === "string" ? key : `${index + 1}`;
}

export function same(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_key, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/** By row where the document holds rows, else by field. `source` is told apart. */
export function differences(before: Document, after: Document): RowChange[] {
  const lists = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== "source");
  return lists.flatMap((list): RowChange[] => {
    const [was, is] = [before[list], after[list]];
    if (same(was, is)) return [];
    if (isRows(was) || isRows(is)) return rowDifferences(list, rowsOf(was), rowsOf(is));
    if (isObject(was) && isObject(is))
      return [{ kind: "changed", list, name: "", label: "", fields: fieldDifferences(was, is) }];
    return [{ kind: "changed", list, name: "", label: "", fields: [{ field: list, before: was, after: is }] }];
  });
}

const rowsOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function rowDifferences(list: string, was: Json[], is: Json[]): RowChange[] {
  const before = byKey(was);
  const after = byKey(is);
  const removed = [...before].filter(([key]) => !after.has(key)).map(([key, row]) => change("removed", list, key, row));
  const others = [...after].flatMap(([key, row]): RowChange[] => {
    const old = before.get(key);
    if (old === undefined) return [change("added", list, key, row)];
    if (same(old, row)) return [];
    return [
      {
        kind: "changed",
        list,
        name: key,
        label: labelOf(key, row),
        fields: fieldDifferences(old as Document, row as Document),
      },
    ];
  });
  return [...removed, ...others];
}

function change(kind: "added" | "removed", list: string, name: string, row: Json): RowChange {
  return { kind, list, name, label: labelOf(name, row), fields: [] };
}

function labelOf(key: string, row: Json): string {
  const name = isObject(row) ? row.name : undefined;
  return typeof name === "string" && name !== key ? `${name} ${key}` : key;
}

function byKey(rows: Json[]): Map<string, Json> {
  return new Map(rows.map((row, index) => [keyOf(row, index), row]));
}

function fieldDifferences(before: Document, after: Document): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((field) => !same(before[field], after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** My changes of `base` put on what somebody else made of it; where both changed the same, mine stands and is named. */
export function together(base: Document, mine: Document, theirs: Document): { body: Document; both: string[] } {
  const both: string[] = [];
  const body: Document = { ...theirs };
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    const [was, my, their] = [base[name], mine[name], theirs[name]];
    if (same(was, my)) continue;
    const isMerged = name !== "source" && hasKeys(was) && hasKeys(my) && hasKeys(their);
    if (isMerged) body[name] = rowsTogether(name, rowsOf(was), rowsOf(my), rowsOf(their), both);
    else {
      if (name !== "source" && !same(was, their) && !same(my, their)) both.push(name);
      if (my === undefined) delete body[name];
      else body[name] = my;
    }
  }
  return { body, both };
}

/** Rows that are named, not only numbered. */
function hasKeys(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every((row) => isObject(row) && (row.id ?? row.code) !== undefined);
}

function rowsTogether(list: string, was: Json[], my: Json[], their: Json[], both: string[]): Json[] {
  const [base, mine] = [byKey(was), byKey(my)];
  const theirs = byKey(their);
  const kept = [...theirs].flatMap(([key, row]): Json[] => {
    const isMine = mine.has(key) ? !same(base.get(key), mine.get(key)) : base.has(key);
    if (!isMine) return [row];
    if (!same(base.get(key), row)) both.push(`${list} ${key}`);
    const own = mine.get(key);
    return own === undefined ? [] : [own];
  });
  return [...kept, ...[...mine].filter(([key]) => !theirs.has(key) && !base.has(key)).map(([, row]) => row)];
}

/** The document with one value at a path changed; `undefined` takes it away. */
export function withAt(
  value: Json | undefined,
  path: readonly (string | number)[],
  next: Json | undefined,
): Json | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return next;
  if (Array.isArray(value)) {
    const inner = withAt(value[head as number], rest, next);
    if (inner === undefined) return value.filter((_, index) => index !== head);
    return Object.assign([...value], { [head]: inner });
  }
  const copy: Document = { ...(isObject(value) ? value : {}) };
  const inner = withAt(copy[head], rest, next);
  if (inner === undefined) delete copy[head];
  else copy[head] = inner;
  return copy;
}
