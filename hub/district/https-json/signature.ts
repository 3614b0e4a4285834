/** Signs a request and checks one: Ed25519 over method, path, time, nonce and the SHA-256 of the body. */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign, timingSafeEqual, verify } from "node:crypto";
import { Fault } from "../../../core/fault.ts";

/** A request is believed so long before and after its time; its nonce is remembered as long. */
export const windowMs = 5 * 60_000;

export type Signed = {
  method: string;
  /** With the query, as it stands in the request line. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Uint8Array;
};

/** The headers that go with the request. */
export function signatureOf(request: Omit<Signed, "headers">, key: KeyObject, now: number): Record<string, string> {
  const time = String(now);
  const nonce = randomBytes(16).toString("hex");
  const digest = digestOf(request.body).toString("hex");
  const text = textOf(request, time, nonce, digest);
  return {
    "x-lilong-time": time,
    "x-lilong-nonce": nonce,
    "x-lilong-digest": digest,
    "x-lilong-signature": sign(null, Buffer.from(text), key).toString("base64url"),
  };
}

/** Returns the nonce, which the caller has to hear for the first time. Throws `DISTRICT_REFUSED` saying what is wrong. */
export function checkSignature(request: Signed, publicKey: string, now: number): string {
  const [time, nonce, digest, signature] = names.map((name) => headerOf(request, name));
  if (!/^[0-9]{1,15}$/.test(time as string) || Math.abs(now - Number(time)) > windowMs)
    throw refused(`its time ${time} is more than five minutes from ${now} here`);
  if (!/^[0-9a-f]{32}$/.test(nonce as string)) throw refused("x-lilong-nonce is not 32 digits of hex");
  const given = Buffer.from(digest as string, "hex");
  const own = digestOf(request.body);
  if (given.length !== own.length || !timingSafeEqual(given, own)) throw refused("the body is not what was signed");
  const text = Buffer.from(textOf(request, time as string, nonce as string, digest as string));
  if (!isSignedBy(text, publicKey, signature as string)) throw refused("the signature is not that of the card's key");
  return nonce as string;
}

const names = ["x-lilong-time", "x-lilong-nonce", "x-lilong-digest", "x-lilong-signature"] as const;

function headerOf({ headers }: Signed, name: string): string {
  const value = headers[name];
  if (typeof value !== "string") throw refused(`${name} is missing`);
  return value;
}

function isSignedBy(text: Buffer, publicKey: string, signature: string): boolean {
  const key = createPublicKey(publicKey);
  return key.asymmetricKeyType === "ed25519" && verify(null, text, key, Buffer.from(signature, "base64url"));
}

/** The first line keeps a signature from standing for anything else the key may ever sign. */
function textOf({ method, path }: Pick<Signed, "method" | "path">, time: string, nonce: string, digest: string) {
  return ["lilong-district-1", method.toUpperCase(), path, time, nonce, digest].join("\n");
}

function digestOf(body: Uint8Array): Buffer {
  return createHash("sha256").update(body).digest();
}

function refused(why: string): Fault {
  return new Fault("DISTRICT_REFUSED", why);
}
