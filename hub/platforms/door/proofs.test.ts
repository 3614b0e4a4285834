/** Wrong proofs, one by one: each is refused with the reason, and nothing is stored. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { type PushSample, platformRig } from "../../../test/kit/platform-rig.ts";
import { signatureOf } from "../huawei-iotda/signature.ts";

const token = "a-token-of-the-proofs";
const now = 1_790_000_000_000;
const path = `/${token}`;
const body = '{"a":1}';

function iotda(more: Record<string, string> = {}, timestamp = String(now)): PushSample {
  const headers = { timestamp, nonce: "n", signature: signatureOf("signing", timestamp, "n"), ...more };
  return { path, headers };
}

const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");
const basic = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString("base64")}` } });
const bearing = { secrets: { token } };
const signing = { secrets: { token, signing: "signing" } };
const webhook = (proof: string) => ({ settings: { proof, mapping: "[]" }, secrets: { secret: token } });

test.each<[platform: string, what: string, connector: object, sent: PushSample, why: string]>([
  ["huawei-iotda", "no signature", signing, { path }, "header signature is missing"],
  [
    "huawei-iotda",
    "another token's signature",
    signing,
    iotda({ signature: signatureOf("other", String(now), "n") }),
    "header signature is wrong",
  ],
  ["huawei-iotda", "another nonce", signing, iotda({ nonce: "m" }), "header signature is wrong"],
  ["huawei-iotda", "another moment", signing, iotda({ timestamp: String(now + 1) }), "header signature is wrong"],
  ["huawei-iotda", "a moment of long ago", signing, iotda({}, String(now - 16 * 60_000)), "more than 15 minutes off"],
  ["huawei-iotda", "a moment that is none", signing, iotda({}, "soon"), "more than 15 minutes off"],
  ["huawei-iotda", "no token in the address", signing, { ...iotda(), path: "" }, "token in the address is missing"],
  ["chirpstack", "no header", bearing, { path: "?event=up" }, "is missing"],
  ["chirpstack", "another token", bearing, { headers: { "x-lilong-token": "x" } }, "is wrong"],
  ["chirpstack", "the token in the address", bearing, { path }, "is missing"],
  ["thingsboard", "no header", bearing, {}, "is missing"],
  ["thingsboard", "a token that is longer", bearing, { headers: { "x-lilong-token": `${token}x` } }, "is wrong"],
  ["thingsboard", "the token elsewhere", bearing, { headers: { authorization: `Bearer ${token}` } }, "is missing"],
  ["webhook", "no header", webhook("header"), {}, "is missing"],
  ["webhook", "another secret", webhook("header"), { headers: { "x-lilong-token": "x" } }, "is wrong"],
  ["webhook", "no signature", webhook("hmac"), {}, "is missing"],
  [
    "webhook",
    "a signature of another body",
    webhook("hmac"),
    { headers: { "x-signature": hmac(token, "{}") } },
    "is wrong",
  ],
  [
    "webhook",
    "a signature by another secret",
    webhook("hmac"),
    { headers: { "x-signature": hmac("x", body) } },
    "is wrong",
  ],
  [
    "webhook",
    "half a signature",
    webhook("hmac"),
    { headers: { "x-signature": hmac(token, body).slice(0, 32) } },
    "is wrong",
  ],
  ["webhook", "another password", webhook("basic"), basic("lilong:x"), "name or password is wrong"],
  ["webhook", "another name", webhook("basic"), basic(`x:${token}`), "name or password is wrong"],
  ["webhook", "another scheme", webhook("basic"), { headers: { authorization: `Bearer ${token}` } }, "is missing"],
])("%s: %s", async (platform, _, connector, sent, why) => {
  const rig = await platformRig({ platform, ...connector });
  const answer = await rig.push({ body, ...sent });
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
    401,
    { code: "PUSH_REFUSED", detail: expect.stringContaining(why) },
  ]);
  expect(await rig.pushes()).toEqual([]);
});
