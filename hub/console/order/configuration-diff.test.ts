import { expect, it } from "vitest";
import type { DesiredView } from "../../http/views.ts";
import { differencesOf, failedTrial, trialOf, wishDifferences } from "./configuration-diff.ts";
import { faultSpans, wellShare } from "./fault-spans.ts";

it("names each field that is not as wished, by the ids of what it lies in", () => {
  const wished = {
    links: [
      { id: "bus-a", baud: 9600 },
      { id: "bus-b", baud: 4800 },
    ],
    night: { from: "22:00" },
  };
  const reported = {
    links: [
      { id: "bus-b", baud: 9600 },
      { id: "bus-a", baud: 9600 },
    ],
    devices: [],
  };
  expect(differencesOf(wished, reported)).toEqual([
    { path: "/links/bus-b/baud", wished: 4800, reported: 9600 },
    { path: "/night", wished: { from: "22:00" }, reported: undefined },
    { path: "/devices", wished: undefined, reported: [] },
  ]);
  expect(differencesOf({ a: [1, 2] }, { a: [1, 2] })).toEqual([]);
});

it("compares only what the wish speaks of", () => {
  const view = {
    desired: { hash: "h", devices: [], settings: { links: [], devices: [] } },
    reported: { hash: "h", state: "applied", settings: { links: [{ id: "x" }], devices: [], outputs: [1] } },
  } as unknown as DesiredView;
  expect(wishDifferences(view)).toEqual([{ path: "/links/x", wished: undefined, reported: { id: "x" } }]);
  expect(wishDifferences({})).toEqual([]);
});

it("says where the wish stands", () => {
  const desired = { hash: "new", devices: [] };
  expect(trialOf({})).toBe("none");
  expect(trialOf({ desired, reported: { hash: "old", state: "applied" } })).toBe("waiting");
  expect(trialOf({ desired, reported: { hash: "new", state: "trying" } })).toBe("trying");
});

it("makes spans of what the fault point said", () => {
  const spans = faultSpans([
    [0, "FIELD_SILENT", 0],
    [10, "FIELD_SILENT", 0],
    [20, "", 0],
    [50, "VALUE_RANGE", 0],
  ]);
  expect(spans).toEqual([
    { code: "VALUE_RANGE", from: 50, to: null },
    { code: "FIELD_SILENT", from: 0, to: 20 },
  ]);
  expect(wellShare(spans, 0, 100)).toBeCloseTo(0.3);
});

it("reads from the agent's words why a trial failed", () => {
  const cure = ". Correct the configuration and send it again; what worked before runs on the gateway.";
  const told = (why: string) => failedTrial(`CONFIGURATION_REVERTED: ${why}${cure}`);
  expect(told("pit-1, smoke-2 no longer answer")).toEqual({ silent: ["pit-1", "smoke-2"], isCut: false });
  expect(told("pit-1 no longer answer, and the hub is no longer reached")).toEqual({ silent: ["pit-1"], isCut: true });
  expect(told("the hub is no longer reached")).toEqual({ silent: [], isCut: true });
  expect(told("the gateway was restarted while it was tried")).toBeNull();
});
