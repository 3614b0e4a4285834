import { describe, expect, it } from "vitest";
import { ticketView } from "../../../test/kit/console-samples.ts";
import { type Draft, lacking, localText, longestSuspensionMs, requestOf } from "./move-request.ts";
import { fieldsOf } from "./moves.ts";

const now = Date.UTC(2026, 10, 27, 4, 0);
const hour = 3_600_000;
const check = (move: Parameters<typeof fieldsOf>[0], draft: Draft) => {
  const fields = fieldsOf(move, ticketView({ sensorInAlarm: false }));
  return { lacks: lacking(fields, draft, now), request: requestOf(move, fields, draft) };
};

describe("what was typed for a move", () => {
  it("names a unit, a person, or both, and never blanks", () => {
    expect(check("dispatch", { unit: " ", assignee: "" }).lacks).toEqual(["who"]);
    expect(check("dispatch", { unit: "municipal" })).toEqual({
      lacks: [],
      request: { move: "dispatch", unit: "municipal" },
    });
    expect(check("dispatch", { assignee: " 王师傅 ", reason: " " }).request).toEqual({
      move: "dispatch",
      assignee: "王师傅",
    });
  });

  it("gives more time as a number above nothing, and a reason", () => {
    for (const amount of ["", "0", "-1", "1001", "两天"])
      expect(check("extend", { amount, reason: "等配件" }).lacks, amount).toEqual(["amount"]);
    expect(check("extend", { amount: "1.5" }).lacks).toEqual(["reason"]);
    expect(check("extend", { amount: "1.5", reason: "等配件" }).request).toEqual({
      move: "extend",
      amount: 1.5,
      reason: "等配件",
    });
  });

  it("puts a case aside until a moment to come, at most 180 days away", () => {
    const until = (at: number) => check("suspend", { until: localText(at), reason: "等汛期过" });
    expect(until(now - hour).lacks).toEqual(["until"]);
    expect(until(now + longestSuspensionMs + hour).lacks).toEqual(["until"]);
    expect(check("suspend", { until: "soon", reason: "等" }).lacks).toEqual(["until"]);
    expect(until(now + hour)).toEqual({
      lacks: [],
      request: { move: "suspend", until: now + hour, reason: "等汛期过" },
    });
  });

  it("names the case it becomes part of", () => {
    expect(check("merge", { reason: "同一处" }).lacks).toEqual(["into"]);
    expect(check("merge", { into: "T2", reason: "同一处" }).request).toEqual({
      move: "merge",
      into: "T2",
      reason: "同一处",
    });
  });

  it("sends nothing that the move does not ask for", () => {
    expect(check("accept", { reason: "left over", unit: "street" }).request).toEqual({ move: "accept" });
  });
});
