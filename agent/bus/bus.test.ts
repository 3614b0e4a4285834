import { describe, expect, it, onTestFinished } from "vitest";
import type { Device } from "../../core/device.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import { refuses } from "../../core/range.ts";
import { withCrc } from "../../drivers/modbus/crc.ts";
import modbus from "../../drivers/modbus/driver.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import type { LinkEvents } from "../links/link.ts";
import { startBus } from "./bus.ts";

const timeoutMs = 100;
const gapMs = 10;
const level = {
  id: "level" as PointId,
  title: { zh: "水位", en: "Level" },
  kind: "number" as const,
  unit: "m",
  range: [0, 500] as [number, number],
};

/** A reply to a read of one register. */
function reply(unit: number, value: number): Uint8Array {
  return withCrc(Uint8Array.of(unit, 3, 2, value >> 8, value & 255));
}

/** A bus of Modbus units on a line in memory; `answer` says what comes back for a question, and after how many ms. */
function setUp(
  units: number[],
  answer: (unit: number, nth: number) => { after: number; bytes: Uint8Array }[],
  everyMs = 1000,
  sendingMs = 0,
) {
  const clock = handClock();
  const asked: { unit: number; at: number }[] = [];
  const told: string[] = [];
  let line: LinkEvents | null = null;
  const devices = units.map((unit) => {
    const device: Device = {
      id: `d${unit}` as DeviceId,
      model: "m",
      title: level.title,
      place: "p",
      points: [level],
      rules: [],
    };
    const config = {
      unit,
      blocks: [{ function: 3, address: 0, count: 1, points: [{ id: "level", address: 0, type: "uint16" }] }],
    };
    return { id: device.id, session: modbus.open(config as never), everyMs, refuses: refuses(device) };
  });
  const bus = startBus(
    devices,
    { timeoutMs, gapMs },
    (events) => {
      line = events;
      return {
        write: async (bytes) => {
          const unit = bytes[0] as number;
          asked.push({ unit, at: clock.monotonic() });
          const nth = asked.filter((entry) => entry.unit === unit).length;
          for (const { after, bytes: back } of answer(unit, nth)) clock.after(after, () => events.onBytes(back));
          if (sendingMs > 0) await new Promise<void>((sent) => clock.after(sendingMs, sent));
        },
        close: async () => undefined,
      };
    },
    {
      onReading: (device, point, value) => told.push(`${device} ${point} ${String(value)}`),
      onHealth: (device, code) => told.push(`${device} ${code || "well"}`),
      onStranger: () => undefined,
    },
    clock,
    () => 0,
  );
  onTestFinished(() => bus.close());
  const state = (next: Parameters<LinkEvents["onState"]>[0]) => line?.onState(next);
  state({ up: true });
  return { clock, asked, told, bus, state };
}

describe("a bus", () => {
  it("asks each device at its interval and tells what it read", async () => {
    const { clock, told } = setUp([1], () => [{ after: 5, bytes: reply(1, 123) }]);
    await clock.pass(2500);
    expect(told).toEqual(["d1 level 123", "d1 well", "d1 level 123", "d1 level 123"]);
  });

  it("never has two questions on the line", async () => {
    const { clock, asked } = setUp([1, 2, 3], (unit) => [{ after: 30, bytes: reply(unit, 1) }]);
    await clock.pass(4990);
    const times = asked.map(({ at }) => at);
    for (const [i, at] of times.entries())
      if (i > 0) expect(at - (times[i - 1] as number)).toBeGreaterThanOrEqual(30 + gapMs);
    expect(asked.length).toBe(15);
  });

  it("hears an answer that comes before the line reports the question as sent", async () => {
    const { clock, told } = setUp([1], () => [{ after: 0, bytes: reply(1, 5) }], 1000, 20);
    await clock.pass(1500);
    expect(told).toEqual(["d1 level 5", "d1 well", "d1 level 5"]);
  });

  it("takes an answer that comes in pieces", async () => {
    const bytes = reply(1, 7);
    const { clock, told } = setUp([1], () =>
      [...bytes].map((byte, i) => ({ after: i * 3, bytes: Uint8Array.of(byte) })),
    );
    await clock.pass(100);
    expect(told).toContain("d1 level 7");
  });

  it("tells silence once, asks a dead device ever more rarely, and leaves the others their interval", async () => {
    const { clock, asked, told } = setUp([1, 2], (unit) => (unit === 1 ? [] : [{ after: 5, bytes: reply(2, 9) }]));
    await clock.pass(120_000);
    expect(told.filter((line) => line.startsWith("d1"))).toEqual(["d1 FIELD_SILENT"]);
    expect(asked.filter(({ unit }) => unit === 1).length).toBeLessThan(12);
    expect(told.filter((line) => line === "d2 level 9").length).toBeGreaterThanOrEqual(118);
  });

  it("never takes a late answer for the next one", async () => {
    const late = (unit: number, nth: number) =>
      unit === 1 && nth === 1
        ? [{ after: timeoutMs + 60, bytes: reply(1, 666) }]
        : [{ after: 5, bytes: reply(unit, unit) }];
    const { clock, told } = setUp([1, 2], late);
    await clock.pass(2000);
    expect(told.filter((line) => line.includes("666"))).toEqual([]);
    expect(told.slice(0, 2)).toEqual(["d1 FIELD_SILENT", "d1 FIELD_LATE"]);
    expect(told).toContain("d1 level 1");
    expect(told).toContain("d1 well");
  });

  it("is not held up for ever by a foreign unit that chatters", async () => {
    const chatter = Array.from({ length: 40 }, (_, i) => ({ after: i * 20, bytes: reply(9, i) }));
    const { clock, asked } = setUp([1, 2], (unit) => (unit === 1 ? chatter : [{ after: 5, bytes: reply(2, 2) }]));
    await clock.pass(timeoutMs + timeoutMs + 50);
    expect(asked.map(({ unit }) => unit)).toContain(2);
  });

  it("turns a value outside the range into a fault, never into a reading", async () => {
    const { clock, told } = setUp([1], () => [{ after: 5, bytes: reply(1, 501) }]);
    await clock.pass(100);
    expect(told).toEqual(["d1 FIELD_OUT_OF_RANGE"]);
  });

  it("tells every device of a lost link once, and is back when the link is", async () => {
    const { clock, told, state } = setUp([1, 2], (unit) => [{ after: 5, bytes: reply(unit, 1) }]);
    await clock.pass(500);
    told.length = 0;
    state({ up: false, reason: "unplugged" });
    state({ up: false, reason: "still unplugged" });
    await clock.pass(5000);
    expect(told).toEqual(["d1 LINK_DOWN", "d2 LINK_DOWN"]);
    state({ up: true });
    await clock.pass(3000);
    expect(told).toContain("d1 well");
    expect(told).toContain("d2 well");
  });

  it("samples a device at once when asked to", async () => {
    const { clock, bus, asked } = setUp([1], () => [{ after: 5, bytes: reply(1, 42) }], 60_000);
    await clock.pass(100);
    const sampled = bus.sample("d1" as DeviceId);
    await clock.pass(100);
    expect(await sampled).toMatchObject({ code: "", readings: { level: 42 } });
    expect(asked).toHaveLength(2);
  });
});

describe("a bus of 32 slaves with 4 dead", () => {
  /** How far single intervals of the live slaves are from what was asked for, over ten minutes at 9600 baud. */
  async function intervalsWith(dead: readonly number[]) {
    const units = Array.from({ length: 32 }, (_, i) => i + 1);
    const answer = (unit: number) => (dead.includes(unit) ? [] : [{ after: 25, bytes: reply(unit, unit) }]);
    const { clock, asked } = setUp(units, answer, 5000);
    await clock.pass(600_000);
    return units
      .filter((unit) => !dead.includes(unit))
      .flatMap((unit) => {
        const times = asked.filter((entry) => entry.unit === unit && entry.at > 60_000).map(({ at }) => at);
        return times.slice(1).map((at, i) => (at - (times[i] as number)) / 5000);
      });
  }

  it("keeps each interval of each live slave within 10 %", async () => {
    const intervals = await intervalsWith([5, 11, 17, 32]);
    expect(intervals.length).toBeGreaterThan(28 * 100);
    expect(Math.max(...intervals)).toBeLessThan(1.1);
    expect(Math.min(...intervals)).toBeGreaterThan(0.9);
  });

  it("costs the live ones nothing: the longest interval is that of a bus without dead ones", async () => {
    const [without, withDead] = [await intervalsWith([]), await intervalsWith([5, 11, 17, 32])];
    expect(Math.max(...withDead) - Math.max(...without)).toBeLessThan(0.01);
  });
});
