/** Which notices of one case go together. */
import { expect, test } from "vitest";
import { bundle } from "./bundle.ts";

const row = (key: string, kind: "alert" | "ticket" | "digest", at = 0) => ({ key, at, body: { kind } });
const told = (rows: ReturnType<typeof row>[]) => {
  const { bundles, later } = bundle(rows);
  const words = (some: ReturnType<typeof row>[]) => some.map(({ key, body }) => `${key} ${body.kind}`).join(", ");
  return { bundles: bundles.map(words), later: words(later) };
};

test.each([
  ["an alert and who was sent", [row("t", "alert"), row("t", "ticket", 900)], ["t alert, t ticket"], ""],
  ["two cases stay apart", [row("t", "alert"), row("u", "ticket")], ["t alert", "u ticket"], ""],
  ["what came later goes later", [row("t", "alert"), row("t", "ticket", 60_000)], ["t alert"], "t ticket"],
  ["each rung is told by itself", [row("t", "alert"), row("t", "alert")], ["t alert"], "t alert"],
  ["nothing overtakes", [row("t", "alert"), row("t", "alert"), row("t", "ticket")], ["t alert"], "t alert, t ticket"],
] as const)("%s", (_what, rows, bundles, later) => {
  expect(told([...rows])).toEqual({ bundles, later });
});
