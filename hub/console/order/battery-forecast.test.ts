import { expect, it } from "vitest";
import { emptyAt, forecastOf, isBattery } from "./battery-forecast.ts";

const day = 86_400_000;
/** Each hour of so many days, by a function of the day. */
const hourly = (days: number, level: (day: number) => number) =>
  Array.from({ length: days * 24 }, (_, n): [number, number] => [n * (day / 24), level(n / 24)]);

it("draws a line through a battery that sinks evenly: 100 % less 0.5 % a day", () => {
  const forecast = forecastOf(
    hourly(40, (at) => 100 - 0.5 * at),
    0,
  );
  // After 39 whole days it stands at about 80 %: 160 days.
  expect(forecast).toMatchObject({ kind: "falls", least: 161, most: 161 });
  expect((forecast as { days: number }).days).toBe(161);
});

it("is not misled by a week of cold nights and odd readings", () => {
  const odd = (at: number) => (at % 7 < 1 ? 30 : 100 - 0.5 * at);
  const forecast = forecastOf(hourly(40, odd), 0);
  expect(forecast.kind).toBe("falls");
  expect((forecast as { days: number }).days).toBeGreaterThan(140);
  expect((forecast as { days: number }).days).toBeLessThan(180);
});

it("says how unsure it is: a shaky line lasts between two ends", () => {
  const shaky = (at: number) => 3 - 0.005 * at + 0.04 * Math.sin(Math.floor(at) * 12.9898);
  const forecast = forecastOf(hourly(30, shaky), 2.2);
  if (forecast.kind !== "falls") throw new Error(forecast.kind);
  expect(forecast.least).toBeLessThan(forecast.days);
  expect(forecast.most ?? Number.POSITIVE_INFINITY).toBeGreaterThan(forecast.days);
});

it("promises nothing of two days, nor of what does not sink", () => {
  expect(
    forecastOf(
      hourly(2, () => 90),
      0,
    ),
  ).toEqual({ kind: "few", days: 1, leastDays: 3 });
  expect(forecastOf([], 0)).toMatchObject({ kind: "few", days: 0 });
  expect(
    forecastOf(
      hourly(20, () => 100),
      0,
    ),
  ).toEqual({ kind: "steady" });
});

it("begins anew with a new battery", () => {
  const changed = (at: number) => (at < 20 ? 60 - 2 * at : 100 - 1 * (at - 20));
  const forecast = forecastOf(hourly(30, changed), 0);
  expect(forecast).toMatchObject({ kind: "falls", days: 91 });
});

it("knows a battery by its name and its unit", () => {
  expect(isBattery({ id: "battery-voltage", kind: "number", unit: "V" })).toBe(true);
  expect(isBattery({ id: "battery", kind: "number", unit: "mV" })).toBe(false);
  expect(isBattery({ id: "level", kind: "number", unit: "V" })).toBe(false);
  expect([emptyAt("V"), emptyAt("%")]).toEqual([2.2, 0]);
});
