/** What a key means in a list that is worked through from the keyboard. Pure. */
import type { Pressed } from "../../shell/shortcuts.ts";
import { patienceMs } from "../../shell/shortcuts.ts";

export type ListKey = "down" | "up" | "acknowledge" | "shelve" | "choose" | "extend" | "leave";

const meanings = new Map<string, ListKey>(
  Object.entries({
    j: "down",
    ArrowDown: "down",
    k: "up",
    ArrowUp: "up",
    a: "acknowledge",
    s: "shelve",
    x: "choose",
    X: "extend",
    Escape: "leave",
  }),
);

/** `waitsUntil`: until then a letter belongs to the `g` before it, which leads to another page. */
export type Patience = { waitsUntil: number };

export function listKey(
  { key, plain, typing }: Pressed,
  patience: Patience,
  at: number,
): { means: ListKey | null; patience: Patience } {
  const none = { waitsUntil: 0 };
  if (typing || !plain) return { means: null, patience: none };
  if (key === "g") return { means: null, patience: { waitsUntil: at + patienceMs } };
  if (at < patience.waitsUntil) return { means: null, patience: none };
  return { means: meanings.get(key) ?? null, patience: none };
}

/** The row to go to; the first when none is held, and no further than the ends. */
export function rowAfter(order: readonly string[], at: string | null, step: 1 | -1): string | null {
  const index = at === null ? -1 : order.indexOf(at);
  if (index < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, index + step))] ?? null;
}
