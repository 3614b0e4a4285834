/** A gateway's registration: held to its schema and its hash, then the devices it names are the registered ones. */
import { createHash } from "node:crypto";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { checkRegistration, type Registration, registrationText } from "../../core/registration.ts";
import { breathing } from "../breathe.ts";
import type { Changes } from "../changes.ts";
import { noteDevice, noteInventory } from "../district/inventory/note.ts";
import type { Tables } from "../store/store.ts";
import { adoptOne, adoptRegistered } from "./adopt.ts";
import { askAnnounced, settleAnnounced } from "./announced.ts";
import { settleAreaOf } from "./areas.ts";
import { takeNewestRecord } from "./take-record.ts";

type Breathe = () => Promise<void>;

/** Throws `REGISTRATION_INVALID`; the last good registration then stays. */
export function readRegistration(gateway: GatewayId, document: unknown): Registration {
  const registration = checkRegistration(document);
  if (registration.gateway !== gateway)
    throw new Fault("REGISTRATION_INVALID", `/gateway "${registration.gateway}" is not "${gateway}"`);
  const hash = createHash("sha256").update(registrationText(registration)).digest("hex");
  if (registration.hash !== hash) throw new Fault("REGISTRATION_INVALID", `/hash is not ${hash}`);
  return registration;
}

/** The same hash changes nothing, and a device that is as it was is not looked at: of thousands a few differ. */
export async function takeRegistration(
  tables: Tables,
  registration: Registration,
  changes: Changes,
  now: number,
): Promise<void> {
  const { gateway, title, place, devices, hash } = registration;
  if ((await tables.gateways.find(gateway))?.registration === hash) return;
  await tables.gateways.putRegistration(gateway, { title, place, hash, at: now });
  const breathe = breathing();
  const { put, gone } = await putDevices(tables, gateway, devices, breathe);
  const isElsewhere = await settleGateway(tables, gateway);
  for (const device of put) {
    await breathe();
    await settleAreaOf(tables, { gateway, device });
  }
  const adopted = await adoptRegistered(tables, gateway, changes, now, breathe);
  await takeNewestRecord(tables, gateway, changes, now);
  if (isElsewhere) await noteInventory(tables, gateway, now);
  else await noteDevices(tables, gateway, new Set([...put, ...gone, ...adopted]), now, breathe);
  await settleAnnounced(tables, gateway, now);
  changes.registrations.add(gateway);
  changes.gateways.add(gateway);
}

/** `put`: those that are new, or others than they were; `gone`: those that it does not name. */
async function putDevices(tables: Tables, gateway: GatewayId, devices: readonly Device[], breathe: Breathe) {
  const ids = devices.map((device) => device.id);
  const gone = await tables.devices.retire(gateway, ids);
  await tables.series.markUnknownExcept(gateway, ids);
  const put: DeviceId[] = [];
  for (const device of devices) {
    await breathe();
    if (await putDevice(tables, gateway, device)) put.push(device.id);
  }
  return { put, gone };
}

/** Whether it lies in another area now, and with it those of its devices that say nothing of where they are. */
async function settleGateway(tables: Tables, gateway: GatewayId): Promise<boolean> {
  const thing = { gateway, device: null };
  const before = await tables.registry.areaOf(thing);
  await settleAreaOf(tables, thing);
  return before !== (await tables.registry.areaOf(thing));
}

async function noteDevices(
  tables: Tables,
  gateway: GatewayId,
  devices: ReadonlySet<DeviceId>,
  now: number,
  breathe: Breathe,
): Promise<void> {
  for (const device of devices) {
    await breathe();
    await noteDevice(tables, { gateway, device }, now);
  }
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

async function putDevice(tables: Tables, gateway: GatewayId, device: Device): Promise<boolean> {
  const isOther = await tables.devices.putDocument(gateway, device);
  const points = [...device.points.map((point) => point.id), faultPoint];
  if (isOther) await tables.series.markKnown(gateway, device.id, points);
  return isOther;
}
