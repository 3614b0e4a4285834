/** A gateway's registration: held to its schema and its hash, then the devices it names are the registered ones. */
import { createHash } from "node:crypto";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { checkRegistration, type Registration, registrationText } from "../../core/registration.ts";
import type { Changes } from "../changes.ts";
import { noteDevice, noteInventory } from "../district/inventory/note.ts";
import type { Tables } from "../store/store.ts";
import { adoptOne, adoptRegistered } from "./adopt.ts";
import { askAnnounced, settleAnnounced } from "./announced.ts";
import { settleAreaOf, settleAreasOf } from "./areas.ts";
import { takeNewestRecord } from "./take-record.ts";

/** Throws `REGISTRATION_INVALID`; the last good registration then stays. */
export function readRegistration(gateway: GatewayId, document: unknown): Registration {
  const registration = checkRegistration(document);
  if (registration.gateway !== gateway)
    throw new Fault("REGISTRATION_INVALID", `/gateway "${registration.gateway}" is not "${gateway}"`);
  const hash = createHash("sha256").update(registrationText(registration)).digest("hex");
  if (registration.hash !== hash) throw new Fault("REGISTRATION_INVALID", `/hash is not ${hash}`);
  return registration;
}

/** The same hash changes nothing. */
export async function takeRegistration(
  tables: Tables,
  registration: Registration,
  changes: Changes,
  now: number,
): Promise<void> {
  const { gateway, title, place, devices, hash } = registration;
  if ((await tables.gateways.find(gateway))?.registration === hash) return;
  await tables.gateways.putRegistration(gateway, { title, place, hash, at: now });
  const ids = devices.map((device) => device.id);
  await tables.devices.retire(gateway, ids);
  await tables.series.markUnknownExcept(gateway, ids);
  for (const device of devices) await putDevice(tables, gateway, device);
  await settleAreasOf(tables, gateway);
  await adoptRegistered(tables, gateway, changes, now);
  await takeNewestRecord(tables, gateway, changes, now);
  await noteInventory(tables, gateway, now);
  await settleAnnounced(tables, gateway, now);
  changes.registrations.add(gateway);
  changes.gateways.add(gateway);
}

/** One more of a gateway's devices, or one that is another now. The others are not looked at: a thousandth costs what the first did. */
export async function registerDevice(
  tables: Tables,
  gateway: GatewayId,
  device: Device,
  changes: Changes,
  now: number,
): Promise<void> {
  const thing = { gateway, device: device.id };
  await putDevice(tables, gateway, device);
  await settleAreaOf(tables, thing);
  await adoptOne(tables, thing, changes, now);
  await noteDevice(tables, thing, now);
  await askAnnounced(tables, thing, now);
  changes.registrations.add(gateway);
  changes.gateways.add(gateway);
}

async function putDevice(tables: Tables, gateway: GatewayId, device: Device): Promise<void> {
  await tables.devices.putDocument(gateway, device);
  await tables.series.markKnown(gateway, device.id, [...device.points.map((point) => point.id), faultPoint]);
}
