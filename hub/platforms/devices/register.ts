/** A connector's devices in the registry: the document that a gateway would send, made from what the platform told. */
import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import { registrationText } from "../../../core/registration.ts";
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
  const devices = (await tables.foreignDevices.list(gateway)).map((foreign) => models.deviceOf(foreign, place));
  const document = { gateway, title, place, devices };
  const hash = createHash("sha256").update(registrationText(document)).digest("hex");
  await takeRegistration(tables, { ...document, hash }, changes, now);
  await endStrangers(tables, gateway, changes, now);
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
