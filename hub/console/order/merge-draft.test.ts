import { expect, test } from "vitest";
import { mergeDraft } from "./merge-draft.ts";

test("a field that only one of the two has stays, unless the other took away what nobody touched", () => {
  const was: Record<string, string> = { place: "机房", until: "2026-01-01" };
  const is: Record<string, string> = { place: "机房", owner: "li" };
  expect(mergeDraft(was, { ...was, note: "换过电池" }, is)).toEqual({ place: "机房", owner: "li", note: "换过电池" });
});

test("what was typed stays, what was left alone follows the other change", () => {
  const was = { place: "1号楼", note: "", areas: ["a"] };
  const mine = { ...was, note: "门锁坏了", areas: ["a"] };
  const is = { place: "2号楼", note: "已换锁", areas: ["a", "b"] };
  expect(mergeDraft(was, mine, is)).toEqual({ place: "2号楼", note: "门锁坏了", areas: ["a", "b"] });
});
