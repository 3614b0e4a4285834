import { describe, expect, it } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { DeviceId, PointId, RuleId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { Value } from "../../core/reading.ts";
import type { Rule } from "../../core/rule.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { createAlarms, type OpenAlert } from "./alarms.ts";

const device = "pit-1" as DeviceId;
const point = "level" as PointId;
const high: Rule = {
  id: "high" as RuleId,
  point,
  when: { above: 1.2, clearBelow: 1 },
  severity: 2,
  title: { zh: "高", en: "high" },
};

function setUp(rules: Rule[] = [high], open: OpenAlert[] = []) {
  const clock = handClock();
  const events: SensorEvent[] = [];
  const alarms = createAlarms(open, (event) => events.push(event), clock);
  alarms.configure([{ id: device, rules }]);
  const read = (value: Value) => alarms.onReading({ device, point, at: clock.wall(), value, quality: 0 });
  return { clock, events, alarms, read };
}

describe("alarms at the edge", () => {
  it("raise and clear one alert under one id, with one ticket", () => {
    const { events, read } = setUp();
    for (const value of [1, 1.3, 1.4, 1.1, 0.9]) read(value);
    expect(events.map(({ kind, value }) => [kind, value])).toEqual([
      ["raised", 1.3],
      ["cleared", 0.9],
    ]);
    expect(events[1]).toMatchObject({ alert: events[0]?.alert, ticket: events[0]?.ticket, rule: "high", severity: 2 });
  });

  it("mint a new alert and ticket for a new episode", () => {
    const { events, read } = setUp();
    for (const value of [1.3, 0.9, 1.3]) read(value);
    expect(new Set(events.map(({ alert }) => alert)).size).toBe(2);
    expect(new Set(events.map(({ ticket }) => ticket)).size).toBe(2);
  });

  it("raise when a hold runs out although nothing more is read", async () => {
    const { clock, events, read } = setUp([{ ...high, raiseAfterMs: 5000 }]);
    read(1.3);
    await clock.pass(4999);
    expect(events).toEqual([]);
    await clock.pass(1);
    expect(events).toMatchObject([{ kind: "raised", at: clock.wall() }]);
  });

  it("do not raise what was raised before the restart, but clear it under its own id", () => {
    const before = setUp();
    before.read(1.3);
    const after = setUp([high], before.events);
    after.read(1.4);
    expect(after.events).toEqual([]);
    after.read(0.5);
    expect(after.events).toMatchObject([{ kind: "cleared", alert: before.events[0]?.alert, value: 0.5 }]);
  });

  it("keep an open alert when its rule changes, and clear it when the rule is gone", () => {
    const { events, read, alarms } = setUp();
    read(1.3);
    alarms.configure([{ id: device, rules: [{ ...high, when: { above: 2 } }] }]);
    expect(events).toHaveLength(1);
    alarms.configure([{ id: device, rules: [] }]);
    expect(events).toMatchObject([{ kind: "raised" }, { kind: "cleared", value: 1.3 }]);
  });

  it("go on counting a hold when the same rules are set again", async () => {
    const rule = { ...high, raiseAfterMs: 1000 };
    const { clock, events, read, alarms } = setUp([rule]);
    read(1.3);
    await clock.pass(900);
    alarms.configure([{ id: device, rules: [{ ...rule }] }]);
    await clock.pass(100);
    expect(events).toHaveLength(1);
  });

  it("clear what was open before a restart when its rule or its device is gone", () => {
    const before = setUp();
    before.read(1.3);
    expect(setUp([], before.events).events).toMatchObject([
      { kind: "cleared", alert: before.events[0]?.alert, value: 1.3 },
    ]);
    const elsewhere = setUp();
    elsewhere.read(1.3);
    elsewhere.alarms.configure([]);
    expect(elsewhere.events).toMatchObject([{ kind: "raised" }, { kind: "cleared" }]);
  });

  it("do not clear on the word of a device that fell silent meanwhile", async () => {
    const { clock, events, alarms, read } = setUp([{ ...high, clearAfterMs: 60_000 }]);
    read(1.3);
    read(0.5);
    await clock.pass(30_000);
    alarms.onFault(device);
    await clock.pass(120_000);
    expect(events).toHaveLength(1);
    read(0.5);
    await clock.pass(60_000);
    expect(events).toHaveLength(2);
  });

  describe.each([
    ["back a day", -86_400_000],
    ["forward a year", 31_536_000_000],
    ["to 1970", -1_790_000_000_000],
  ])("while the wall clock is set %s", (_how, by) => {
    it("raise when the hold has run, no sooner and no later", async () => {
      const { clock, events, read } = setUp([{ ...high, raiseAfterMs: 5000 }]);
      read(1.3);
      await clock.pass(2000);
      clock.step(by);
      read(1.3);
      await clock.pass(2999);
      read(1.4);
      expect(events).toEqual([]);
      await clock.pass(1);
      expect(events).toMatchObject([{ kind: "raised", at: clock.wall() }]);
    });

    it("clear when the hold has run, no sooner and no later", async () => {
      const { clock, events, read } = setUp([{ ...high, clearAfterMs: 5000 }]);
      read(1.3);
      read(0.5);
      await clock.pass(2000);
      clock.step(by);
      read(0.5);
      await clock.pass(2999);
      read(0.4);
      expect(events).toHaveLength(1);
      await clock.pass(1);
      expect(events).toMatchObject([{ kind: "raised" }, { kind: "cleared", at: clock.wall() }]);
    });
  });

  it("are estimated when the clock was not trusted at the moment they were raised", async () => {
    const { clock, events, read } = setUp([{ ...high, raiseAfterMs: 5000 }]);
    read(1.3);
    clock.setTrust("estimated");
    await clock.pass(5000);
    clock.setTrust("synced");
    read(0.5);
    expect(events.map((event) => event.quality)).toEqual([quality.estimated, quality.good]);
  });

  it("clear what was open before a restart under the trust of that moment", () => {
    const before = setUp();
    before.read(1.3);
    const clock = handClock();
    clock.setTrust("estimated");
    const events: SensorEvent[] = [];
    createAlarms(before.events, (event) => events.push(event), clock).configure([]);
    expect(events).toMatchObject([{ kind: "cleared", quality: quality.estimated }]);
  });

  it("raise when a device falls silent, though it never spoke, and clear when it speaks", async () => {
    const silent = { ...high, id: "silent" as RuleId, when: { silentIntervals: 3 } };
    const { clock, events, alarms, read } = setUp([]);
    alarms.configure([{ id: device, everyMs: 1000, rules: [silent] }]);
    await clock.pass(2999);
    expect(events).toEqual([]);
    await clock.pass(1);
    expect(events).toMatchObject([{ kind: "raised", rule: "silent", value: "" }]);
    read(1);
    expect(events).toMatchObject([{ kind: "raised" }, { kind: "cleared", value: 1 }]);
  });

  it("name the mains as the cause of a silence, and of nothing else", async () => {
    const silent = { ...high, id: "silent" as RuleId, when: { silentIntervals: 3 } };
    const mains: Rule = { ...high, id: "mains" as RuleId, when: { equals: false }, explains: "silence" };
    const { clock, events, alarms, read } = setUp([]);
    alarms.configure([
      { id: "power" as DeviceId, rules: [mains] },
      { id: device, everyMs: 1000, rules: [silent, high] },
    ]);
    alarms.onReading({ device: "power" as DeviceId, point, at: clock.wall(), value: false, quality: 0 });
    read(1.3);
    await clock.pass(3000);
    const [cut, level, silence] = events;
    expect(cut).toMatchObject({ rule: "mains" });
    expect(level).not.toHaveProperty("cause");
    expect(silence).toMatchObject({ rule: "silent", cause: cut?.alert });
  });

  it("name in a mains alert what fell silent before it was told, and whom that affects; what comes after names it", async () => {
    const silent = { ...high, id: "silent" as RuleId, when: { silentIntervals: 3 } };
    const mains: Rule = {
      ...high,
      id: "mains" as RuleId,
      when: { equals: false },
      explains: "silence",
      raiseAfterMs: 9000,
    };
    const link: Rule = {
      ...high,
      id: "link-a-silent" as RuleId,
      point: "link-a" as PointId,
      when: { equals: "silent" },
    };
    const { clock, events, alarms, read } = setUp([]);
    const power = "power" as DeviceId;
    const affected = { "link-a": ["rain-1", "rain-2"] as DeviceId[] };
    alarms.configure([
      { id: power, rules: [mains] },
      { id: "gateway" as DeviceId, affected, rules: [link] },
      { id: device, everyMs: 1000, rules: [silent, high] },
      { id: "pit-2" as DeviceId, everyMs: 4000, rules: [silent] },
    ]);
    alarms.onReading({ device: power, point, at: clock.wall(), value: false, quality: 0 });
    read(1.3);
    await clock.pass(3000);
    alarms.onReading({
      device: "gateway" as DeviceId,
      point: link.point,
      at: clock.wall(),
      value: "silent",
      quality: 0,
    });
    await clock.pass(9000);
    const [, silence, bus, cut, late] = events;
    expect(silence).toMatchObject({ rule: "silent", device });
    expect(cut).toMatchObject({
      rule: "mains",
      explained: expect.arrayContaining([silence?.alert, bus?.alert]),
      affected: [device, "rain-1", "rain-2"],
    });
    expect(cut?.explained).toHaveLength(2);
    expect(late).toMatchObject({ device: "pit-2", rule: "silent", cause: cut?.alert });
    read(1);
    expect(events.find(({ kind }) => kind === "cleared")).toMatchObject({ rule: "silent", cause: cut?.alert });
  });

  it("name the link as the cause of a silence that a rule of the sensor's own finds", async () => {
    const silent = { ...high, id: "silent" as RuleId, when: { silentIntervals: 3 } };
    const link: Rule = { ...high, id: "link-a-down" as RuleId, point: "link-a" as PointId, when: { equals: "down" } };
    const { clock, events, alarms } = setUp([]);
    const affected = { "link-a": [device] };
    alarms.configure([
      { id: "gateway" as DeviceId, affected, rules: [link] },
      { id: device, everyMs: 1000, rules: [silent] },
    ]);
    alarms.onReading({ device: "gateway" as DeviceId, point: link.point, at: clock.wall(), value: "down", quality: 0 });
    await clock.pass(3000);
    expect(events).toMatchObject([{ affected: [device] }, { rule: "silent", cause: events[0]?.alert }]);
  });

  it("list as affected who hangs on the link now, sensors that came later too", () => {
    const link: Rule = { ...high, id: "link-a-down" as RuleId, point: "link-a" as PointId, when: { equals: "down" } };
    const { clock, events, alarms } = setUp([]);
    for (const names of [["pit-1"], ["pit-1", "pit-2"]])
      alarms.configure([
        { id: "gateway" as DeviceId, affected: { ["link-a" as PointId]: names as DeviceId[] }, rules: [link] },
      ]);
    alarms.onReading({ device: "gateway" as DeviceId, point: link.point, at: clock.wall(), value: "down", quality: 0 });
    expect(events).toMatchObject([{ affected: ["pit-1", "pit-2"] }]);
  });

  it("keep one alert open while it flaps, and tell how often", async () => {
    const { clock, events, read } = setUp([{ ...high, flap: { raises: 3, withinMs: 60_000 } }]);
    for (const value of [1.3, 0.9, 1.3, 0.9, 1.3, 0.9, 1.3, 0.9]) {
      read(value);
      await clock.pass(1000);
    }
    await clock.pass(57_000);
    expect(events.map(({ kind }) => kind)).toEqual(["raised", "cleared", "raised", "cleared", "raised"]);
    expect(events[4]).toMatchObject({ count: 3 });
    await clock.pass(3000);
    expect(events[5]).toMatchObject({ kind: "cleared", alert: events[4]?.alert, count: 4 });
  });
});
