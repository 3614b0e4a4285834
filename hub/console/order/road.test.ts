import { describe, expect, it } from "vitest";
import { ticketStates } from "../../tickets/moves.ts";
import { onRoad, roadSteps } from "./road.ts";

describe("the road of a case", () => {
  it.each([
    ["reported", "admit"],
    ["admitted", "register"],
    ["registered", "dispatch"],
    ["dispatched", "handle"],
    ["handling", "handle"],
    ["submitted", "review"],
    ["reviewed", "close"],
    ["closed", "feedback"],
    ["fedback", "archive"],
    ["archived", undefined],
  ] as const)("goes on from %s with %s", (state, step) => {
    expect(roadSteps[onRoad({ state })?.behind ?? -1]).toBe(step);
  });

  it("names what goes on beside it, at the step it interrupts", () => {
    expect(onRoad({ state: "verifying" })).toEqual({ behind: 1, aside: "verifying" });
    expect(onRoad({ state: "checking" })).toEqual({ behind: 4, aside: "checking" });
    expect(onRoad({ state: "suspended", assignee: "王师傅" })).toEqual({ behind: 3, aside: "suspended" });
    expect(onRoad({ state: "suspended" })).toEqual({ behind: 2, aside: "suspended" });
  });

  it("is left only by what was voided", () => {
    expect(ticketStates.filter((state) => onRoad({ state }) === null)).toEqual(["voided"]);
  });
});
