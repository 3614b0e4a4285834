import { expect, test } from "vitest";
import { mergeDraft } from "./merge-draft.ts";

test("what was typed stays, what was left alone follows the other change", () => {
  const was = { place: "1号楼", note: "", areas: ["a"] };
  const mine = { ...was, note: "门锁坏了", areas: ["a"] };
  const is = { place: "2号楼", note: "已换锁", areas: ["a", "b"] };
  expect(mergeDraft(was, mine, is)).toEqual({ place: "2号楼", note: "门锁坏了", areas: ["a", "b"] });
});
