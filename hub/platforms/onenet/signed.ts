/** What OneNET signs: `base64(md5(token + nonce + msg))`, over the msg as it came. */
import { createHash } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import { isObject, type Json } from "../kit/json.ts";
import { isSame } from "../kit/secret.ts";
import { rawValue } from "./raw-value.ts";

export function signatureOf(token: string, nonce: string, msg: string): string {
  return createHash("md5")
    .update(token + nonce + msg)
    .digest("base64");
}

/** On its way a `+` may have become a blank, for blanks are no base64. Throws `PUSH_REFUSED`. */
export function checkSignature(given: unknown, token: string, nonce: unknown, texts: readonly string[]): void {
  if (typeof given !== "string" || given === "") throw new Fault("PUSH_REFUSED", "signature is missing");
  if (typeof nonce !== "string") throw new Fault("PUSH_REFUSED", "nonce is missing");
  const signature = given.replaceAll(" ", "+");
  const fits = texts.map((text) => isSame(signature, signatureOf(token, nonce, text)));
  if (!fits.includes(true)) throw new Fault("PUSH_REFUSED", "signature does not fit nonce and msg: compare the token");
}

/** The legacy platform has other names for the same things. */
export type Body = { signature: unknown; nonce: unknown; msg: unknown; isLegacy: boolean };

export function bodyOf(body: Json): Body {
  const isLegacy = body.msg_signature !== undefined;
  const signature = isLegacy ? body.msg_signature : body.signature;
  return { signature, nonce: body.nonce, msg: body.enc_msg ?? body.msg, isLegacy };
}

/** The texts that may have been signed: the msg itself, or as it stood in the body and as the platform's library writes it anew. */
export function signedTexts(msg: unknown, whole: string): string[] {
  if (typeof msg === "string") return [msg];
  if (!isObject(msg) && !Array.isArray(msg)) return [];
  const written = JSON.stringify(msg);
  const raw = rawValue(whole, "msg");
  return raw !== null && isAlike(raw, written) ? [raw, written] : [written];
}

/** A name that stands there twice must not be signed once and read another time. */
function isAlike(raw: string, written: string): boolean {
  try {
    return JSON.stringify(JSON.parse(raw)) === written;
  } catch {
    return false;
  }
}
