/** A map with a draft on it: what a transaction changed becomes visible to others when it is committed, not before. */

/** Values are never changed in place, only replaced. */
export type Shelf<Key, Value> = {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  entries(): Iterable<[Key, Value]>;
};

export class DraftShelf<Key, Value> implements Shelf<Key, Value> {
  readonly #committed = new Map<Key, Value>();
  readonly #draft = new Map<Key, Value>();
  readonly #undo: [key: Key, before: Value | undefined][] = [];
  readonly #watching = new Set<Map<Key, Value | undefined>>();

  /** Here and below: as the running transaction left it. */
  get(key: Key): Value | undefined {
    return this.#draft.get(key) ?? this.#committed.get(key);
  }
  /** As the last commit left it. */
  committed(key: Key): Value | undefined {
    return this.#committed.get(key);
  }
  set(key: Key, value: Value): void {
    this.#undo.push([key, this.#draft.get(key)]);
    this.#draft.set(key, value);
  }
  *entries(): Iterable<[Key, Value]> {
    for (const [key, value] of this.#committed) yield [key, this.#draft.get(key) ?? value];
    for (const [key, value] of this.#draft) if (!this.#committed.has(key)) yield [key, value];
  }
  /** A point to which `undoTo` goes back. */
  mark(): number {
    return this.#undo.length;
  }
  undoTo(mark: number): void {
    for (const [key, before] of this.#undo.splice(mark).reverse())
      if (before === undefined) this.#draft.delete(key);
      else this.#draft.set(key, before);
  }
  commit(): void {
    for (const [key, value] of this.#draft) {
      for (const before of this.#watching) if (!before.has(key)) before.set(key, this.#committed.get(key));
      this.#committed.set(key, value);
    }
    this.#draft.clear();
    this.#undo.length = 0;
  }
  /** The shelf as it is committed now, whatever is committed until `end`; nothing can be put on it. */
  watch(): Shelf<Key, Value> & { end(): void } {
    const before = new Map<Key, Value | undefined>();
    this.#watching.add(before);
    const committed = this.#committed;
    const get = (key: Key) => (before.has(key) ? before.get(key) : committed.get(key));
    return {
      get,
      set() {
        throw new Error("a read does not write");
      },
      *entries() {
        for (const key of committed.keys()) {
          const value = get(key);
          if (value !== undefined) yield [key, value];
        }
      },
      end: () => void this.#watching.delete(before),
    };
  }
}
