/** One round: places components in areas, matches them to the registry's devices, writes what changed, and asks for what lacks. */
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { componentClassOf } from "../registry/component-classes.ts";
import { type Areas, areaFinder, findArea, within } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import type { ComponentDevice, ComponentMatch } from "../store/components.ts";
import type { Store, Tables } from "../store/store.ts";
import { settleGaps } from "./gaps.ts";
import { countCells, inParts } from "./in-parts.ts";
import { type Matched, type MatchInput, matching } from "./match.ts";
import { type MatchRules, matchRules } from "./match-rules.ts";
import type { Doubt, Match, Pair } from "./pairing.ts";

export type SettleOptions = {
  store: Store;
  /** Wall clock, ms since 1970. */
  clock(): number;
  /** Others have their turn. */
  breathe(): Promise<void>;
  rules?: MatchRules;
};

/** Rows in one transaction, and rows read at once: an alert waits for these. */
const atOnce = 200;

export async function settleCoverage(options: SettleOptions): Promise<void> {
  const { store, clock } = options;
  if (!(await store.read(({ components }) => components.hasList()))) return;
  await placeComponents(options);
  await followReplaced(store, clock());
  const before = await readBefore(store);
  const after = await matched(options, before.input);
  await writeMatches(options, before, after);
  // Of a list that is taken half-way nobody is asked to connect anything.
  const [list] = await store.read(({ components }) => components.lists(1));
  if (list?.whole !== true) return;
  const cells = await countCells(store);
  await store.transaction((tables) => settleGaps(tables, cells, clock()));
}

/** Where the list says no area, its place does; the table of areas may be another one by now. */
async function placeComponents({ store, breathe }: SettleOptions): Promise<void> {
  const { areas } = await store.read(readBooks);
  const find = areaFinder(areas);
  for (let after = ""; ; ) {
    const some = await store.read(({ components }) => components.listNow(after, atOnce * 5));
    const moved = some.flatMap(({ id, area, place, liesIn }) => {
      const found = findArea(areas, area)?.id ?? find(null, place)?.id ?? null;
      return found === liesIn ? [] : [{ id, found }];
    });
    for (const part of chunks(moved))
      await store.transaction(async ({ components }) => {
        for (const { id, found } of part) await components.putFoundArea(id, found);
      });
    await breathe();
    if (some.length < atOnce * 5) return;
    after = some.at(-1)?.id ?? after;
  }
}

/** What a person said of a device holds of what took its place. */
async function followReplaced(store: Store, now: number): Promise<void> {
  const pinned = await store.read(({ components }) => components.pinned());
  if (pinned.length === 0) return;
  const heirs = new Map((await allDevices(store)).map(({ key, replacedBy }) => [key, replacedBy]));
  const moved = pinned.flatMap((match) => {
    const heir = heirOf(`${match.gateway}/${match.device}`, heirs);
    return heir === null ? [] : [{ ...match, ...thingOf(heir), at: now }];
  });
  if (moved.length > 0)
    await store.transaction(async ({ components }) => {
      for (const match of moved) await components.putMatch(match);
    });
}

/** Null where nothing took its place. A chain leads no further than its links are many. */
function heirOf(key: string, heirs: ReadonlyMap<string, string | null>): string | null {
  let at = key;
  for (let i = 0; i < 20; i++) {
    const next = heirs.get(at);
    if (next == null) break;
    at = next;
  }
  return at === key ? null : at;
}

function thingOf(key: string): { gateway: GatewayId; device: DeviceId } {
  const [gateway, device] = key.split("/");
  return { gateway: gateway as GatewayId, device: device as DeviceId };
}

type Before = { input: Omit<MatchInput, "rules">; matches: Map<string, ComponentMatch>; doubts: Map<string, Doubt> };

/** Part by part: what changes meanwhile is looked at when it is written, and again in the next round. */
async function readBefore(store: Store): Promise<Before> {
  const { areas } = await store.read(readBooks);
  const listed = await inParts(
    store,
    ({ components }, after, limit) => components.listNow(after, limit),
    ({ id }) => id,
  );
  const matches = await inParts(store, ({ components }, after, limit) => components.matches(after, limit), componentOf);
  const doubts = await inParts(store, ({ components }, after, limit) => components.doubts(after, limit), componentOf);
  return {
    matches: new Map(matches.map((match) => [match.component, match])),
    doubts: new Map(doubts.map((doubt) => [doubt.component, doubt])),
    input: {
      components: listed.map(({ liesIn, ...one }) => ({ ...one, area: liesIn })),
      devices: (await allDevices(store)).filter(({ replacedBy }) => replacedBy === null).map(plain),
      pinned: matches.filter(({ by }) => by !== "hub").map(pairOf),
      parted: await store.read(({ components }) => components.partings()),
      lineage: lineageOf(areas),
    },
  };
}

function allDevices(store: Store): Promise<ComponentDevice[]> {
  return inParts(
    store,
    ({ components }, after, limit) => components.devices(after, limit),
    ({ key }) => key,
  );
}

const componentOf = ({ component }: { component: string }) => component;
/** A sensor that is filed under an event is compared as the component that its kind watches. */
const plain = ({ replacedBy: _, ...found }: ComponentDevice) => ({
  ...found,
  class: found.class === null ? null : componentClassOf(found.class, found.measures),
});
const pairOf = ({ component, gateway, device }: ComponentMatch): Pair => ({
  component,
  device: `${gateway}/${device}`,
});

/** A street is too wide: two of its compounds may both have a 3号楼. */
function lineageOf(areas: Areas): MatchInput["lineage"] {
  return (id) => {
    const chain = within(areas, findArea(areas, id));
    const near = chain.filter((area) => area.id === id || area.tier !== "street");
    return { ids: near.length === 0 ? [id] : near.map((area) => area.id), names: chain.map(({ name }) => name) };
  };
}

async function matched({ breathe, rules = matchRules }: SettleOptions, input: Before["input"]): Promise<Matched> {
  const steps = matching({ ...input, rules });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}

/** Only what is another one now. What a person said meanwhile stands. */
async function writeMatches({ store, clock, breathe }: SettleOptions, before: Before, after: Matched): Promise<void> {
  const wanted = new Map(after.matches.map((match) => [match.component, match]));
  const doubts = new Map(after.doubts.map((doubt) => [doubt.component, doubt]));
  const isKept = (old: ComponentMatch) => old.by !== "hub" || pairOf(old).device === wanted.get(old.component)?.device;
  const dropped = [...before.matches.values()].filter((old) => !isKept(old)).map(({ component }) => component);
  const added = after.matches.filter(
    (match) => match.reason.rule !== "person" && !isKnown(before.matches.get(match.component), match),
  );
  for (const part of chunks(dropped)) await write(store, breathe, part, (tables, id) => dropOwn(tables, id));
  for (const part of chunks(added))
    await write(store, breathe, part, (tables, match) => putOwn(tables, match, clock()));
  const over = [...before.doubts.keys()].filter((id) => !doubts.has(id));
  for (const part of chunks(over)) await write(store, breathe, part, ({ components }, id) => components.dropDoubt(id));
  const asked = after.doubts.filter(
    (doubt) => JSON.stringify(before.doubts.get(doubt.component)) !== JSON.stringify(doubt),
  );
  for (const part of chunks(asked))
    await write(store, breathe, part, ({ components }, doubt) => components.putDoubt(doubt));
}

async function write<Row>(
  store: Store,
  breathe: () => Promise<void>,
  rows: readonly Row[],
  one: (tables: Tables, row: Row) => Promise<void>,
): Promise<void> {
  await store.transaction(async (tables) => {
    for (const row of rows) await one(tables, row);
  });
  await breathe();
}

function isKnown(old: ComponentMatch | undefined, { device, reason }: Match): boolean {
  return old !== undefined && pairOf(old).device === device && JSON.stringify(old.reason) === JSON.stringify(reason);
}

async function dropOwn({ components }: Tables, component: string): Promise<void> {
  if ((await components.findMatch(component))?.by === "hub") await components.dropMatch(component);
}

async function putOwn({ components }: Tables, { component, device, reason }: Match, now: number): Promise<void> {
  const own = await components.findMatch(component);
  const other = await components.findMatchOf(device);
  if (own !== null && own.by !== "hub") return;
  // What a person said of a component that ended holds no device.
  if (other !== null && other.by !== "hub" && (await components.find(other.component)) !== null) return;
  await components.putMatch({ component, ...thingOf(device), reason, by: "hub", at: now });
}

function chunks<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, i) => rows.slice(i * atOnce, (i + 1) * atOnce));
}
