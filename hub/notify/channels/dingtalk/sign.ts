/** The signature (加签) that a DingTalk robot asks for. */
import { createHmac } from "node:crypto";

/** Base64 of HMAC-SHA256 over `timestamp\nsecret` with the secret as key; good for an hour. `now` in ms since 1970. */
export function dingtalkSign(secret: string, now: number): string {
  return createHmac("sha256", secret).update(`${now}\n${secret}`).digest("base64");
}
