/** How IoTDA signs what it pushes: a hash over its token, the moment and a random word, in three headers. */
import { createHash } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DoorRequest } from "../kit/door.ts";
import { checkSame } from "../kit/secret.ts";

/** As far as clocks and a slow way may be apart. */
const mostApartMs = 15 * 60_000;

/** SHA-256 in hex over the three in the order of their characters, with nothing between them. */
export function signatureOf(token: string, timestamp: string, nonce: string): string {
  return createHash("sha256").update([token, timestamp, nonce].sort().join("")).digest("hex");
}

/**
 * Throws `PUSH_REFUSED`. The body is not signed: so that nobody uses the headers of a message they saw for another one
 * later, its moment has to be near.
 */
export function checkSignature({ headers }: Pick<DoorRequest, "headers">, token: string, now: number): void {
  const { timestamp = "", nonce = "", signature } = headers;
  checkSame(signature?.toLowerCase(), signatureOf(token, timestamp, nonce), "the header signature");
  const number = Number(timestamp);
  const moment = number < 1e11 ? number * 1000 : number;
  if (!(Math.abs(now - moment) <= mostApartMs))
    throw new Fault("PUSH_REFUSED", `the header timestamp "${timestamp}" is more than 15 minutes off`);
}
