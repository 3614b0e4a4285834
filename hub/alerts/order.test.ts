/** Late, doubled and out of order: whatever the order in which the hub hears of a rule, its alert ends the same. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import { type AlertState, isInAlarm } from "../../core/alert-state.ts";
import type { AlertId, GatewayId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import { event } from "../../test/kit/samples.ts";
import { type Alert, acknowledgeLate, applyEvent, type Episode, retire, shelveLate } from "./alert.ts";

/** Event orders in all; fewer while one works on the test. */
const orders = Number(process.env.LILONG_EVENT_ORDERS ?? 100_000);
const ordersOfOne = 50;

const gateway = "gw-1" as GatewayId;
const now = 10_000;

type Mark = { kind: "acknowledged"; names: AlertId; at: number; by: string };
type Shelf = { kind: "shelved"; names: AlertId; at: number; by: string; until: number | null; quality: number };
type Told = SensorEvent | Mark | Shelf;

/** What the hub keeps of one rule: rows, and which row each episode went to. */
type Memory = { rows: Alert[]; episodes: Map<AlertId, Episode & { row: AlertId }>; effects: string[] };

const newestOf = ({ rows }: Memory) => rows.find(({ state }) => state !== "normal") ?? rows.at(-1) ?? null;

function put(memory: Memory, alert: Alert): void {
  const at = memory.rows.findIndex(({ id }) => id === alert.id);
  if (at < 0) memory.rows.push(alert);
  else memory.rows[at] = alert;
  const open = memory.rows.filter(({ state }) => state !== "normal");
  if (open.length > 1) throw new Error(`${open.length} alerts of one rule are open`);
}

/** As the ingest does it. False: a person's act on an episode that was never heard of is refused, and sent again. */
function hear(memory: Memory, told: Told): boolean {
  if ("rule" in told) {
    const known = memory.episodes.get(told.alert) ?? null;
    const before = newestOf(memory);
    const { alert, episode, effects } = applyEvent(before, known, gateway, told, now);
    if (before !== null && before.id !== alert.id) put(memory, retire(before));
    put(memory, alert);
    memory.episodes.set(told.alert, { ...episode, row: known?.row ?? alert.id });
    memory.effects.push(...effects);
    return true;
  }
  const episode = memory.episodes.get(told.names);
  const alert = memory.rows.find(({ id }) => id === episode?.row);
  if (alert === undefined) return false;
  put(
    memory,
    told.kind === "acknowledged"
      ? acknowledgeLate(alert, told.by, told.at, now, told.names)
      : shelveLate(
          alert,
          { by: told.by, at: told.at, quality: told.quality, until: told.until, reason: "施工" },
          now,
          told.names,
        ),
  );
  return true;
}

function hearAll(all: readonly Told[], before: readonly Told[] = []): Memory {
  const memory: Memory = { rows: [], episodes: new Map(), effects: [] };
  for (const told of before) hear(memory, told);
  let rest = all;
  while (rest.length > 0) {
    const refused = rest.filter((told) => !hear(memory, told));
    if (refused.length === rest.length) throw new Error("nothing of it can be heard");
    rest = refused;
  }
  return memory;
}

/** What everybody sees of it; rows have the id of what was heard first, and past rows are history. */
function seen(memory: Memory) {
  const { id: _id, ticket: _ticket, receivedAt: _r, changedAt: _c, history: _h, ...rest } = newestOf(memory) as Alert;
  return rest;
}

type Plan = { gap: number; lasts: number | null; seenAfter: number | null; shelvedFor: number | null; by: string };

const plan: fc.Arbitrary<Plan> = fc.record({
  gap: fc.integer({ min: 0, max: 20 }),
  lasts: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 4 }),
  seenAfter: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 2 }),
  shelvedFor: fc.option(fc.integer({ min: 1, max: 20_000 }), { freq: 2 }),
  by: fc.constantFrom("王阿姨", "老李"),
});

/** The life of one rule as it happened: a raise only after what was before, the clear of some never told. */
function livedThrough(plans: readonly Plan[], since = 100, name = "alert", trust: number = quality.good): Told[] {
  let at = since;
  return plans.flatMap(({ gap, lasts, seenAfter, shelvedFor, by }, i): Told[] => {
    const alert = `${name}-${i}` as AlertId;
    const raisedAt = at + gap;
    at = raisedAt + (lasts ?? 5);
    const told: Told[] = [event("raised", raisedAt, { alert, value: `raise ${i}`, quality: trust })];
    if (lasts !== null) told.push(event("cleared", at, { alert, value: `clear ${i}`, quality: trust }));
    if (seenAfter !== null) {
      told.push({ kind: "acknowledged", names: alert, at: raisedAt + seenAfter, by });
      if (seenAfter > 20) told.push({ kind: "acknowledged", names: alert, at: raisedAt + 20, by: "站长" });
    }
    if (shelvedFor !== null) {
      told.push({ kind: "shelved", names: alert, at: raisedAt + 1, by, until: raisedAt + shelvedFor, quality: trust });
      if (shelvedFor % 3 === 0)
        told.push({ kind: "shelved", names: alert, at: raisedAt + 2, by, until: null, quality: trust });
    }
    return told;
  });
}

/** An account of its own of what has to come out: what was raised since somebody saw the one before, and how the last is. */
function wanted(told: readonly Told[]): Pick<Alert, "state" | "raisedAt" | "count"> {
  const raises = told.filter((one): one is SensorEvent => one.kind === "raised");
  const isSeen = ({ alert }: SensorEvent) => told.some((one) => one.kind === "acknowledged" && one.names === alert);
  const isOver = ({ alert }: SensorEvent) => told.some((one) => one.kind === "cleared" && one.alert === alert);
  const members = raises.slice(raises.slice(0, -1).findLastIndex(isSeen) + 1);
  const [first, last] = [members[0], members.at(-1)] as [SensorEvent, SensorEvent];
  const states = {
    true: { true: "normal", false: "returned" },
    false: { true: "acknowledged", false: "unacknowledged" },
  };
  const state = states[`${isOver(last)}`][`${isSeen(last)}`] as AlertState;
  return { state, raisedAt: first.at, count: members.length };
}

test(`${orders} orders of events, some doubled, end as the events happened`, { timeout: 60_000 }, () => {
  const seeds = fc.array(fc.noBias(fc.integer()), { minLength: ordersOfOne, maxLength: ordersOfOne });
  let count = 0;
  fc.assert(
    fc.property(fc.array(plan, { minLength: 1, maxLength: 4 }), seeds, (plans, all) => {
      const lived = livedThrough(plans);
      const inOrder = seen(hearAll(lived));
      expect(inOrder).toMatchObject(wanted(lived));
      for (const seed of all) {
        const memory = hearAll(shuffled(lived, seed));
        // Many times as fast as `expect`, which then says what differs.
        if (!isDeepStrictEqual(seen(memory), inOrder)) expect(seen(memory)).toEqual(inOrder);
        // What the tickets heard last is what is so.
        if ((memory.effects.at(-1) !== "clear") !== isInAlarm(inOrder)) expect(memory.effects).toBe(inOrder.state);
        count++;
      }
    }),
    { numRuns: Math.ceil(orders / ordersOfOne) },
  );
  expect(count).toBeGreaterThanOrEqual(orders);
});

test("what a clock a year ahead told before changes nothing of it, once somebody has seen that", () => {
  const year = 365 * 86_400_000;
  const plans = fc.array(plan, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(plans, plans, fc.noBias(fc.integer()), (early, later, seed) => {
      const ahead = [...livedThrough(early, year, "ahead"), seenAt(year + 999, `ahead-${early.length - 1}`)];
      const lived = livedThrough(later);
      const alone = seen(hearAll(lived));
      expect(seen(hearAll(lived, ahead))).toEqual(alone);
      const memory = hearAll(shuffled(lived, seed), ahead);
      expect(seen(memory)).toEqual(alone);
      expect(memory.effects.at(-1) !== "clear").toBe(isInAlarm(alone));
    }),
    { numRuns: 500 },
  );
});

test("what a clock far behind tells hides behind nothing that was told before, nor hides what comes when it is right again", () => {
  const plans = fc.array(plan, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(plans, plans, plans, fc.noBias(fc.integer()), (early, behind, right, seed) => {
      const before = [...livedThrough(early, 5000, "early"), seenAt(5999, `early-${early.length - 1}`)];
      const told = doubled(livedThrough(behind, 1, "behind", quality.estimated), seed);
      const alone = seen(hearAll(told));
      expect(alone).toMatchObject(wanted(livedThrough(behind, 1, "behind", quality.estimated)));
      const memory = hearAll(told, before);
      expect(seen(memory)).toEqual(alone);
      expect(memory.effects.at(-1) !== "clear").toBe(isInAlarm(alone));
      const all = [...before, ...told, seenAt(2, `behind-${behind.length - 1}`)];
      const lived = livedThrough(right, 6000, "right");
      expect(seen(hearAll(shuffled(lived, seed), all))).toEqual(seen(hearAll(lived)));
    }),
    { numRuns: 500 },
  );
});

/** In their order, some told again later. */
function doubled(told: readonly Told[], seed: number): Told[] {
  const random = randomFrom(seed);
  return told.flatMap((one, i) => (random() < 0.3 ? [one, told[Math.floor(random() * (i + 1))] as Told] : [one]));
}

function seenAt(at: number, names: string): Mark {
  return { kind: "acknowledged", names: names as AlertId, at, by: "站长" };
}

/** Every event at least once, some twice, in an order of the seed. */
function shuffled(told: readonly Told[], seed: number): Told[] {
  const random = randomFrom(seed);
  const all = [...told, ...told.filter(() => random() < 0.25)];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as Told, all[i] as Told];
  }
  return all;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
