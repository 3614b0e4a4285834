/** Whatever code the page can show has words in both languages; a wrong field is named, and why; no machine's English in Chinese. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faults } from "../../core/fault.ts";
import { isTest, readSources } from "../../test/architecture/imports.ts";
import { faultBadge, faultText, faultWords } from "./client/fault-text.ts";

/** What the agent can throw, report or pass on from the field; and what the hub may answer an enrolment. */
const sources = readSources().filter(
  (source) => /^(agent|drivers|core)\//.test(source.path) && !isTest(source) && source.path !== "core/fault.ts",
);
const fromHub = ["ENROLMENT_REFUSED", "ENROLMENT_OVER", "HUB_FAILED", "INPUT_INVALID", "CERTIFICATE_REFUSED"];
const shown = Object.keys(faults).filter(
  (code) => fromHub.includes(code) || sources.some(({ text }) => text.includes(`"${code}"`)),
);

it("knows where the codes come from", () => {
  expect(shown.length).toBeGreaterThan(40);
  expect(shown).toContain("FIELD_KEY_WRONG");
});

describe.each(shown)("%s", (code) => {
  it("has words and a cure in Chinese and in English", () => {
    const { zh = [], en = [] } = faultWords[code] ?? {};
    expect([zh.length, en.length]).toEqual([2, 2]);
    for (const text of zh) expect(text).toMatch(/[\u4e00-\u9fff]/);
    for (const text of en) expect(text).not.toMatch(/[\u4e00-\u9fff]/);
    expect(zh[1]).toMatch(/。$/);
    expect(faultBadge("zh", code)).not.toBe(code);
  });
});

it("has words for no code that does not exist, but for the lost line", () => {
  expect(Object.keys(faultWords).filter((code) => !Object.hasOwn(faults, code))).toEqual(["LOST"]);
});

it.each([
  ["INPUT_INVALID", "/name must be 1 to 64 characters", "没办成：姓名：没有填，或者超过 64 个字。"],
  ["INPUT_INVALID", "/title must be 1 to 200 characters", "没办成：名称：没有填，或者超过 200 个字。"],
  ["INPUT_INVALID", "/text must be 1 to 2000 characters", "没办成：内容：没有填，或者超过 2000 个字。"],
  ["INPUT_INVALID", "/reason must be 1 to 200 characters", "没办成：原因：没有填，或者超过 200 个字。"],
  ["INPUT_INVALID", "/signature must be signed with a finger", "没办成：安装人签名：还没有签，用手指在框里写名字。"],
  ["INPUT_INVALID", '/hub "10.0.0.7:8080" is not http://host:port', "没办成：平台地址：要写成 http://地址:端口。"],
  ["INPUT_INVALID", "/pin must be 4 to 8 digits", "没办成：密码：要 4 到 8 位数字。"],
  [
    "INPUT_INVALID",
    "/link must be a line such as serial:/dev/ttyUSB0, tcp:10.0.0.7:502 or ble",
    "没办成：从哪里找：要写成 serial:/dev/ttyUSB0、tcp:地址:端口 或 ble。",
  ],
  [
    "SETTING_INVALID",
    '--link "usb" is none of serial:/dev/ttyUSB0[,9600]',
    "没办成：要写成 serial:/dev/ttyUSB0、tcp:地址:端口 或 ble。",
  ],
  [
    "SETTING_INVALID",
    '/devices/1/settings/key must match pattern "^[0-9a-f]{32}$"',
    "没办成：密钥：要 32 位，只有数字和 a–f。",
  ],
  ["SETTING_INVALID", "/devices/1/settings/unit must be <= 247", "没办成：地址：数值太大或太小。"],
  ["SETTING_INVALID", "/port must be <= 65535", "没办成：端口：数值太大或太小。"],
  [
    "SETTING_INVALID",
    "/devices/0/settings: pin D2 on link is already that of x",
    "没办成：传感器的设置：已经被别的传感器用了。",
  ],
  ["INPUT_INVALID", "/devices x lacks its proof", "没办成：传感器：还有没做报警测试的。"],
  ["ENROLMENT_REFUSED", "a code has 16 letters and digits", "注册码不对：要 16 位字母和数字。"],
  ["ENROLMENT_REFUSED", "the code is wrong", "注册码不对。和平台上显示的逐个字对一遍，共 16 位；错十次就要换新码。"],
  [
    "HUB_UNREACHABLE",
    "http://127.0.0.1:9 (connect ECONNREFUSED 127.0.0.1:9)",
    "连不上平台。查平台地址、网线和平台有没有开；记录都存在网关里，连上会补传。",
  ],
  ["LINK_DOWN", "connect ECONNREFUSED 127.0.0.1:9", "没办成：对方拒绝连接：查转换器的地址和端口。"],
  [
    "LINK_DOWN",
    "Error: No such file or directory, cannot open /dev/ttyUSB9",
    "没办成：没有这个串口：插紧适配器，从列表里重新选。",
  ],
  [
    "LINK_DOWN",
    "bluetooth hci0: the process ended",
    "没办成：没有蓝牙适配器，或者被关掉了：插上 USB 蓝牙，再做一次网关体检。",
  ],
  ["PAGES_FULL", "200 pages are open", "打开这个网页的手机太多。关掉几个，或等半分钟再开。"],
  ["SIGN_IN_REFUSED", "the PIN is wrong; 4 tries left", "密码不对，还能试 4 次。忘了请找站长重置。"],
  ["SIGN_IN_LOCKED", "too many wrong PINs; 15 minutes left", "密码错了太多次，15 分钟后再试。忘了请找站长重置。"],
  ["SIGN_IN_REFUSED", '"王阿姨" is no technician', "只有技术员能做这一步。请用技术员的姓名登录。"],
  ["SOMETHING_NEWER", "machine talk", "没办成（SOMETHING_NEWER）。再试一次；还不行请告诉维护人员。"],
])("%s, %s", (code, detail, sentence) => {
  expect(faultText("zh", code, detail)).toBe(sentence);
  expect(faultText("en", code, detail)).not.toMatch(/[\u4e00-\u9fff]/);
});

it("says in Chinese nothing of what a machine said in English", () => {
  for (const code of shown) {
    const said = faultText("zh", code, "connect machine talk must match schema");
    expect(said, code).not.toMatch(/machine|schema|match/);
  }
});

it("is all in one place: no other file of the page speaks of codes by a sentence of its own", () => {
  const words = readFileSync(join(import.meta.dirname, "client", "words.ts"), "utf8");
  expect(words.match(/[A-Z]+_[A-Z_]+:/g) ?? []).toEqual([]);
});
