/** Things with the words of their place: in which heap they are compared, and how a pair of them is weighed. Pure. */
import type { Doubt, Expected, Found, Match, Reason } from "./pairing.ts";
import type { PlaceWords } from "./place-words.ts";

export type Place = { words: PlaceWords; areas: ReadonlySet<string> };
export type Read = (thing: Expected | Found) => Place;
export type Thing<Of> = Of & Place;
export type Link = { component: string; device: string; weight: number; reason: Reason };

export type State = {
  matches: Map<string, Match>;
  taken: Set<string>;
  parted: Set<string>;
  doubts: Map<string, Doubt>;
};

/** One lies in the other, or both lie nowhere. */
export function isNear(a: Thing<Expected>, b: Thing<Found>): boolean {
  if (a.area === null || b.area === null) return a.area === b.area;
  return a.areas.has(b.area) || b.areas.has(a.area);
}

export function heapOf({ words: { building, words } }: Place): string {
  return building !== "" ? `in ${building}` : words.length === 0 ? "" : `at ${words.join(" ")}`;
}

export function linkOf(component: Thing<Expected>, device: Thing<Found>, alike: number): Link {
  const { building } = component.words;
  // The same compound says more than one that lies in the other.
  const weight = alike + (component.area === device.area ? 0.2 : 0);
  const reason: Reason = {
    rule: "place",
    ...(building === "" ? {} : { building }),
    alike: Math.round(alike * 100) / 100,
  };
  return { component: component.id, device: device.key, weight, reason };
}
