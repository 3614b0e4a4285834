/** What a device says by itself: paced, checked, and in the order in which it was measured. */
import { describe, expect, it } from "vitest";
import type { DeviceId, PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Output } from "../../drivers/kit/driver.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { createHearing, type Pace } from "./hearing.ts";

function setUp(pace: Pace) {
  const clock = handClock();
  const told: string[] = [];
  const device = {
    id: "d1" as DeviceId,
    everyMs: 10_000,
    refuses: (point: PointId, value: Value) =>
      value === 999 ? { code: "FIELD_OUT_OF_RANGE" as const, detail: `${point} ${value}` } : null,
  };
  const hearing = createHearing(
    device,
    pace,
    {
      onReading: (_device, point, value, agoMs = 0) =>
        told.push(`${point} ${String(value)}${agoMs > 0 ? ` ${agoMs} ms ago` : ""}`),
      onHealth: (_device, code) => told.push(code || "well"),
      onStranger: () => undefined,
    },
    clock,
  );
  hearing.up();
  return { clock, told, hearing };
}

const reading = (point: string, value: Value, agoMs?: number): Output => ({
  reading: { point: point as PointId, value, ...(agoMs === undefined ? {} : { agoMs }) },
});

describe("a device that is heard", () => {
  it("tells a number once in its interval, and a state at once when it changes", async () => {
    const { clock, told, hearing } = setUp("changes");
    for (let i = 0; i < 20; i += 1) {
      hearing.take([reading("temperature", i), reading("open", i >= 5 && i < 8)]);
      await clock.pass(1000);
    }
    expect(told.filter((line) => line.startsWith("temperature"))).toEqual([
      "temperature 0",
      "temperature 9",
      "temperature 18",
    ]);
    expect(told.filter((line) => line.startsWith("open")).slice(0, 3)).toEqual([
      "open false",
      "open true",
      "open false",
    ]);
    expect(told.filter((line) => line === "well")).toHaveLength(1);
  });

  it("tells every number of a device whose numbers may be sums, and its states as they change", async () => {
    const { clock, told, hearing } = setUp("states");
    for (let i = 0; i < 5; i += 1) {
      hearing.take([reading("rain", 0.2), reading("open", false)]);
      await clock.pass(1000);
    }
    expect(told.filter((line) => line === "rain 0.2")).toHaveLength(5);
    expect(told.filter((line) => line === "open false")).toHaveLength(1);
  });

  it("tells each press of a button, however soon", () => {
    const { told, hearing } = setUp("changes");
    hearing.take([reading("button", "press")]);
    hearing.take([reading("button", "press")]);
    expect(told.filter((line) => line === "button press")).toHaveLength(2);
  });

  it("tells what was measured first before what was measured last", () => {
    const { told, hearing } = setUp("all");
    hearing.take([reading("rain", 3), reading("rain", 1, 600_000), reading("rain", 2, 300_000)]);
    expect(told).toEqual(["rain 1 600000 ms ago", "rain 2 300000 ms ago", "rain 3", "well"]);
  });

  it("never tells a value that cannot be, and is then not well", () => {
    const { told, hearing } = setUp("all");
    hearing.take([reading("level", 999), reading("supply", 12)]);
    expect(told).toEqual(["supply 12", "FIELD_OUT_OF_RANGE"]);
  });

  it("is told more often on a wish, and is silent only by its own interval", async () => {
    const { clock, told, hearing } = setUp("changes");
    hearing.setInterval(2500, 10_000);
    for (let i = 0; i < 6; i += 1) {
      hearing.take([reading("rain", i)]);
      await clock.pass(5000);
    }
    await clock.pass(24_999);
    expect(told.filter((line) => !line.startsWith("rain"))).toEqual(["well"]);
    expect(told.filter((line) => line.startsWith("rain"))).toHaveLength(6);
    await clock.pass(1);
    expect(told.at(-1)).toBe("FIELD_SILENT");
  });

  it("is silent only while its link is there", async () => {
    const { clock, told, hearing } = setUp("all");
    await clock.pass(29_999);
    expect(told).toEqual([]);
    await clock.pass(1);
    expect(told).toEqual(["FIELD_SILENT"]);
    hearing.down("gone");
    hearing.up();
    await clock.pass(29_999);
    expect(told).toEqual(["FIELD_SILENT", "LINK_DOWN"]);
  });
});
