/** Proofs that a webhook's sender knows the secret: a header, a signature of the body, or a password. */
import { createHmac } from "node:crypto";
import { Fault } from "../../../core/fault.ts";
import type { DoorRequest } from "../kit/door.ts";
import { checkSame, isSame } from "../kit/secret.ts";

export type Proof = "header" | "hmac" | "basic";
type Account = { header?: string; username?: string; secret: string };

/** Each throws `PUSH_REFUSED`. */
export const proofs: Record<Proof, (request: DoorRequest, account: Account) => void> = {
  header({ headers }, { header = "X-Lilong-Token", secret }) {
    checkSame(headers[header.toLowerCase()], secret, `the header ${header}`);
  },
  /** In hex or base64, `sha256=` before it or not. */
  hmac({ headers, body }, { header = "X-Signature", secret }) {
    const given = headers[header.toLowerCase()]?.trim().replace(/^sha256=/i, "") ?? "";
    if (given === "") throw new Fault("PUSH_REFUSED", `the header ${header} is missing`);
    const digest = createHmac("sha256", secret).update(body).digest();
    const isHex = isSame(given.toLowerCase(), digest.toString("hex"));
    const isBase64 = isSame(given, digest.toString("base64"));
    if (!isHex && !isBase64) throw new Fault("PUSH_REFUSED", `the signature in ${header} is wrong`);
  },
  basic({ headers }, { username = "lilong", secret }) {
    const [scheme = "", given] = (headers.authorization ?? "").split(" ");
    const known = Buffer.from(`${username}:${secret}`).toString("base64");
    checkSame(scheme.toLowerCase() === "basic" ? given : undefined, known, "name or password");
  },
};
