/** The life of a device, as its table says. */
import { expect, test } from "vitest";
import { isLifeSafety, lifeAfter, lifeMoves, lives, meaning, needsReason, possibleMoves } from "./life.ts";

test("from the announcement to retirement, and back", () => {
  expect(lifeAfter("announced", "approve")).toBe("approved");
  expect(lifeAfter("approved", "commission")).toBe("in-service");
  expect(lifeAfter("in-service", "maintain")).toBe("maintenance");
  expect(lifeAfter("maintenance", "resume")).toBe("in-service");
  expect(lifeAfter("maintenance", "retire")).toBe("retired");
  expect(lifeAfter("retired", "return")).toBe("in-service");
});

test("what is retired is not maintained, and what is in service is not approved again", () => {
  expect(possibleMoves("retired")).toEqual(["return"]);
  expect(lifeAfter("in-service", "approve")).toBeNull();
  expect(lifeAfter("announced", "maintain")).toBeNull();
});

test("what was adopted by mistake waits again to be looked at", () => {
  expect(lifeAfter("in-service", "unadopt")).toBe("announced");
  expect(lifeAfter("maintenance", "unadopt")).toBeNull();
});

test("every state can be left, and every state but the first can be reached", () => {
  for (const life of lives) expect(possibleMoves(life).length).toBeGreaterThan(0);
  const reached = new Set(lives.flatMap((life) => lifeMoves.map((move) => lifeAfter(life, move))));
  for (const life of lives.slice(1)) expect(reached).toContain(life);
});

test("what takes a device out of its watch needs a reason", () => {
  expect(lifeMoves.filter(needsReason)).toEqual(["maintain", "retire", "return"]);
});

test("nothing but maintenance and retirement holds a ticket back, and never one of life safety", () => {
  expect(lives.filter((life) => !meaning[life].dispatched)).toEqual(["maintenance", "retired"]);
  expect(isLifeSafety({ severity: 2, measures: "level" })).toBe(false);
  expect(isLifeSafety({ severity: 1, measures: undefined })).toBe(true);
  expect(isLifeSafety({ severity: 3, measures: "smoke" })).toBe(true);
});
