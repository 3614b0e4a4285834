/** The rules that models bring with them, run at the edge: what rises fast, flaps, gives false echoes or falls silent. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import { check } from "../../core/check.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import { Model } from "../../core/model.ts";
import type { Value } from "../../core/reading.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { root } from "../../test/rig/paths.ts";
import { createAlarms } from "./alarms.ts";

const device = "one" as DeviceId;

function setUp(name: string, point: string) {
  const text = readFileSync(join(root, "hardware/sensors", `${name}.json`), "utf8");
  const { rules, everyMs } = check(Model, JSON.parse(text), "SETTING_INVALID");
  const clock = handClock();
  const events: SensorEvent[] = [];
  const alarms = createAlarms([], (event) => events.push(event), clock);
  alarms.configure([{ id: device, everyMs, rules }]);
  /** Each value holds for so long, read each interval. */
  const play = async (...values: [value: Value, forMs?: number][]) => {
    for (const [value, forMs = everyMs] of values)
      for (let ms = 0; ms < forMs; ms += everyMs) {
        alarms.onReading({ device, point: point as PointId, at: clock.wall(), value, quality: 0 });
        await clock.pass(everyMs);
      }
  };
  return { clock, events, play, told: () => events.map(({ kind, rule }) => `${kind} ${rule}`) };
}

const minute = 60_000;

it.each(["qdy30a", "smart-level-sl651", "level-4-20ma-pin"])(
  "%s warns of water that rises fast while it is still low",
  async (name) => {
    const { play, told } = setUp(name, "level");
    await play([0.2, 5 * minute], [0.35, 5 * minute], [0.45, 5 * minute], [0.5, 15 * minute]);
    expect(told()).toEqual([]);
    await play([0.8, 2 * minute], [1.15, 2 * minute]);
    expect(told()).toEqual(["raised level-rising"]);
    await play([1.15, 20 * minute]);
    expect(told()).toEqual(["raised level-rising", "cleared level-rising"]);
  },
);

it.each(["cover-contact", "cover-reed-pin", "shelly-blu-cover"])(
  "%s that traffic rocks is one alert, which counts",
  async (name) => {
    const { clock, events, play } = setUp(name, "open");
    for (let i = 0; i < 5; i++) await play([true, minute], [false, 2 * minute]);
    await clock.pass(15 * minute);
    const covers = events.filter(({ rule }) => rule === "cover-open");
    expect(covers.filter(({ kind }) => kind === "raised").length).toBeLessThanOrEqual(3);
    expect(covers.at(-1)).toMatchObject({ kind: "cleared", count: expect.any(Number) });
  },
);

it("maxbotix-mb7389 raises nothing for false echoes, and its alert for water that stays", async () => {
  const { play, told } = setUp("maxbotix-mb7389", "distance");
  for (let i = 0; i < 20; i++) await play([0.4], [2], [2], [0.4], [2]);
  expect(told()).toEqual([]);
  await play([0.4, minute]);
  expect(told()).toEqual(["raised water-near"]);
});

it.each(["eddystone-tlm", "ruuvitag"])(
  "%s is missed after ten of its intervals, and is back with its first word",
  async (name) => {
    const { clock, play, told } = setUp(name, "temperature");
    await play([21]);
    await clock.pass(9 * minute - 1);
    expect(told()).toEqual([]);
    await clock.pass(1);
    expect(told()).toEqual(["raised silent"]);
    await play([21]);
    expect(told()).toEqual(["raised silent", "cleared silent"]);
  },
);
