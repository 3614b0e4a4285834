/** Refuses settings in which two entries claim what only one can have: a port, or an address on a link. */
import { resolve } from "node:path";
import { Fault } from "../../core/fault.ts";
import type { Driver, Way } from "../../drivers/kit/driver.ts";
import type { PinUse } from "../../drivers/kit/pin.ts";
import type { LinkSettings, OutputSettings } from "./settings.ts";

/** Two masters on one port would take each other's answers. Throws `SETTING_INVALID` naming both links. */
export function checkPorts(links: readonly LinkSettings[]): void {
  for (const [index, link] of links.entries())
    if (link.kind === "firmata" && (link.path === undefined) === (link.host === undefined || link.port === undefined))
      throw new Fault("SETTING_INVALID", `/links/${index} needs either path, or host and port`);
  const ports = links.map(portOf);
  refuseShared(ports, (port, first, second) => {
    const field = fieldOf(links[second] as LinkSettings);
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

/** What the link alone may open. */
function portOf(link: LinkSettings): string {
  if (link.kind === "ble") return link.controller;
  // Several links may watch pins of one chip: each pin has an owner of its own.
  if (link.kind === "gpiod") return `${link.chip} by ${link.id}`;
  if ("address" in link) return `${link.kind === "tcp-listen" ? "tcp" : "udp"} port ${link.port}`;
  if ("path" in link && link.path !== undefined) return resolve(link.path);
  if ("host" in link) return `${link.kind === "udp" ? "udp " : ""}${link.host?.toLowerCase()}:${link.port}`;
  return link.id;
}

function fieldOf(link: LinkSettings): string {
  if (link.kind === "ble") return "controller";
  return "path" in link && link.path !== undefined ? "path" : "port";
}

const waysOf: Record<LinkSettings["kind"], readonly Way[]> = {
  serial: ["asks", "listens"],
  tcp: ["asks", "listens"],
  udp: ["asks", "listens"],
  "tcp-listen": ["listens"],
  "udp-listen": ["listens"],
  ble: ["adverts"],
  firmata: ["pins"],
  gpiod: ["pins"],
};

/** A device that is asked and one that speaks by itself would talk into each other. Throws `SETTING_INVALID` naming the device. */
export function checkWays(
  devices: readonly { link: string; way: Way; driver: string }[],
  links: readonly LinkSettings[],
): void {
  for (const [index, { link, way, driver }] of devices.entries()) {
    const kind = links.find(({ id }) => id === link)?.kind;
    if (kind !== undefined && !waysOf[kind].includes(way))
      throw new Fault(
        "SETTING_INVALID",
        `/devices/${index}/link: a device of driver ${driver} cannot hang on a ${kind} link`,
      );
    const first = devices.findIndex((other) => other.link === link);
    if (devices[first]?.way !== way)
      throw new Fault(
        "SETTING_INVALID",
        `/devices/${index}/link: ${driver} ${way === "asks" ? "is asked" : "speaks by itself"} and cannot share "${link}" with /devices/${first}`,
      );
  }
}

/** Throws `SETTING_INVALID` naming an output that hangs on no board. */
export function checkOutputs(outputs: readonly OutputSettings[], links: readonly LinkSettings[]): void {
  for (const [index, { link }] of outputs.entries()) {
    const kind = links.find(({ id }) => id === link)?.kind;
    if (kind === undefined) throw new Fault("SETTING_INVALID", `/outputs/${index}/link "${link}" is not one of /links`);
    if (!waysOf[kind].includes("pins"))
      throw new Fault(
        "SETTING_INVALID",
        `/outputs/${index}/link: an output hangs on a firmata or gpiod link, not on ${kind}`,
      );
  }
}

/** Throws `SETTING_INVALID` naming the second device or output that wants a pin. */
export function checkPins(
  devices: readonly { device: { id: string }; link: string; driver: Driver; config: unknown }[],
  outputs: readonly OutputSettings[] = [],
): void {
  const inputs = devices.flatMap(({ device, link, driver, config }, index) =>
    driver.way === "pins"
      ? driver.pins(config).map(({ name }: PinUse) => ({
          id: device.id,
          place: `pin ${name} on link "${link}"`,
          path: `/devices/${index}`,
        }))
      : [],
  );
  const driven = outputs.map(({ id, pin, link }, index) => ({
    id,
    place: `pin ${pin} on link "${link}"`,
    path: `/outputs/${index}`,
  }));
  const pins = [...inputs, ...driven];
  for (const [at, { place, path }] of pins.entries()) {
    const first = pins.find((pin) => pin.place === place);
    if (first !== pins[at])
      throw new Fault(
        "SETTING_INVALID",
        `${path}${path.startsWith("/devices") ? "/settings" : "/pin"}: ${place} is already that of ${first?.path} "${first?.id}"`,
      );
  }
}
