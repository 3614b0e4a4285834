/** What the sign-in page takes from its address. */
import { expect, test } from "vitest";
import { refusalIn } from "./refusal.ts";

test("a code that is known, and none of the words beside it", () => {
  const refusal = refusalIn("?refused=OIDC_REFUSED&detail=Your%20account%20is%20locked%2C%20call%20138-0000-0000");
  expect(refusal?.problem).toEqual({ code: "OIDC_REFUSED", detail: "", cure: "", request: "" });
  expect(JSON.stringify(refusal) + refusal?.message).not.toContain("138");
});

test.each(["", "?refused=Call%20138-0000-0000", "?refused=", "?detail=x"])("nothing from %j", (search) => {
  expect(refusalIn(search)).toBeNull();
});
