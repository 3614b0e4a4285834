/** Comparing what somebody sent with what only they can know, in a time that tells nothing. */
import { createHash, timingSafeEqual } from "node:crypto";
import { Fault } from "../../../core/fault.ts";

/** Hashes make the lengths alike. */
export function isSame(given: string, known: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(known));
}

/** Throws `PUSH_REFUSED` with `what` where it is missing or another. */
export function checkSame(given: string | undefined, known: string, what: string): void {
  if (given === undefined || given === "") throw new Fault("PUSH_REFUSED", `${what} is missing`);
  if (!isSame(given, known)) throw new Fault("PUSH_REFUSED", `${what} is wrong`);
}
