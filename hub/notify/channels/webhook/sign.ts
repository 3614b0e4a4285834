/** The signature on what a webhook gets: who has the secret can tell that it is ours, whole and fresh. */
import { createHmac } from "node:crypto";

/** `v1=` and the hex HMAC-SHA256 of `timestamp.body`; `now` in ms since 1970. */
export function webhookSign(secret: string, now: number, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${now}.${body}`).digest("hex")}`;
}
