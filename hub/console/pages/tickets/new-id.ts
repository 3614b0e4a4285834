/** An id in the form of a ULID, made where the page has no `crypto.randomUUID`: over plain http. */
import { now } from "../../clock/clock.ts";

/** Crockford's base 32. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function newId(): string {
  let time = "";
  for (let ms = now(), i = 0; i < 10; i++, ms = Math.floor(ms / 32)) time = letters.charAt(ms % 32) + time;
  const rest = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => letters.charAt(byte % 32)).join("");
  return time + rest;
}
