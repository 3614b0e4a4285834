/** An authority of one's own, for a server whose certificate no public one signed. */
import { X509Certificate } from "node:crypto";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";

/** Part of a platform's settings. */
export const authoritySetting = Type.Optional(
  Type.String({
    maxLength: 65_536,
    pattern: "-----BEGIN CERTIFICATE-----",
    description:
      "PEM of the authority that signed the server's certificate, where it is one's own; public authorities unless given",
  }),
);

const blocks = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Throws `INPUT_INVALID` naming the field for what no server could be known by. */
export function checkAuthority(ca: string | undefined, isTls: boolean, field = "/settings/ca"): void {
  if (ca === undefined) return;
  if (!isTls) throw new Fault("INPUT_INVALID", `${field} is of no use: the address is not encrypted`);
  for (const block of ca.match(blocks) ?? [ca])
    try {
      new X509Certificate(block);
    } catch (cause) {
      throw new Fault("INPUT_INVALID", `${field} is no certificate in PEM: paste the whole file`, { cause });
    }
}
