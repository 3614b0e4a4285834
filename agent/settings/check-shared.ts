/** Refuses settings in which two entries claim what only one can have: a port, or an address on a link. */
import { resolve } from "node:path";
import { Fault } from "../../core/fault.ts";
import type { AgentSettings } from "./settings.ts";

/** Two masters on one port would take each other's answers. Throws `SETTING_INVALID` naming both links. */
export function checkPorts(links: AgentSettings["links"]): void {
  const ports = links.map((link) => (link.kind === "serial" ? resolve(link.path) : portOf(link.host, link.port)));
  refuseShared(ports, (port, first, second) => {
    const field = links[second]?.kind === "serial" ? "path" : "port";
    return `/links/${second}/${field}: ${port} is already that of /links/${first} "${links[first]?.id}"`;
  });
}

/** Two devices at one address would answer at once. Throws `SETTING_INVALID` naming both devices. */
export function checkAddresses(devices: readonly { id: string; link: string; address: string }[]): void {
  const places = devices.map(({ link, address }) => `${address} on link "${link}"`);
  refuseShared(
    places,
    (place, first, second) =>
      `/devices/${second}/settings: ${place} is already that of /devices/${first} "${devices[first]?.id}"`,
  );
}

function refuseShared(claims: readonly string[], say: (claim: string, first: number, second: number) => string): void {
  for (const [second, claim] of claims.entries()) {
    const first = claims.indexOf(claim);
    if (first !== second) throw new Fault("SETTING_INVALID", say(claim, first, second));
  }
}

function portOf(host: string, port: number): string {
  return `${host.toLowerCase()}:${port}`;
}
