/** Devices of the direct door: known before they speak, for each needs its credential, or its address, first. */

import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";
import { DeviceId, type GatewayId } from "../../../core/id.ts";
import type { Changes } from "../../changes.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import { putConnector } from "../connectors.ts";
import { freeIdOf } from "../devices/meet.ts";
import { registerForeign } from "../devices/register.ts";
import type { Models } from "../kit/models.ts";
import { type OwnDocument, ownModel } from "../kit/own-document.ts";

const Id = Type.Object({ id: DeviceId });

export type DeviceWish = {
  /** As its connector knows it: its name, or its address on the wire. */
  foreign: string;
  title: string;
  place: string;
  /** Of `hardware/sensors/`, or what the device says of itself. */
  is: { model: string } | { document: OwnDocument };
  /** Of its driver, e.g. its address. */
  settings?: Record<string, unknown>;
};

const quietAfterMs = 24 * 3_600_000;

/** The connector of this way of speaking, made when its first device is. Throws `INPUT_INVALID`. */
export async function connectorFor(
  tables: Tables,
  { platform, title, settings = {} }: { platform: string; title: string; settings?: Record<string, unknown> },
  models: Models,
  changes: Changes,
  author: { by: string; now: number },
): Promise<ConnectorRow> {
  const id = platform as GatewayId;
  const known = (await tables.connectors.list()).filter((row) => row.platform === platform);
  const mine = known.find((row) => row.id === id) ?? known[0];
  if (mine !== undefined) return mine;
  const wish = { id, platform, title, place: "本街道", settings, products: [], quietAfterMs, state: "on" as const };
  await putConnector(tables, { ...wish, secrets: {} }, models, changes, author);
  return (await tables.connectors.find(id)) as ConnectorRow;
}

/** Known or new; what it said before somebody knew it is read now. Throws `MODEL_UNKNOWN` or `INPUT_INVALID`. */
export async function putDevice(
  tables: Tables,
  row: ConnectorRow,
  wish: DeviceWish,
  models: Models,
  changes: Changes,
  now: number,
): Promise<ForeignDevice> {
  const { foreign, title, place, is, settings = {} } = wish;
  const device = "model" in is ? is.model : ownModel;
  if ("model" in is && !models.every().some(({ model }) => model === is.model))
    throw new Fault("MODEL_UNKNOWN", `"${is.model}"`);
  const before = await tables.foreignDevices.find(row.id, foreign);
  const own = { ...before?.settings, ...settings, ...("document" in is ? { document: is.document } : {}) };
  const met = { metAt: before?.metAt ?? now, heardAt: before?.heardAt ?? 0, isOnline: before?.isOnline ?? null };
  const id = before?.device ?? (await freeIdOf(tables, row.id, foreign));
  const names = { connector: row.id, foreign, device: id, product: "" };
  const after: ForeignDevice = { ...names, model: device, title, place, settings: own, ...met };
  await tables.foreignDevices.put(after);
  await registerForeign(tables, after, models, changes, now);
  await tables.pushes.readAgain(row.id, foreign);
  changes.gateways.add(row.id);
  return after;
}

/** Throws `INPUT_INVALID` for a name that MQTT, a URL or the registry would not take. */
export function checkName(id: string): string {
  return check(Id, { id }, "INPUT_INVALID").id;
}
