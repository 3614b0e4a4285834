/** A connector's devices in the registry: the document that a gateway would send, made from what the platform told. */
import { createHash } from "node:crypto";
import { registrationText } from "../../../core/registration.ts";
import type { Changes } from "../../changes.ts";
import { registerDevice, takeRegistration } from "../../registry/registration.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { Models } from "../kit/models.ts";

/** The same devices change nothing. */
export async function register(
  tables: Tables,
  { id: gateway, title, place }: ConnectorRow,
  models: Models,
  changes: Changes,
  now: number,
): Promise<void> {
  const devices = (await tables.foreignDevices.list(gateway)).map((foreign) => models.deviceOf(foreign));
  const document = { gateway, title, place, devices };
  const hash = createHash("sha256").update(registrationText(document)).digest("hex");
  await takeRegistration(tables, { ...document, hash }, changes, now);
}

/** One of them, met or named just now. */
export async function registerForeign(
  tables: Tables,
  foreign: ForeignDevice,
  models: Models,
  changes: Changes,
  now: number,
): Promise<void> {
  await registerDevice(tables, foreign.connector, models.deviceOf(foreign), changes, now);
}
