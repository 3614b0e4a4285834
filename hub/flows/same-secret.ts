/** Compares a secret with what somebody gave, in a time that tells nothing. */
import { createHash, timingSafeEqual } from "node:crypto";

export function isSameSecret(given: string, secret: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
