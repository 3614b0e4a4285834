/** A device of a platform is heard: known, or met for the first time and listed until somebody says what it is. */
import { createHash } from "node:crypto";
import type { DeviceId } from "../../../core/id.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { Told } from "../kit/told.ts";

/** `isNew`: it is to be registered, for it was not there, or nobody knew what it is. */
export type Met = { foreign: ForeignDevice; isNew: boolean };

export async function meetForeign(tables: Tables, row: ConnectorRow, told: Told, now: number): Promise<Met> {
  const known = await tables.foreignDevices.find(row.id, told.device);
  if (known !== null) return nameKnown(tables, row, known, told);
  const { product = "", title = "", settings = {} } = told;
  const model = modelOf(row, product);
  const foreign: ForeignDevice = {
    ...{ connector: row.id, foreign: told.device, device: deviceIdOf(told.device), product, model, title, place: "" },
    ...{ settings, metAt: now, heardAt: now, isOnline: null },
  };
  await tables.foreignDevices.put(foreign);
  return { foreign, isNew: true };
}

function modelOf({ products }: ConnectorRow, product: string): string | null {
  return products.find((one) => one.product === product)?.model ?? null;
}

/** Some platforms name the product in some of a device's messages only. */
async function nameKnown(tables: Tables, row: ConnectorRow, known: ForeignDevice, told: Told): Promise<Met> {
  const { product = "", title = "", settings = {} } = told;
  const model = modelOf(row, product);
  if (known.model !== null || model === null || product === known.product) return { foreign: known, isNew: false };
  const more = { title: known.title || title, settings: { ...settings, ...known.settings } };
  const foreign = { ...known, product, model, ...more };
  await tables.foreignDevices.put(foreign);
  return { foreign, isNew: true };
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The platform's own id where it is one of ours too; else what can be read of it, with a hash that tells it apart. */
export function deviceIdOf(foreign: string): DeviceId {
  if (idPattern.test(foreign)) return foreign as DeviceId;
  const readable = foreign.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  const hash = createHash("sha256").update(foreign).digest("hex").slice(0, 12);
  return `${readable.slice(0, 48) || "device"}.${hash}` as DeviceId;
}
