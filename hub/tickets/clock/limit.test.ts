import { expect, test } from "vitest";
import { type Limit, limitFrom } from "./limit.ts";

test.each<[string, number, Limit]>([
  ["urgent_hour", 2, { basis: "urgent_hour", amount: 2 }],
  ["urgent_day", 2, { basis: "urgent_hour", amount: 48 }],
  ["work_hour", 4, { basis: "work_hour", amount: 4 }],
  ["work_day", 0.5, { basis: "work_day", amount: 0.5 }],
  ["calendar_day", 7, { basis: "calendar_day", amount: 7 }],
])("a class table's %s × %d is read", (type, value, limit) => {
  expect(limitFrom(type, value)).toEqual(limit);
});

test.each<[string, number, RegExp]>([
  ["", 1, /^INPUT_INVALID: limit_type "" must be one of urgent_hour, urgent_day, /],
  ["constructor", 1, /limit_type "constructor"/],
  ["work_day", 0, /\/amount/],
  ["work_day", -1, /\/amount/],
  ["urgent_hour", Number.NaN, /\/amount/],
  ["urgent_day", 1_000, /\/amount/],
])("%s × %d is refused", (type, value, message) => {
  expect(() => limitFrom(type, value)).toThrow(message);
});
