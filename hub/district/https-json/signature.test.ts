/** A request is believed when it is signed by the card's key, in its time, as it was sent; checked against OpenSSL. */
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkSignature, type Signed, signatureOf, windowMs } from "./signature.ts";

/** [RFC 8032 §7.1 TEST 1] as PKCS#8 and SPKI. */
const privateKey = createPrivateKey(
  "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n",
);
const publicKey =
  "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";

const now = 1_795_737_600_000;
const body = Buffer.from('{"lines":[]}');

/** Made with `openssl pkeyutl -sign -rawin` (OpenSSL 3.0.19) over the six lines, the digest with `openssl dgst -sha256`. */
const byOpenssl: Signed = {
  ...{ method: "POST", path: "/v1/cases/lines", body },
  headers: {
    "x-lilong-time": String(now),
    "x-lilong-nonce": "000102030405060708090a0b0c0d0e0f",
    "x-lilong-digest": "2ffd967f41ac1c7ee43c558109ecb4e86721fff4025f22c2a70aff5fcd0a3e32",
    "x-lilong-signature": "bhIaLVUJ1lfMKnQ_e02zyPYGJkqYYGlJbO51jVuWUOZNjt1MbzeTxdCWfy9hB7ncPvGI3vjQdHNZ59pAnDaZBQ",
  },
};

test("what OpenSSL signed is believed, and names its nonce", () => {
  expect(checkSignature(byOpenssl, publicKey, now)).toBe("000102030405060708090a0b0c0d0e0f");
  expect(checkSignature(byOpenssl, publicKey, now + windowMs)).toBeTruthy();
});

test("what we sign is believed by the other side, each time with a nonce of its own", () => {
  const request = { method: "put", path: "/v1/x?type=image%2Fpng", body };
  const headers = [1, 2].map(() => signatureOf(request, privateKey, now));
  const nonces = headers.map((one) => checkSignature({ ...request, headers: one }, publicKey, now));
  expect(new Set(nonces).size).toBe(2);
});

const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .publicKey.export({ type: "spki", format: "pem" })
  .toString();
const withHeader = (name: string, value: string | undefined) => ({ headers: { ...byOpenssl.headers, [name]: value } });

test.each<[string, Partial<Signed>, string, number, RegExp]>([
  ["another body", { body: Buffer.from('{"lines":[1]}') }, publicKey, now, /body is not what was signed/],
  ["another path", { path: "/v1/cases/lines?x" }, publicKey, now, /signature is not/],
  ["another method", { method: "PUT" }, publicKey, now, /signature is not/],
  ["another key", {}, other, now, /signature is not/],
  ["a key of another kind", {}, rsa, now, /signature is not/],
  ["another nonce", withHeader("x-lilong-nonce", "f".repeat(32)), publicKey, now, /signature is not/],
  ["a nonce that is none", withHeader("x-lilong-nonce", "x"), publicKey, now, /32 digits/],
  ["another time", withHeader("x-lilong-time", String(now + 1)), publicKey, now, /signature is not/],
  ["a time that is none", withHeader("x-lilong-time", "1e12"), publicKey, now, /five minutes/],
  ["a short digest", withHeader("x-lilong-digest", "2ffd"), publicKey, now, /body is not/],
  ["no signature", withHeader("x-lilong-signature", undefined), publicKey, now, /x-lilong-signature is missing/],
  ["a signature that is none", withHeader("x-lilong-signature", "!"), publicKey, now, /signature is not/],
  ["too late", {}, publicKey, now + windowMs + 1, /five minutes/],
  ["too early", {}, publicKey, now - windowMs - 1, /five minutes/],
])("%s is refused", (_what, more, key, at, why) => {
  expect(() => checkSignature({ ...byOpenssl, ...more }, key, at)).toThrow(why);
});
