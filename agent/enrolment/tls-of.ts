/** What the line to the hub shows of itself, and whom it trusts: the enrolment, where the settings want one. */
import { Fault } from "../../core/fault.ts";
import type { TlsIdentity } from "../uplink/connection.ts";
import type { Enrolled } from "./kept.ts";

/** Throws `CERTIFICATE_REFUSED` where the settings speak of another enrolment than there is. */
export function tlsOf(url: string, gateway: string, enrolled: Enrolled | null): TlsIdentity | null {
  if (!url.startsWith("mqtts:")) return null;
  if (enrolled === null)
    throw new Fault("CERTIFICATE_REFUSED", `${url} needs a certificate, and this gateway has none`);
  if (enrolled.gateway !== gateway)
    throw new Fault("CERTIFICATE_REFUSED", `/gateway/id "${gateway}" was enrolled as "${enrolled.gateway}"`);
  return { key: enrolled.key, cert: enrolled.certificate, ca: enrolled.ca };
}
