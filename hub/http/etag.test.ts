/** What makes another tag, and what does not. */
import { expect, test } from "vitest";
import { etagOf, holdFresh } from "./etag.ts";

const ticket = (state: string, leftMs: number) => ({ id: "t-1", state, leftMs, unit: "street" });

test("time that passes makes no other tag; a move does", () => {
  const seen = etagOf(JSON.stringify(ticket("dispatched", 7_200_000)));
  const headers = { "if-match": seen };
  expect(() => holdFresh({ headers }, ticket("dispatched", 7_199_000))).not.toThrow();
  expect(() => holdFresh({ headers }, ticket("dispatched", -5))).not.toThrow();
  expect(() => holdFresh({ headers }, ticket("accepted", 7_200_000))).toThrow(/^STALE/);
});
