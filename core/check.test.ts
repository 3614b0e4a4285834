/** A refusal names the field and says what it may be. */
import Type from "typebox";
import { expect, it } from "vitest";
import { check } from "./check.ts";

const Format = Type.Object({
  format: Type.Union([Type.Literal("csv"), Type.Literal("parquet")]),
  size: Type.Enum(["s", "m"]),
  count: Type.Integer({ minimum: 1 }),
});
const sound = { format: "csv", size: "s", count: 1 };

it("takes what is right", () => expect(check(Format, sound, "INPUT_INVALID")).toEqual(sound));

it.each([
  [{ format: "exe" }, '/format must be one of "csv", "parquet"'],
  [{ size: "xl" }, '/size must be one of "s", "m"'],
  [{ count: 0 }, "/count must be >= 1"],
])("refuses %o in one sentence", (more, sentence) =>
  expect(() => check(Format, { ...sound, ...more }, "INPUT_INVALID")).toThrow(`INPUT_INVALID: ${sentence}. `),
);

it("names three fields at most", () =>
  expect(() => check(Format, { format: 1, size: 1, count: "a" }, "INPUT_INVALID")).toThrow(
    /^INPUT_INVALID: [^;]+; [^;]+; [^;]+$/,
  ));
