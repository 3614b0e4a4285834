/** Which of the secrets that were just set are shown to be entered on the platform's page. */
import { expect, test } from "vitest";
import { toPaste } from "./lately.ts";

test("what was copied from the platform's page is not offered to be pasted there", () => {
  expect(toPaste({ token: "t", appKey: "k", appSecret: "s", masterKeys: "p m", aesKey: "a" })).toEqual({ token: "t" });
  expect(toPaste({ secret: "s" })).toEqual({ secret: "s" });
});
