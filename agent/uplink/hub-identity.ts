/** Whether who answers over TLS is the hub: its authority signs gateways too, so its name, not its address, tells it from one of them. */
import type { PeerCertificate } from "node:tls";
import { hubCommonName } from "../../core/enrolment.ts";

/** As `checkServerIdentity` of node:tls. */
export function checkHubIdentity(host: string, { subject }: PeerCertificate): Error | undefined {
  if (subject.CN === hubCommonName) return undefined;
  return new Error(`the certificate of ${host} is that of "${subject.CN}", not the hub's`);
}
