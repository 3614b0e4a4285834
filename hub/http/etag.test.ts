/** What makes another tag, and what does not. */
import { expect, test } from "vitest";
import { etagOf, holdFresh } from "./etag.ts";

const ticket = (state: string, leftMs: number) => ({ id: "t-1", state, leftMs, unit: "street" });

const connector = (title: string, messages: number, why = "") => ({
  ...{ id: "ctwing-1", title, path: "/door/ctwing-1" },
  line: why === "" ? null : { isUp: false, since: messages, why },
  ...{ heardAt: messages, messages: { waiting: 0, taken: messages, unknown: 0, refused: 0 } },
  ...{ devices: messages, unknownDevices: 0 },
});

test("what comes to a connector makes no other tag, whatever its line says; a change of it does", () => {
  const headers = { "if-match": etagOf(JSON.stringify(connector("电信平台", 1))) };
  expect(() => holdFresh({ headers }, connector("电信平台", 2))).not.toThrow();
  expect(() => holdFresh({ headers }, connector("电信平台", 3, 'refused: "bad {name}" \\'))).not.toThrow();
  expect(() => holdFresh({ headers }, connector("电信物联", 1))).toThrow(/^STALE/);
});

test("time that passes makes no other tag; a move does", () => {
  const seen = etagOf(JSON.stringify(ticket("dispatched", 7_200_000)));
  const headers = { "if-match": seen };
  expect(() => holdFresh({ headers }, ticket("dispatched", 7_199_000))).not.toThrow();
  expect(() => holdFresh({ headers }, ticket("dispatched", -5))).not.toThrow();
  expect(() => holdFresh({ headers }, ticket("accepted", 7_200_000))).toThrow(/^STALE/);
});
