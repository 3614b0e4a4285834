/** Sentences of the hub in the reader's words. */
import { expect, test } from "vitest";
import { detailIn } from "./platform-details.ts";

test.each([
  ["the mapping made wrong: must have required properties device", "映射给的结果缺少 device"],
  ["the mapping made /0/online wrong: must be boolean", "映射给的 /0/online 不对：must be boolean"],
  ['the mapping failed at character 47: Expected ":", got "cm"', '这里应该是 ":"，写的是 "cm"'],
  ["the mapping failed at character 15: Unknown operator", "写法不对：Unknown operator"],
  ['messageType "fooReport" is unknown', '不认得 messageType "fooReport"'],
  ['"lvl" is none of its points: level, battery', "“lvl”不是这个型号的名字，能用的是：level, battery"],
  ["level is in m and came in Cel", "level 的单位应该是 m，报来的是 Cel"],
  ["level is a number and came as string", "level 应该是数字，报来的是文字"],
  ["no SenML pack: not JSON (Unexpected token)", "不是 SenML 报文：报文不是 JSON"],
  [
    'no SenML pack: record 0: name "a/b" is not of cellar: write the point alone',
    "不是 SenML 报文：第 1 条 名字“a/b”不是设备 cellar 的，只写测点名",
  ],
  ["none of its properties is told: state, batt", "型号要的名字一个也没有，报来的是：state, batt"],
  ['the mapping failed at character 9: Expected "}" before end of expression', '没写完，还缺 "}"'],
  ["the token in the address is missing", "推送地址末尾没有口令"],
  ["the header X-Lilong-Token is wrong", "请求头 X-Lilong-Token 的值不对"],
  ["signature does not fit nonce and msg: compare the token", "签名对不上，核对两边的 Token 是不是同一个"],
  ["that of pit-3b1 is wrong, or was ended", "设备 pit-3b1 的凭证不对，或者已经停用"],
  ['"direct/pit" may publish to a/b only, not to c', "主题只能用 a/b，用的是 c"],
  ["something else", "something else"],
])("%s is said in Chinese where it can be", (detail, chinese) => {
  expect(detailIn("zh-CN", detail)).toBe(chinese);
  expect(detailIn("en", detail)).toBe(detail);
});
