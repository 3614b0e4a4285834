/** Each task leads to the page where it is mended. */
import { expect, test } from "vitest";
import { isSaidByText, mendOf } from "./mend.ts";

test.each([
  ["ROSTER_HOLE", "street", "/settings/roster"],
  ["LEDGER_EXPIRES", "links/01J9Z3NDEKTSV4RRFFQ69G5FAV", "/ledger/book/links?entry=01J9Z3NDEKTSV4RRFFQ69G5FAV"],
  ["TICKET_RETURNED", "01J9Z3NDEKTSV4RRFFQ69G5FAV", "/tickets/01J9Z3NDEKTSV4RRFFQ69G5FAV"],
  ["DEVICES_TO_ADOPT", "ctwing-1", "/platforms/ctwing-1?tab=devices"],
  ["CONNECTOR_PAUSED", "ctwing-1", "/platforms/ctwing-1"],
  ["CLOSED_IN_ALARM", `hub-${"0a".repeat(20)}`, `/tickets/hub-${"0a".repeat(20)}`],
  ["POINT_STUCK", "gw-1/pit 1", "/devices/gw-1/pit%201"],
])("%s of %s", (kind, subject, href) => {
  expect(mendOf({ kind, subject })?.href).toBe(href);
});

test("what has no page has no link", () => {
  expect(mendOf({ kind: "SOMETHING_NEW", subject: "hub" })).toBeNull();
});

test("the code of a subject stays away where the text says it in words", () => {
  const about = ["COVERAGE_GAP", "ROSTER_HOLE", "POINT_STUCK", "CALLBACK_REFUSED"];
  expect(about.map((kind) => isSaidByText({ kind }))).toEqual([true, true, false, false]);
});
