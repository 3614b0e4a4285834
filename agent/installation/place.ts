/** Puts a sensor into the settings, in the place of another or anew, on a link that is there or made. Pure. */
import { Fault } from "../../core/fault.ts";
import type { SettingsDocument } from "../registration/configuration.ts";
import type { LinkSettings } from "../settings/settings.ts";

type Link = Record<string, unknown> & { kind: string; id?: string };
type Device = Record<string, unknown> & { id: string };

export type Placing = {
  device: {
    id: string;
    model: string;
    title: { zh: string; en: string };
    place: string;
    settings: Record<string, unknown>;
  };
  link: Link;
};

/** What makes two links one line: who opens it twice has two masters. */
const lines: Record<string, readonly string[]> = {
  serial: ["path"],
  tcp: ["host", "port"],
  udp: ["host", "port"],
  ble: ["controller"],
  firmata: ["path", "host", "port"],
  gpiod: ["chip"],
};

export function isSameLine(one: LinkSettings | Link, other: LinkSettings | Link): boolean {
  const fields = lines[one.kind] ?? [];
  const get = (link: LinkSettings | Link, field: string) => (link as Record<string, unknown>)[field];
  return one.kind === other.kind && fields.length > 0 && fields.every((field) => get(one, field) === get(other, field));
}

/** Throws `INPUT_INVALID` where the id is taken. */
export function withDevice(document: SettingsDocument, { device, link }: Placing): SettingsDocument {
  const devices = document.devices as Device[];
  if (devices.some(({ id }) => id === device.id)) throw new Fault("INPUT_INVALID", `/id "${device.id}" is taken`);
  const { links, id } = withLink(document.links as Link[], link);
  return { ...document, links, devices: [...devices, { ...device, link: id }] };
}

/** The new unit takes over id, place, rules and with them the history. Throws `NOT_FOUND`. */
export function withReplaced(
  document: SettingsDocument,
  id: string,
  { link, model, settings }: { link: Link; model?: string; settings: Record<string, unknown> },
): SettingsDocument {
  const devices = document.devices as Device[];
  const old = devices.find((one) => one.id === id);
  if (old === undefined) throw new Fault("NOT_FOUND", `device ${id}`);
  const made = withLink(document.links as Link[], link);
  const next = { ...old, link: made.id, settings, ...(model === undefined ? {} : { model }) };
  return swept({ ...document, links: made.links, devices: devices.map((one) => (one === old ? next : one)) });
}

/** The same sensor with one setting put right: a key that was typed wrong. Throws `NOT_FOUND`. */
export function withSettings(
  document: SettingsDocument,
  id: string,
  change: Record<string, unknown>,
): SettingsDocument {
  const devices = document.devices as (Device & { settings?: object })[];
  if (!devices.some((one) => one.id === id)) throw new Fault("NOT_FOUND", `device ${id}`);
  const next = devices.map((one) => (one.id === id ? { ...one, settings: { ...one.settings, ...change } } : one));
  return { ...document, devices: next };
}

/** Throws `NOT_FOUND`. */
export function withoutDevice(document: SettingsDocument, id: string): SettingsDocument {
  const devices = document.devices as Device[];
  if (!devices.some((one) => one.id === id)) throw new Fault("NOT_FOUND", `device ${id}`);
  return swept({ ...document, devices: devices.filter((one) => one.id !== id) });
}

/** A link that the page made and nobody needs any more goes. */
function swept(document: SettingsDocument): SettingsDocument {
  const used = new Set(
    [...document.devices, ...(document.outputs ?? [])].map((one) => (one as { link?: string }).link),
  );
  const links = (document.links as Link[]).filter(
    ({ id = "" }) => used.has(id) || !/^(serial|tcp|udp|ble|firmata|gpiod)-\d+$/.test(id),
  );
  return { ...document, links };
}

function withLink(links: readonly Link[], wish: Link): { links: Link[]; id: string } {
  const known = links.find((one) => isSameLine(one, wish));
  if (known?.id !== undefined) return { links: [...links], id: known.id };
  const taken = new Set(links.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${wish.kind}-${number}`)) number++;
  const id = `${wish.kind}-${number}`;
  return { links: [...links, { ...wish, id }], id };
}
