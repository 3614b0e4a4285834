/** How a connector is told. */
import { expect, test } from "vitest";
import { conditionOf, lackOf } from "./condition.ts";

const fine = { state: "on" as const, lacks: [], line: null, heardAt: 90, quietAfterMs: 60, at: 0 };

test.each([
  ["on", fine, "on"],
  ["paused, whatever else", { ...fine, state: "paused" as const, lacks: ["x"] }, "paused"],
  ["lacking before its line is looked at", { ...fine, lacks: ["/secrets x"] }, "lacking"],
  ["down", { ...fine, line: { isUp: false, since: 1, why: "refused" } }, "down"],
  ["silent", { ...fine, heardAt: 30 }, "silent"],
  ["new, and silent when too long", { ...fine, heardAt: null, at: 90 }, "new"],
  ["never heard and silent by now", { ...fine, heardAt: null }, "silent"],
])("it is %s", (_, view, condition) => {
  expect(conditionOf(view, 100)).toBe(condition);
});

test("what is lacking is named by its field", () => {
  expect(lackOf("/secrets must have required properties token")).toEqual({ field: "token", why: "" });
  expect(lackOf("/settings/amqp/host must not have fewer than 1 characters")).toEqual({
    ...{ field: "amqp/host", why: "must not have fewer than 1 characters" },
  });
});
