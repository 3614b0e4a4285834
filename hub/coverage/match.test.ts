/** The matching as a table of cases, the same for any order of what comes in, and in time for ten thousand. */
import { describe, expect, test } from "vitest";
import { type MatchInput, matchAll } from "./match.ts";
import { matchRules } from "./match-rules.ts";
import type { Expected, Found, Pair } from "./pairing.ts";
import { likeness, placeReader } from "./place-words.ts";

const smoke = "GB/T 30428.2:0503";
const cover = "CJ/T 214:0103";
const names: Record<string, string[]> = {
  committee: ["committee"],
  compound: ["compound", "committee"],
  other: ["other"],
};
const called: Record<string, string> = { committee: "东昌居委", compound: "东昌小区", other: "梅园小区" };

const lineage: MatchInput["lineage"] = (area) => {
  const ids = names[area] ?? [area];
  return { ids, names: ids.map((id) => called[id] ?? id) };
};
const c = (id: string, place: string, more: Partial<Expected> = {}): Expected => ({
  ...{ id, class: smoke, area: "compound", place, building: "", at: null },
  ...more,
});
const d = (key: string, place: string, more: Partial<Found> = {}): Found => ({
  ...{ key, class: smoke, area: "compound", place, building: "", inside: "", named: [], at: null, measures: null },
  ...more,
});
const matched = (components: Expected[], devices: Found[], more: Partial<MatchInput> = {}) =>
  matchAll({ components, devices, pinned: [], parted: [], lineage, rules: matchRules, ...more });
const said = (components: Expected[], devices: Found[], more: Partial<MatchInput> = {}) => {
  const { matches, doubts } = matched(components, devices, more);
  return [
    ...matches.map(({ component, device, reason }) => `${component} = ${device} ${reason.rule}`),
    ...doubts.map(({ component, candidates }) => `${component} ? ${candidates.map(({ device }) => device).join(" ")}`),
  ];
};
/** So many metres east of a point in Lujiazui. */
const east = (metres: number): [number, number] => [
  121.51 + metres / (111_320 * Math.cos((31.23 * Math.PI) / 180)),
  31.23,
];
const spot = (metres: number) => ({ class: cover, at: east(metres) });

const classless = (key: string, place: string, measures: string, at: [number, number] | null = null): Found =>
  d(key, place, { class: null, measures, at });

type Case = [what: string, components: Expected[], devices: Found[], result: string[], more?: Partial<MatchInput>];
const cases: Case[] = [
  [
    "a device that names the code",
    [c("3101-1", "某处")],
    [d("g/a", "别处", { named: ["3101-1"], area: "other" })],
    ["3101-1 = g/a code"],
  ],
  [
    "two devices that name the code",
    [c("3101-1", "")],
    [d("g/a", "", { named: ["3101-1"] }), d("g/b", "", { named: ["3101-1"] })],
    ["3101-1 ? g/a g/b"],
  ],
  [
    "the same building, written in other words",
    [c("1", "东昌小区 3幢 B1水泵房")],
    [d("g/a", "东昌小区 3号楼 B1 水泵房")],
    ["1 = g/a place"],
  ],
  ["another building", [c("1", "东昌小区 3号楼")], [d("g/a", "东昌小区 13号楼")], []],
  [
    "the building alone on one side",
    [c("1", "", { building: "3号楼" })],
    [d("g/a", "东昌小区 3号楼 502")],
    ["1 = g/a place"],
  ],
  ["another room of the building", [c("1", "东昌小区 3号楼 301")], [d("g/a", "东昌小区 3号楼 502")], []],
  ["the next room", [c("1", "东昌小区 3号楼 301室")], [d("g/a", "东昌小区 3号楼 302室")], []],
  ["another class", [c("1", "东昌小区 3号楼")], [d("g/a", "东昌小区 3号楼", { class: cover })], []],
  ["the same building of another compound", [c("1", "3号楼")], [d("g/a", "3号楼", { area: "other" })], []],
  [
    "a device of the committee for a component of its compound",
    [c("1", "3号楼 502")],
    [d("g/a", "3号楼 502", { area: "committee" })],
    ["1 = g/a place"],
  ],
  [
    "two of a building that nobody can tell apart",
    [c("1", "3号楼")],
    [d("g/a", "3号楼"), d("g/b", "3号楼")],
    ["1 ? g/a g/b"],
  ],
  ["two components and one device", [c("1", "3号楼"), c("2", "3号楼")], [d("g/a", "3号楼")], ["1 ? g/a", "2 ? g/a"]],
  [
    "rooms tell them apart",
    [c("1", "3号楼 301"), c("2", "3号楼 502")],
    [d("g/a", "3号楼 502"), d("g/b", "3号楼 301")],
    ["1 = g/b place", "2 = g/a place"],
  ],
  [
    "what is left over is clear",
    [c("1", "3号楼 301"), c("2", "3号楼")],
    [d("g/a", "3号楼 301"), d("g/b", "3号楼")],
    ["1 = g/a place", "2 = g/b place"],
  ],
  [
    "the same words without a building",
    [c("1", "东昌小区 门前雨水井")],
    [d("g/a", "东昌小区 门前雨水井")],
    ["1 = g/a place"],
  ],
  ["one of the class near by", [c("1", "路口", spot(0))], [d("g/a", "", spot(6))], ["1 = g/a distance"]],
  ["too far away", [c("1", "路口", spot(0))], [d("g/a", "", spot(25))], []],
  [
    "two near by, one much nearer",
    [c("1", "路口", spot(0))],
    [d("g/a", "", spot(2)), d("g/b", "", spot(12))],
    ["1 = g/a distance"],
  ],
  [
    "two near by, about as near",
    [c("1", "路口", spot(0))],
    [d("g/a", "", spot(4)), d("g/b", "", spot(6))],
    ["1 ? g/a g/b"],
  ],
  [
    "two near by, one much nearer and yet not twice as near",
    [c("1", "路口", spot(0))],
    [d("g/a", "", spot(10)), d("g/b", "", spot(18))],
    ["1 ? g/a g/b"],
  ],
  [
    "two near by, one twice as near and yet by no more than a phone's error",
    [c("1", "路口", spot(0))],
    [d("g/a", "", spot(2)), d("g/b", "", spot(6))],
    ["1 ? g/a g/b"],
  ],
  [
    "words go before distance",
    [c("1", "3号楼", spot(0))],
    [d("g/a", "", spot(1)), d("g/b", "3号楼", { class: cover, at: east(15) })],
    ["1 = g/b place"],
  ],
  [
    "a person's word goes before all",
    [c("1", "3号楼")],
    [d("g/a", "3号楼"), d("g/b", "别处")],
    ["1 = g/b person"],
    { pinned: [{ component: "1", device: "g/b" }] },
  ],
  [
    "a pair that a person parted",
    [c("1", "3号楼")],
    [d("g/a", "3号楼")],
    [],
    { parted: [{ component: "1", device: "g/a" }] },
  ],
  [
    "parted, the other one is clear",
    [c("1", "3号楼")],
    [d("g/a", "3号楼"), d("g/b", "3号楼")],
    ["1 = g/b place"],
    { parted: [{ component: "1", device: "g/a" }] },
  ],
  [
    "a pin of a component that ended",
    [c("2", "3号楼")],
    [d("g/a", "3号楼")],
    ["2 = g/a place"],
    { pinned: [{ component: "1", device: "g/a" }] },
  ],
  [
    "a pinned device that is gone",
    [c("1", "3号楼")],
    [d("g/b", "3号楼")],
    ["1 = g/a person"],
    { pinned: [{ component: "1", device: "g/a" }] },
  ],
  [
    "a device without a class that measures what the component's class asks for, at its place: only proposed",
    [c("1", "3号楼 水泵房", { class: cover })],
    [classless("g/a", "3号楼 水泵房", "cover"), classless("g/b", "3号楼 水泵房", "level")],
    ["1 ? g/a"],
  ],
  [
    "the same near by",
    [c("1", "路口", spot(0))],
    [classless("g/a", "", "cover", east(9)), classless("g/b", "", "cover", east(60))],
    ["1 ? g/a"],
  ],
  [
    "one with the class goes before one without",
    [c("1", "3号楼 水泵房", { class: cover })],
    [classless("g/a", "3号楼 水泵房", "cover"), d("g/b", "3号楼 水泵房", { class: cover })],
    ["1 = g/b place"],
  ],
  [
    "one without a class beside two that nobody can tell apart",
    [c("1", "3号楼", { class: cover })],
    [d("g/a", "3号楼", { class: cover }), d("g/b", "3号楼", { class: cover }), classless("g/c", "3号楼", "cover")],
    ["1 ? g/a g/b g/c"],
  ],
  [
    "without a class, in another building",
    [c("1", "3号楼", { class: cover })],
    [classless("g/a", "5号楼", "cover")],
    [],
  ],
  [
    "without a class, and parted by a person",
    [c("1", "3号楼", { class: cover })],
    [classless("g/a", "3号楼", "cover")],
    [],
    { parted: [{ component: "1", device: "g/a" }] },
  ],
  [
    "without a class, confirmed by a person",
    [c("1", "3号楼", { class: cover })],
    [classless("g/a", "3号楼", "cover")],
    ["1 = g/a person"],
    { pinned: [{ component: "1", device: "g/a" }] },
  ],
  ["nothing that says where", [c("1", "", { area: null })], [d("g/a", "", { area: null })], []],
];

describe("a component and its device", () => {
  test.each(cases)("%s", (_what, components, devices, result, more) => {
    expect(said(components, devices, more)).toEqual(result);
    expect(said(components.toReversed(), devices.toReversed(), more)).toEqual(result);
  });
});

/** Ten thousand of four classes in ten compounds, each with its device, in another order. */
function large(size: number) {
  const areas = Array.from({ length: 10 }, (_, i) => `compound-${i}`);
  const classes = [smoke, cover, "CJ/T 214:0113", "GB/T 30428.2:0506"];
  const about = (i: number) => ({
    ...{ area: areas[i % 10] as string, class: classes[i % 4] as string },
    ...{ place: `${areas[i % 10]} ${1 + (i % 60)}号楼 ${100 + Math.floor(i / 60)}室`, at: east(i * 30) },
  });
  const components = Array.from({ length: size }, (_, i) => c(`code-${i}`, "", about(i)));
  const devices = Array.from({ length: size }, (_, i) => d(`gw-${i % 70}/d-${i}`, "", about((i * 7919) % size)));
  return { components, devices };
}

test("ten thousand and ten thousand are matched within seconds", () => {
  const { components, devices } = large(10_000);
  const start = performance.now();
  const { matches, doubts } = matched(components, devices);
  const ms = performance.now() - start;
  console.log(`10,000 × 10,000: ${Math.round(ms)} ms, ${matches.length} matched, ${doubts.length} in doubt`);
  expect(matches.length).toBe(10_000);
  expect(new Set(matches.map(({ device }) => device)).size).toBe(10_000);
  expect(ms).toBeLessThan(10_000);
});

test.each([
  ["in one building, all alike", (i: number) => ({ place: "3号楼", at: east(i) })],
  ["at one spot", () => ({ place: "", at: east(0), class: cover })],
])("ten thousand %s end within seconds, and nothing is guessed", (_what, about) => {
  const components = Array.from({ length: 10_000 }, (_, i) => c(`code-${i}`, "", about(i)));
  const devices = Array.from({ length: 10_000 }, (_, i) => d(`gw/d-${i}`, "", about(i)));
  const start = performance.now();
  const { doubts } = matched(components, devices);
  console.log(`all alike: ${Math.round(performance.now() - start)} ms, ${doubts.length} in doubt`);
  expect(doubts.length).toBe(10_000);
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("a proposal says what the device measures, and how alike or how near it is", () => {
  const [first, second] = [c("1", "3号楼 水泵房", { class: cover }), c("2", "路口", spot(0))];
  const { doubts } = matched(
    [first, second],
    [classless("g/a", "3号楼", "cover"), classless("g/b", "", "cover", east(5))],
  );
  expect(doubts.map(({ candidates }) => candidates.map(({ reason }) => reason))).toEqual([
    [{ rule: "kind", measures: "cover", building: "3", alike: 0.5 }],
    [{ rule: "kind", measures: "cover", metres: 5 }],
  ]);
});

test("one device stands for one component, whatever people said", () => {
  const pinned: Pair[] = [
    { component: "2", device: "g/a" },
    { component: "1", device: "g/a" },
  ];
  expect(said([c("1", "3号楼"), c("2", "4号楼")], [d("g/a", "别处")], { pinned })).toEqual(["1 = g/a person"]);
});

const read = placeReader(matchRules.buildingWords);
test.each([
  ["东昌小区 3号楼 B1 水泵房", "3", "b1 水泵 泵房"],
  ["东昌小区３幢B1水泵房", "3", "b1 水泵 泵房"],
  ["东昌路 12弄 A2座 门厅", "a2", "12 东昌 弄 昌路 门厅"],
  ["门前雨水井", "", "前雨 水井 门前 雨水"],
])("%s is building %s with the words %s", (place, building, words) => {
  expect(read({ place, building: "" }, ["东昌小区"])).toEqual({ building, words: words.split(" ").sort() });
});

test("places are alike by the words they share, and never where their numbers differ", () => {
  expect(likeness(["b1", "水泵"], ["b1", "水泵"])).toBe(1);
  expect(likeness([], ["301"])).toBe(0.5);
  expect(likeness(["301", "室"], ["302", "室"])).toBe(0);
});
