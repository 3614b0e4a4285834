/** DingTalk's signature against a worked example. */
import { expect, test } from "vitest";
import { dingtalkSign } from "./sign.ts";
import vector from "./sign-vector.json" with { type: "json" };

test("a timestamp and a secret give the signature of the worked example, in base64 and as it stands in a URL", () => {
  const sign = dingtalkSign(vector.secret, Number(vector.timestamp_ms));
  expect(sign).toBe(vector.sign_b64);
  expect(new URLSearchParams({ sign }).toString()).toBe(`sign=${vector.sign_urlencoded}`);
});
