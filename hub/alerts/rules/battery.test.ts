/** When a battery will be empty: a line worked out by hand, and what a hub makes of a month of readings. */
import { describe, expect, test } from "vitest";
import { encodeBatch } from "../../../core/batch.ts";
import type { GatewayId, PointId } from "../../../core/id.ts";
import type { Point } from "../../../core/point.ts";
import type { Reading } from "../../../core/reading.ts";
import { topics } from "../../../core/topics.ts";
import { epochs, quietHub, silent, statusOf } from "../../../test/kit/quiet-hub.ts";
import { devices, pit, reading, registrationOf } from "../../../test/kit/samples.ts";
import type { Bucket } from "../../store/telemetry.ts";
import { daysLeft, isBattery, lineThrough } from "./battery.ts";
import { hubRules } from "./hub-rules.ts";
import { look } from "./watch.ts";

const dayMs = 86_400_000;
const numbers = hubRules.batteryLow;
const bucket = (at: number, mean: number): Bucket => [at, 1, mean, mean, mean, mean];

/** Percent at the end of each of so many half days. */
const sinking = (halfDays: number, from: number, perDay: number) =>
  Array.from({ length: halfDays }, (_, i) => bucket((i * dayMs) / 2, from - (perDay * i) / 2));

test("a line goes through points as worked out by hand", () => {
  // Of (0,1), (1,3), (2,2): means 1 and 2, slope (1·1 + 0 + 1·0)/2 = 0.5, level 1.5.
  const { slope, level } = lineThrough([
    { x: 0, y: 1 },
    { x: 1, y: 3 },
    { x: 2, y: 2 },
  ]);
  expect([slope, level]).toEqual([0.5, 1.5]);
});

describe("days left", () => {
  test("are the last level by the daily loss", () => {
    // 30 days, 2 % a day from 80 %: 59 half days later 80 − 59 = 21 %, which lasts 10.5 days.
    expect(daysLeft(sinking(60, 80, 2), 0, numbers)).toBeCloseTo(10.5, 9);
  });

  test.each([
    ["too few readings", sinking(20, 80, 2)],
    ["too short a time", sinking(60, 80, 2).map(([at, ...rest]) => [at / 30, ...rest] as Bucket)],
    ["one that does not sink", sinking(60, 80, 0)],
    ["one that is being charged", sinking(60, 20, -1)],
    ["none at all", []],
  ])("cannot be told of %s", (_, buckets) => {
    expect(daysLeft(buckets, 0, numbers)).toBeNull();
  });
});

test.each([
  ["battery", "%", true],
  ["battery-voltage", "V", true],
  ["battery", "mV", false],
  ["level", "%", false],
])("%s in %s: a battery is %s", (id, unit, wanted) => {
  const point = { id: id as PointId, kind: "number" as const, unit, title: { zh: "电", en: "b" } };
  expect(isBattery(point, numbers)).toBe(wanted);
});

describe("the hub", () => {
  const id = "gw-1" as GatewayId;
  const battery = "battery" as PointId;
  const point: Point = { id: battery, kind: "number", unit: "%", title: { zh: "电量", en: "Battery" } };

  async function setUp() {
    const hub = await quietHub();
    const own = devices.map((device) =>
      device.id === pit ? { ...device, points: [...device.points, point] } : device,
    );
    await hub.take(topics.status(id), statusOf());
    await hub.take(topics.devices(id), registrationOf(id, { devices: own }));
    let from = 0;
    const send = async (readings: Reading[]) => {
      await hub.take(topics.batch(id, "data", epochs.data, from), encodeBatch(readings));
      from += readings.length;
    };
    const lookNow = () => {
      const { store, clock } = hub;
      const options = {
        store,
        clock: () => clock.now,
        log: silent,
        pause: async () => undefined,
        tell: () => undefined,
      };
      return look(options, { listeningSince: clock.now, sensorsAt: 0, batteriesAt: 0 });
    };
    const alerts = () => hub.read((tables) => tables.alerts.list("all", 10));
    const month = (perDay: number, first = 80) =>
      Array.from({ length: 60 }, (_, i) =>
        reading(hub.clock.now - 30 * dayMs + (i * dayMs) / 2, first - (perDay * i) / 2, battery),
      );
    return { hub, send, lookNow, alerts, month };
  }

  test("asks for a new battery two weeks ahead, once, and is content when it was changed", async () => {
    const { hub, send, lookNow, alerts, month } = await setUp();
    await send(month(2));
    await lookNow();
    await lookNow();
    expect(await alerts()).toMatchObject([
      { rule: "hub-battery-low", severity: 4, state: "unacknowledged", value: 21 },
    ]);
    hub.clock.now += 5 * dayMs;
    const fresh = Array.from({ length: 30 }, (_, i) => reading(hub.clock.now - (30 - i) * 7_200_000, 100, battery));
    await send(fresh);
    await lookNow();
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
  });

  test("says nothing of one that lasts", async () => {
    const { send, lookNow, alerts, month } = await setUp();
    await send(month(0.2));
    await lookNow();
    expect(await alerts()).toEqual([]);
  });
});
