/** Codes that open something once: eighty random bits, written so that they can be read out over a telephone. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** [Crockford base32] No I, L, O or U: they are read for something else. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `8KQ2-M7XD-04VN-RT6H` */
export function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => letters[byte & 31]).join("");
  return (text.match(/.{4}/g) ?? []).join("-");
}

/** However it was typed: small letters, without dashes, O for 0. */
export function codeHash(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest("hex");
}

/** Compares in constant time. */
export function isCode(code: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(codeHash(code)), Buffer.from(hash.padEnd(64).slice(0, 64)));
}
