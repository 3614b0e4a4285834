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
  [
    "INPUT_INVALID",
    '/id must match pattern "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"',
    "设备编号只能用英文字母、数字和 . _ -，第一个是字母或数字，最多 64 个",
  ],
  [
    "INPUT_INVALID",
    "/device pit-3 has a credential already: replace that one, or choose another name",
    "编号 pit-3 已经有设备在用；凭证丢了到“凭证”页换，新设备另起编号",
  ],
])("%s: %s", (code, detail, zh) => {
  expect(faultDetail({ code, detail }, "zh-CN")).toBe(zh);
});

test("an English reader gets the English half, and the rest as it is", () => {
  const of = (detail: string) => faultDetail({ code: "SHEET_REFUSED", detail }, "en");
  expect(of("这不是 XLSX 文件。 This is no XLSX file.")).toBe("This is no XLSX file.");
  expect(of("no sheet")).toBe("no sheet");
});
