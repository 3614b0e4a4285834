/** The world keeps within what water, smoke and batteries can do, and is the same for the same seed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, quiet } from "../../../core/evaluate.ts";
import { layout } from "../layout.ts";
import { readRules } from "../sensor-model.ts";
import { factory, registers } from "../units.ts";
import { battery, fullBattery, stepBattery } from "./battery.ts";
import { lane } from "./lane.ts";
import { everydayPit, pit } from "./pit.ts";
import { room } from "./room.ts";
import { sky } from "./sky.ts";
import { everyday, step, stepMs, type World } from "./world.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function run(world: World, ms: number, dtMs = stepMs): World {
  let next = world;
  for (let spentMs = 0; spentMs < ms; spentMs += dtMs) next = step(next, dtMs);
  return next;
}

/** How long until `holds`, ms; Infinity when not within `mostMs`. */
function until(world: World, mostMs: number, holds: (world: World) => boolean): number {
  let next = world;
  for (let ms = 0; ms <= mostMs; ms += stepMs) {
    if (holds(next)) return ms;
    next = step(next, stepMs);
  }
  return Number.POSITIVE_INFINITY;
}

const rainy = (world: World, wantedMmPerH: number): World => ({ ...world, sky: { ...world.sky, wantedMmPerH } });
const withPump = (world: World, pump: World["pit"]["pump"]): World => ({ ...world, pit: { ...world.pit, pump } });
const withToast = (world: World): World => ({
  ...world,
  rooms: world.rooms.map((one) => ({ ...one, toastMs: room.toastMs })),
});

/** Anything that can be done to the world, and for how long. */
const deed = fc.record({
  ms: fc.integer({ min: stepMs, max: 5 * minuteMs }),
  rain: fc.integer({ min: 0, max: sky.mostMmPerH }),
  pump: fc.constantFrom("resting", "running", "stopped" as const),
  toast: fc.boolean(),
});

describe("the world", () => {
  it("keeps every quantity within its bounds, whatever is done to it", () => {
    const lived = fc.property(fc.integer(), fc.array(deed, { maxLength: 6 }), (seed, deeds) => {
      let world = everyday(seed);
      for (const { ms, rain, pump, toast } of deeds) {
        world = rainy(withPump(toast ? withToast(world) : world, pump as World["pit"]["pump"]), rain);
        for (let spent = 0; spent < ms; spent += 1000) {
          world = step(world, 1000);
          expectPossible(world);
        }
      }
    });
    fc.assert(lived, { numRuns: 15 });
  });

  it("is the same for the same seed, and another for another", () => {
    const lived = (seed: number) => run(rainy(everyday(seed), 40), minuteMs);
    expect(lived(7)).toEqual(lived(7));
    expect(lived(7)).not.toEqual(lived(8));
  });

  it("raises no alert under the models' default rules in a whole everyday day", () => {
    const rules = readRules();
    const watched = layout.flatMap((seat) => rules[seat.model].map((rule) => ({ seat, rule, state: quiet })));
    let world = everyday(1);
    for (let ms = 0; ms < dayMs; ms += 1000) {
      world = step(world, 1000);
      for (const one of watched) one.state = evaluate(one.rule, one.state, pointValue(world, one), ms).state;
    }
    expect(watched.filter(({ state }) => state.raised)).toEqual([]);
    expect(world.pit.levelM).toBeGreaterThan(pit.pumpOffM - 0.1);
  });
});

function pointValue(world: World, { seat, rule }: { seat: (typeof layout)[number]; rule: { point: string } }) {
  const view = { settings: { address: seat.unit, ...factory }, world, index: seat.index };
  const point = registers[seat.model].find((register) => register.point?.id === rule.point)?.point;
  if (point === undefined) throw new Error(`${seat.model} has no point ${rule.point}`);
  return point.value(view);
}

function expectPossible({
  pit: { levelM, readM },
  lane: { depthCm, readCm },
  covers,
  rooms,
  sky: { rainMmPerH },
}: World) {
  expectWithin(levelM, 0, pit.depthM);
  expectWithin(readM, 0, pit.depthM + pit.sloshM);
  expectWithin(depthCm, 0, lane.mostCm);
  expectWithin(readCm, 0, lane.mostCm + 1);
  expect(Number.isInteger(readCm)).toBe(true);
  expectWithin(rainMmPerH, 0, sky.mostMmPerH * (1 + sky.gustPart));
  for (const { densityDbPerM } of rooms) expectWithin(densityDbPerM, 0, 2);
  for (const { battery: held } of [...covers, ...rooms]) expectWithin(held.chargePart, 0, 1);
}

function expectWithin(value: number, least: number, most: number): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe("the pit", () => {
  it("rises over 1.2 m within a minute of a cloudburst, pump or no pump", () => {
    const ms = until(rainy(everyday(1), sky.cloudburstMmPerH), 5 * minuteMs, ({ pit }) => pit.readM > 1.2);
    expectWithin(ms, 10_000, minuteMs);
  });

  it("is kept down by the pump in a shower", () => {
    const shower = rainy(everyday(1), 20);
    expect(until(shower, 30 * minuteMs, ({ pit }) => pit.levelM > 0.9)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is drained from the upper float down to the lower", () => {
    const full = { ...everyday(1), pit: { ...everydayPit, levelM: 1.9, readM: 1.9 } };
    expectWithin(
      until(full, 5 * minuteMs, ({ pit: { pump, levelM } }) => pump === "resting" && levelM <= pit.pumpOffM),
      minuteMs,
      4 * minuteMs,
    );
  });

  it("falls in a cloudburst once the standby pump is switched on, which stops by itself before it runs dry", () => {
    const high = run(rainy(everyday(1), sky.cloudburstMmPerH), minuteMs);
    const on = { ...high, pit: { ...high.pit, standby: "ready" as const } };
    expect(high.pit.levelM).toBeGreaterThan(1);
    expect(until(on, 3 * minuteMs, ({ pit }) => pit.levelM < 0.6)).toBeLessThan(2 * minuteMs);
    const dry = rainy(on, 0);
    expect(until(dry, 10 * minuteMs, ({ pit }) => pit.standby === "ready" && pit.levelM < 0.5)).toBeLessThan(
      10 * minuteMs,
    );
    expect(until(dry, 10 * minuteMs, ({ pit }) => pit.levelM < 0.15)).toBe(Number.POSITIVE_INFINITY);
  });

  it("only rises while the pump is stopped", () => {
    let world = withPump(everyday(3), "stopped");
    for (let ms = 0; ms < 20 * minuteMs; ms += 1000) {
      const before = world.pit.levelM;
      world = step(world, 1000);
      expect(world.pit.levelM).toBeGreaterThanOrEqual(before);
    }
    expect(world.pit.pump).toBe("stopped");
    expect(world.pit.levelM).toBeGreaterThan(1.2);
  });

  it("takes in what the arithmetic says: 100 mm/h on 400 m² at 0.9 and 1 m³/h of seepage into 4 m², ten times as fast", () => {
    const steady = { ...everyday(1), sky: { wantedMmPerH: 100, rainMmPerH: 100, airCel: 16 } };
    const still = withPump(steady, "stopped");
    const risenM = run(still, 10_000).pit.levelM - still.pit.levelM;
    expect(risenM).toBeCloseTo((37 / 4) * (100 / 3600), 2);
  });
});

describe("the lane", () => {
  it("stays dry in what its drain can take, and floods in a cloudburst", () => {
    expect(run(rainy(everyday(1), 30), 10 * minuteMs, 1000).lane.readCm).toBe(0);
    expect(run(rainy(everyday(1), 100), 2 * minuteMs).lane.readCm).toBeGreaterThan(15);
  });

  it("runs dry again after the rain", () => {
    const flooded = run(rainy(everyday(1), 100), 3 * minuteMs);
    expect(run(rainy(flooded, 0), 10 * minuteMs).lane.readCm).toBe(0);
  });
});

describe("toast", () => {
  it("closes the detector's relay within ten seconds and lets go of it within two minutes", () => {
    const burning = withToast(everyday(1));
    const alarmMs = until(burning, minuteMs, ({ rooms }) => rooms[0]?.relay === "alarm");
    expectWithin(alarmMs, 1000, 10_000);
    const alarmed = run(burning, alarmMs);
    expectWithin(
      until(alarmed, 5 * minuteMs, ({ rooms }) => rooms[0]?.relay === "rest"),
      minuteMs,
      2 * minuteMs,
    );
  });

  it("airs out sooner through an open window, which is shut again after", () => {
    const smoky = run(withToast(everyday(1)), 15_000);
    const aired = { ...smoky, rooms: smoky.rooms.map((one) => ({ ...one, toastMs: 0, window: "open" as const })) };
    expect(until(aired, minuteMs, ({ rooms }) => rooms[0]?.relay === "rest")).toBeLessThan(30_000);
    expect(run(aired, 5 * minuteMs).rooms[0]).toMatchObject({ densityDbPerM: 0, window: "shut" });
  });
});

describe("a battery", () => {
  it("loses charge with time and volts in the cold", () => {
    const after = stepBattery(fullBattery, dayMs, 20, 0);
    expect(after.chargePart).toBeCloseTo(1 - 1 / battery.lifeDays, 10);
    expect(stepBattery(fullBattery, 0, 0, 0).volts).toBeCloseTo(battery.fullV - 20 * battery.perCelV, 10);
  });

  it("is low by the models' rule when it has sagged, and not before its last tenth", () => {
    const volts = (chargePart: number) => stepBattery({ chargePart, volts: 0 }, 0, 16, 1).volts;
    expect(volts(battery.saggedPart)).toBeLessThan(11.5);
    expect(volts(0.2)).toBeGreaterThan(11.5);
  });
});
