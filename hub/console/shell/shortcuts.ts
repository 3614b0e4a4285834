/** What a key pressed outside a field means: `/` searches, `?` explains, `g` and a letter go to a page. */
import type { Place } from "./links.ts";

export type Pressed = { key: string; plain: boolean; typing: boolean };
export type Effect = { do: "search" } | { do: "help" } | { do: "go"; href: string } | { do: "wait" } | null;

/** After `g` the letter must follow within this time. */
export const patienceMs = 1_500;

/** `waiting`: `g` was pressed just before. */
export function effectOf({ key, plain, typing }: Pressed, waiting: boolean, places: readonly Place[]): Effect {
  if (typing || !plain) return null;
  if (waiting) {
    const place = places.find((each) => each.key === key.toLowerCase());
    return place ? { do: "go", href: place.href } : null;
  }
  if (key === "/") return { do: "search" };
  if (key === "?" || key === "？") return { do: "help" };
  return key === "g" ? { do: "wait" } : null;
}
