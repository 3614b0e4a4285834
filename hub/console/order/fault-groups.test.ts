import { describe, expect, it } from "vitest";
import { faultView } from "../../../test/kit/console-samples.ts";
import { groupFaults } from "./fault-groups.ts";

const cut = (id: number, device: string, at: number) => ({
  fault: faultView({ id, device, at, code: "LINK_DOWN" }),
  presence: "present" as const,
});

describe("faults of one cause", () => {
  it("of several devices at nearly the same time are one line", () => {
    const groups = groupFaults([cut(1, "a", 1_000), cut(2, "b", 2_000), cut(3, "c", 3_000)]);
    expect(groups).toMatchObject([{ fault: { id: 3 }, devices: 3 }]);
  });

  it("stay apart when they are minutes apart or of another gateway", () => {
    const other = { fault: faultView({ id: 3, gateway: "gw-2", device: "c", at: 1_000, code: "LINK_DOWN" }) };
    const judged = [cut(1, "a", 1_000), cut(2, "b", 500_000), { ...other, presence: "present" as const }];
    expect(groupFaults(judged).map(({ devices }) => devices)).toEqual([1, 1, 1]);
  });

  it("that hold come before newer ones that are over", () => {
    const over = { fault: faultView({ id: 9, device: "z", at: 9_000 }), presence: "over" as const };
    expect(groupFaults([over, cut(1, "a", 1_000)]).map(({ fault }) => fault.id)).toEqual([1, 9]);
  });
});
