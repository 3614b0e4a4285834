/** An authority of one's own, for a server whose certificate no public one signed. */
import { X509Certificate } from "node:crypto";
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";

/** Part of a platform's settings; what is in it is examined (`checkAuthority`), for a pattern says nothing to people. */
export const authoritySetting = Type.Optional(
  Type.String({
    maxLength: 65_536,
    description:
      "PEM of the authority that signed the server's certificate, where it is one's own; public authorities unless given",
  }),
);

/** How the server is spoken to that the authority is for; null: no server is entered. */
export type Link = "tls" | "plain" | null;

/** Of an address as it was entered. */
export function linkOf(address: string | undefined): Link {
  if (address === undefined) return null;
  return /^(https|mqtts|pulsar\+ssl):/.test(address) ? "tls" : "plain";
}

/** Throws `INPUT_INVALID` naming the field for what no server could be known by, now. */
export function checkAuthority(ca: string | undefined, link: Link, now: number, field = "/settings/ca"): void {
  const wrong = ca === undefined ? null : wrongWith(ca, link, now);
  if (wrong !== null) throw new Fault("INPUT_INVALID", `${field} ${wrong}`);
}

/** Null: a server can be known by it. */
function wrongWith(ca: string, link: Link, now: number): string | null {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(ca))
    return "holds a private key, which nobody but its server may have: paste the authority's certificate alone";
  if (link === null) return "is of no use: the address of the server that it is for is not entered";
  if (link === "plain") return "is of no use: the address is not encrypted";
  const all = certificatesIn(ca);
  if (all === null) return "is no certificate in PEM: paste the whole file, from -----BEGIN CERTIFICATE----- on";
  const roots = all.filter(({ subject, issuer }) => subject === issuer);
  return roots.length === 0 ? unrooted(all) : outOfTime(roots, now);
}

// As OpenSSL finds them: each marker at the beginning of its line.
const blocks = /^-----BEGIN CERTIFICATE-----[\s\S]*?^-----END CERTIFICATE-----/gm;

/** Null where one is torn or is none. */
function certificatesIn(ca: string): X509Certificate[] | null {
  const found = ca.match(blocks) ?? [];
  if (found.length === 0 || found.length !== ca.split("-----BEGIN ").length - 1) return null;
  try {
    return found.map((block) => new X509Certificate(block));
  } catch {
    return null;
  }
}

/** OpenSSL believes a chain only to its end: a server's certificate, or one between, does not do. */
function unrooted(all: X509Certificate[]): string {
  const [, name = "another"] = /^CN=(.*)$/m.exec(all.at(-1)?.issuer ?? "") ?? [];
  return `is not the authority itself, "${name}" signed it: paste the certificate of that one`;
}

/** One that is valid is enough: the old and the new one stand together for a while. */
function outOfTime(roots: X509Certificate[], now: number): string | null {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  if (roots.some(({ validFromDate, validToDate }) => +validFromDate <= now && now <= +validToDate)) return null;
  const [next] = roots.filter(({ validFromDate }) => +validFromDate > now);
  if (next !== undefined)
    return `is valid from ${day(next.validFromDate)} on, not yet: paste the one that is valid now, or correct the clock`;
  const last = new Date(Math.max(...roots.map(({ validToDate }) => +validToDate)));
  return `expired on ${day(last)}: ask who runs the server for the one that is valid now`;
}
