/** A connector's devices in the registry: the document that a gateway would send, made from what the platform told. */
import { createHash } from "node:crypto";
import type { Logger } from "pino";
import type { Device } from "../../../core/device.ts";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { type Registration, registrationParts } from "../../../core/registration.ts";
import { breathing } from "../../breathe.ts";
import { type Changes, noChanges } from "../../changes.ts";
import { registerDevice, takeRegistration } from "../../registry/registration.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { Models } from "../kit/models.ts";
import { endStranger, endStrangers } from "./stranger.ts";

/** The same devices change nothing. One that says nothing of where it is, is where its connector is. */
export async function register(
  tables: Tables,
  { id: gateway, title, place }: ConnectorRow,
  models: Models,
  changes: Changes,
  now: number,
): Promise<void> {
  const breathe = breathing();
  const devices = await devicesOf(tables, gateway, (foreign) => models.deviceOf(foreign, place), breathe);
  const document = { gateway, title, place, devices };
  await takeRegistration(tables, { ...document, hash: await hashOf(document, breathe) }, changes, now);
  await endStrangers(tables, gateway, changes, now);
}

const mostAtOnce = 200;

async function devicesOf(
  { foreignDevices }: Tables,
  connector: GatewayId,
  deviceOf: (foreign: ForeignDevice) => Device,
  breathe: () => Promise<void>,
): Promise<Device[]> {
  const devices: Device[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    await breathe();
    const some = await foreignDevices.slice(connector, after, mostAtOnce);
    devices.push(...some.map(deviceOf));
    after = some.at(-1)?.foreign;
  }
  return devices;
}

async function hashOf(document: Omit<Registration, "hash">, breathe: () => Promise<void>): Promise<string> {
  const hash = createHash("sha256");
  for (const part of registrationParts(document)) {
    await breathe();
    hash.update(part);
  }
  return hash.digest("hex");
}

type Options = { store: Store; models: Models; tell(changes: Changes): void; clock(): number; log: Logger };

/** All connectors' devices as they are registered today: a model may have changed since, or what is made of it. */
export async function registerAgain({ store, models, tell, clock, log }: Options): Promise<void> {
  for (const row of await listed(store, log)) {
    const changes = noChanges();
    try {
      await store.transaction((tables) => register(tables, row, models, changes, clock()));
      tell(changes);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.error({ err: error, connector: row.id }, "a connector's devices could not be registered anew");
    }
  }
}

/** None where the store does not say: they stand as they were registered last. */
async function listed(store: Store, log: Logger): Promise<ConnectorRow[]> {
  try {
    return await store.read(({ connectors }) => connectors.list());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "connectors could not be read: their devices stand as they were registered last");
    return [];
  }
}

/** One of them, met or named just now. */
export async function registerForeign(
  tables: Tables,
  foreign: ForeignDevice,
  models: Models,
  changes: Changes,
  now: number,
): Promise<void> {
  const { place = "" } = (await tables.connectors.find(foreign.connector)) ?? {};
  await registerDevice(tables, foreign.connector, models.deviceOf(foreign, place), changes, now);
  if (foreign.model !== null) await endStranger(tables, foreign, changes, now);
}
