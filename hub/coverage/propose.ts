/** Proposes devices that nobody gave a class: what they measure fits the component's class, and they are at its place. A person says. Pure. */
import type { LonLat } from "../rulebook/lon-lat.ts";
import { groundOf, metresBetween } from "./distance.ts";
import type { MatchRules } from "./match-rules.ts";
import type { Expected, Found, Reason } from "./pairing.ts";
import { likeness } from "./place-words.ts";
import { heapOf, isNear, type Read, type State, type Thing } from "./placed.ts";

type Input = { components: readonly Expected[]; devices: readonly Found[]; rules: MatchRules };
type Proposal = { device: string; reason: Reason; weight: number };
type Near = (component: Thing<Expected>) => { some: readonly Thing<Found>[]; more: boolean };

export function* proposeByKind(state: State, { components, devices, rules }: Input, read: Read): Generator<void> {
  for (const [measures, classes] of Object.entries(rules.kinds)) {
    const isFree = (one: Found) => one.class === null && one.measures === measures && !state.taken.has(one.key);
    const free = devices.filter(isFree).map((one) => ({ ...one, ...read(one) }));
    yield;
    if (free.length === 0) continue;
    const wanted = new Set<string | null>(classes);
    const near = nearBy(free, rules);
    let count = 0;
    for (const one of components) {
      if (state.matches.has(one.id) || !wanted.has(one.class)) continue;
      propose(state, { ...one, ...read(one) }, near, measures, rules);
      count += 1;
      if (count % 200 === 0) yield;
    }
  }
}

/** Those of its building or its very words, and those around its spot; of a crowd a few. */
function nearBy(devices: readonly Thing<Found>[], { nearM, mostAround }: MatchRules): Near {
  const heaps = Map.groupBy(devices, heapOf);
  const lying = devices.filter(({ at }) => at !== null);
  const ground = groundOf(lying, ({ at }) => at as LonLat, nearM);
  return (component) => {
    const heap = heapOf(component);
    const same = heap === "" ? [] : (heaps.get(heap) ?? []);
    const around = component.at === null ? [] : ground.around(component.at, mostAround);
    const some = [...new Set([...same.slice(0, mostAround), ...around.slice(0, mostAround)])];
    return { some, more: same.length > mostAround || around.length > mostAround };
  };
}

function propose(state: State, component: Thing<Expected>, near: Near, measures: string, rules: MatchRules): void {
  const { some, more } = near(component);
  const found = some
    .filter((device) => !state.parted.has(`${component.id} ${device.key}`))
    .flatMap((device) => proposalOf(component, device, measures, rules))
    .sort((a, b) => b.weight - a.weight || (a.device < b.device ? -1 : 1));
  if (found.length === 0) return;
  const known = state.doubts.get(component.id);
  const candidates = [...(known?.candidates ?? []), ...found.map(({ device, reason }) => ({ device, reason }))];
  const isMore = more || known?.more === true || candidates.length > rules.mostCandidates;
  state.doubts.set(component.id, { component: component.id, candidates, more: isMore });
}

/** By its words where they share a heap, else by its distance. */
function proposalOf(component: Thing<Expected>, device: Thing<Found>, measures: string, rules: MatchRules): Proposal[] {
  const kind = { rule: "kind" as const, measures };
  const alike = likeness(component.words.words, device.words.words);
  if (
    heapOf(component) !== "" &&
    heapOf(component) === heapOf(device) &&
    isNear(component, device) &&
    alike >= rules.alike
  ) {
    const { building } = component.words;
    const where = building === "" ? {} : { building };
    return [{ device: device.key, reason: { ...kind, ...where, alike: Math.round(alike * 100) / 100 }, weight: alike }];
  }
  if (component.at === null || device.at === null) return [];
  const metres = Math.round(metresBetween(component.at, device.at) * 10) / 10;
  if (metres > (rules.nearMByClass[component.class ?? ""] ?? rules.nearM)) return [];
  return [{ device: device.key, reason: { ...kind, metres }, weight: 1 - metres / rules.nearM }];
}
