/** What a clerk reads of the hub's own sentence. */
import { expect, test } from "vitest";
import { faultDetail } from "./fault-detail.ts";

test.each([
  [
    "RIGHT_MISSING",
    'lin (read-only) has not the right "posture"; an administrator can give it',
    "缺“切换平急”这一项。",
  ],
  ["RIGHT_MISSING", "a token does not touch accounts; sign in for that", ""],
  ["SHEET_REFUSED", "这不是 XLSX 文件。 This is no XLSX file.", "这不是 XLSX 文件。"],
  ["INPUT_INVALID", "/name is too long", "/name is too long"],
])("%s: %s", (code, detail, zh) => {
  expect(faultDetail({ code, detail }, "zh-CN")).toBe(zh);
});

test("an English reader gets the English half, and the rest as it is", () => {
  const of = (detail: string) => faultDetail({ code: "SHEET_REFUSED", detail }, "en");
  expect(of("这不是 XLSX 文件。 This is no XLSX file.")).toBe("This is no XLSX file.");
  expect(of("no sheet")).toBe("no sheet");
});
