/** Which device is which component of the list: by the component's code, by building and words, by distance; each with its reason. Pure. */
import type { LonLat } from "../rulebook/lon-lat.ts";
import { type Choice, chooseFrom } from "./choose.ts";
import { groundOf, metresBetween } from "./distance.ts";
import type { MatchRules } from "./match-rules.ts";
import type { Doubt, Expected, Found, Match, Pair } from "./pairing.ts";
import { likeness, type PlaceWords, placeReader } from "./place-words.ts";
import { heapOf, isNear, type Link, linkOf, type Read, type State, type Thing } from "./placed.ts";
import { proposeByKind } from "./propose.ts";

export type MatchInput = {
  components: readonly Expected[];
  devices: readonly Found[];
  /** What people said: these belong together … */
  pinned: readonly Pair[];
  /** … and these do not, whatever speaks for it. */
  parted: readonly Pair[];
  /** The area and those it lies in, without the street, and what they are called. */
  lineage(area: string): { ids: readonly string[]; names: readonly string[] };
  rules: MatchRules;
};

export type Matched = { matches: Match[]; doubts: Doubt[] };

/** All at once. */
export function matchAll(input: MatchInput): Matched {
  const steps = matching(input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Step by step, a few milliseconds each: between two of them others have their turn. */
export function* matching(input: MatchInput): Generator<void, Matched> {
  const state = begin(input);
  pinAll(state, input);
  matchCodes(state, input);
  yield;
  const read = wordsReader(input);
  for (const code of classesOf(input)) {
    const components = yield* placed(free(state, input.components, code), read);
    const devices = yield* placed(free(state, input.devices, code), read);
    yield* matchPlaces(state, components, devices, input.rules);
    yield* matchGround(state, components, devices, input.rules, code);
  }
  yield* proposeByKind(state, input, read);
  return end(state, input);
}

function begin({ parted }: MatchInput): State {
  const pairs = parted.map(({ component, device }) => `${component} ${device}`);
  return { matches: new Map(), taken: new Set(), parted: new Set(pairs), doubts: new Map() };
}

function keep({ matches, taken }: State, match: Match): void {
  matches.set(match.component, match);
  taken.add(match.device);
}

/** A device that is gone stays with its component: a person said so, and it may come back. */
function pinAll(state: State, { pinned, components }: MatchInput): void {
  const listed = new Set(components.map(({ id }) => id));
  for (const { component, device } of pinned.toSorted((a, b) => order(a.component, b.component)))
    if (listed.has(component) && !state.taken.has(device))
      keep(state, { component, device, reason: { rule: "person" } });
}

function matchCodes(state: State, { components, devices, rules }: MatchInput): void {
  const listed = new Set(components.map(({ id }) => id).filter((id) => !state.matches.has(id)));
  const links = devices.flatMap(({ key, named }): Link[] =>
    state.taken.has(key)
      ? []
      : [...new Set(named)]
          .filter((word) => listed.has(word) && !state.parted.has(`${word} ${key}`))
          .map((component) => ({ component, device: key, weight: 1, reason: { rule: "code" } })),
  );
  settle(
    state,
    chooseFrom(links, () => false),
    rules,
  );
}

function classesOf({ components }: MatchInput): string[] {
  return [...new Set(components.map((one) => one.class))].filter((code) => code !== null).sort();
}

function free<Thing extends Expected | Found>(state: State, things: readonly Thing[], code: string): Thing[] {
  const isFree = (thing: Thing) => ("key" in thing ? !state.taken.has(thing.key) : !state.matches.has(thing.id));
  return things.filter((thing) => thing.class === code && isFree(thing));
}

function wordsReader({ lineage, rules }: MatchInput): Read {
  const read = placeReader(rules.buildingWords);
  const areas = new Map<string, { ids: ReadonlySet<string>; names: readonly string[] }>();
  const areasOf = (id: string) => {
    const known = areas.get(id);
    if (known !== undefined) return known;
    const { ids, names } = lineage(id);
    const made = { ids: new Set(ids), names };
    areas.set(id, made);
    return made;
  };
  const nowhere = { ids: new Set<string>(), names: [] };
  return (thing) => {
    const { ids, names } = thing.area === null ? nowhere : areasOf(thing.area);
    return { words: read(thing, names), areas: ids };
  };
}

/** Reading words is what takes the time. */
const readAtOnce = 500;

function* placed<Of extends Expected | Found>(things: readonly Of[], read: Read): Generator<void, Thing<Of>[]> {
  const all: Thing<Of>[] = [];
  for (const thing of things) {
    all.push({ ...thing, ...read(thing) });
    if (all.length % readAtOnce === 0) yield;
  }
  yield;
  return all;
}

/** Those of one building are compared; without a building, those whose words are all the same. */
function* matchPlaces(
  state: State,
  components: readonly Thing<Expected>[],
  devices: readonly Thing<Found>[],
  rules: MatchRules,
): Generator<void> {
  const homes = Map.groupBy(devices, heapOf);
  const links: Link[] = [];
  for (const [heap, some] of Map.groupBy(components, heapOf)) {
    const others = homes.get(heap) ?? [];
    if (heap === "" || others.length === 0) continue;
    if (some.length * others.length > rules.mostPairs) crowd(state, same(some, others, links, state), others, rules);
    else links.push(...some.flatMap((component) => likeIn(state, component, others, rules)));
    yield;
  }
  const clear = (best: number, next: number) => best - next > rules.clearBy;
  settle(state, chooseFrom(links, clear), rules);
  yield;
}

function likeIn(state: State, component: Thing<Expected>, others: readonly Thing<Found>[], rules: MatchRules): Link[] {
  return others.flatMap((device): Link[] => {
    if (!isNear(component, device) || state.parted.has(`${component.id} ${device.key}`)) return [];
    const alike = likeness(component.words.words, device.words.words);
    if (alike < rules.alike) return [];
    return [linkOf(component, device, alike)];
  });
}

/** In a heap that is too large: only those that say the very same. Answers who is left. */
function same(some: readonly Thing<Expected>[], others: readonly Thing<Found>[], links: Link[], state: State) {
  const keyOf = ({ area, words }: { area: string | null; words: PlaceWords }) => `${area} ${words.words.join(" ")}`;
  const byKey = Map.groupBy(others, keyOf);
  return some.filter((component) => {
    const twins = byKey.get(keyOf(component)) ?? [];
    const [twin] = twins;
    if (twins.length !== 1 || twin === undefined || state.parted.has(`${component.id} ${twin.key}`)) return true;
    links.push(linkOf(component, twin, 1));
    return false;
  });
}

function crowd(
  state: State,
  left: readonly Expected[],
  others: readonly Found[],
  { mostCandidates }: MatchRules,
  rule: "place" | "distance" = "place",
): void {
  const candidates = others.slice(0, mostCandidates).map(({ key }) => ({ device: key, reason: { rule } }));
  for (const { id } of left) state.doubts.set(id, { component: id, candidates, more: true });
}

/** What has no place in common may still lie at the same spot. */
function* matchGround(
  state: State,
  components: readonly Thing<Expected>[],
  devices: readonly Thing<Found>[],
  rules: MatchRules,
  code: string,
): Generator<void> {
  const nearM = rules.nearMByClass[code] ?? rules.nearM;
  const lying = devices.filter(({ key, at }) => at !== null && !state.taken.has(key));
  const ground = groundOf(lying, ({ at }) => at as LonLat, nearM);
  const links: Link[] = [];
  for (const component of components) {
    if (component.at === null || state.matches.has(component.id)) continue;
    const around = ground.around(component.at, rules.mostAround);
    if (around.length > rules.mostAround) crowd(state, [component], around, rules, "distance");
    else links.push(...nearTo(state, component.id, component.at, around, { ...rules, nearM }));
    if (links.length % 1000 === 0) yield;
  }
  // Weights are distances below nothing: the nearest is the largest.
  const clear = (best: number, next: number) => -next >= rules.clearTimes * -best && best - next >= rules.clearByM;
  settle(state, chooseFrom(links, clear), rules);
  yield;
}

function nearTo(state: State, component: string, at: LonLat, around: readonly Found[], rules: MatchRules): Link[] {
  const links = around.flatMap((device): Link[] => {
    const metres = Math.round(metresBetween(at, device.at as LonLat) * 10) / 10;
    if (metres > rules.nearM || state.parted.has(`${component} ${device.key}`)) return [];
    return [{ component, device: device.key, weight: -metres, reason: { rule: "distance", metres } }];
  });
  return links.sort((a, b) => b.weight - a.weight || order(a.device, b.device)).slice(0, rules.mostCandidates * 4);
}

function settle(state: State, { chosen, open }: Choice, rules: MatchRules): void {
  for (const { component, device, reason } of chosen) keep(state, { component, device, reason });
  for (const [component, links] of open) {
    const known = state.doubts.get(component);
    const candidates = [...(known?.candidates ?? []), ...links.map(({ device, reason }) => ({ device, reason }))];
    state.doubts.set(component, { component, candidates, more: candidates.length > rules.mostCandidates });
  }
}

/** Of what is in doubt, only what is still free. */
function end({ matches, taken, doubts }: State, { rules }: MatchInput): Matched {
  const open = [...doubts.values()].flatMap(({ component, candidates, more }): Doubt[] => {
    if (matches.has(component)) return [];
    const seen = new Set<string>();
    const left = candidates.filter(({ device }) => !taken.has(device) && !seen.has(device) && seen.add(device));
    return left.length === 0 ? [] : [{ component, candidates: left.slice(0, rules.mostCandidates), more }];
  });
  return {
    matches: [...matches.values()].sort((a, b) => order(a.component, b.component)),
    doubts: open.sort((a, b) => order(a.component, b.component)),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
