/** Values by the device's own points: units as people write them, and what the field sends in place of none. */
import { expect, test } from "vitest";
import type { Device } from "../../../core/device.ts";
import { outputsOfValues } from "./values.ts";

const title = { zh: "水温", en: "Water" };
const deviceIn = (unit: string): Device => ({
  ...{ id: "roof-1" as never, model: "lilong-own", title, place: "东昌小区 1 号楼", rules: [] },
  points: [{ id: "temperature" as never, title, kind: "number", unit }],
});
const say = (value: unknown, unit: string | undefined, own = "Cel") =>
  outputsOfValues(
    [{ point: "temperature", value, ...(unit === undefined ? {} : { unit }) }] as never,
    deviceIn(own),
    0,
  );

test.each(["℃", "Cel", "°C", "C", "degC"])("%s is one unit with Cel, in the message and in what people set", (unit) => {
  expect(say(21, unit)).toMatchObject([{ reading: { value: 21 } }]);
  expect(say(21, "Cel", unit)).toMatchObject([{ reading: { value: 21 } }]);
  expect(say(21, unit, "℃")).toMatchObject([{ reading: { value: 21 } }]);
});

test("another unit is refused in the words that came", () => {
  const detail = "temperature is in ℃ and came in m";
  expect(say(21, "m", "℃")).toEqual([{ fault: { code: "FIELD_OUT_OF_RANGE", detail } }]);
});

test("an empty text is no value, and no fault", () => {
  expect(say("", "Cel")).toEqual([]);
});
