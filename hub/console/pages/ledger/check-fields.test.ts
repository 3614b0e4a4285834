/** What is typed is checked before it is sent, and sent as what it is. */
import { expect, test } from "vitest";
import { fieldsOf, wrongIn } from "./check-fields.ts";

const title = { zh: "栏", en: "Column" };
const columns = [
  { id: "name", title, type: "text" as const, required: true },
  { id: "ends", title, type: "date" as const },
  { id: "speed", title, type: "number" as const },
];

test.each([
  [{ name: " " }, { name: "mustFill" }],
  [{ name: "专线", ends: "2026-02-30" }, { ends: "notDate" }],
  [{ name: "专线", ends: "下个月" }, { ends: "notDate" }],
  [{ name: "专线", speed: "快" }, { speed: "notNumber" }],
  [{ name: "专线", ends: "2028-02-29", speed: "100" }, {}],
])("%o", (typed, wrong) => {
  expect(wrongIn(columns, typed as unknown as Record<string, string>)).toEqual(wrong);
});

test("numbers are sent as numbers, and nothing for what is empty", () => {
  expect(fieldsOf(columns, { name: " 专线 ", speed: "100", ends: "" })).toEqual({ name: "专线", speed: 100 });
});
