/** A device of a platform is heard: known, or met for the first time and listed until somebody says what it is. */
import { createHash } from "node:crypto";
import type { DeviceId, GatewayId } from "../../../core/id.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Told } from "../kit/told.ts";

/** `isNew`: it is to be registered, for it was not there, or nobody knew what it is. */
export type Met = { foreign: ForeignDevice; isNew: boolean };

type Of = Pick<OpenConnector, "row" | "platform">;

export async function meetForeign(tables: Tables, open: Of, told: Told, now: number): Promise<Met> {
  const { row } = open;
  const known = await tables.foreignDevices.find(row.id, told.device);
  if (known !== null) return nameKnown(tables, open, known, told);
  const { product = "", title = "", settings = {} } = told;
  const model = modelOf(open, product);
  const device = await freeIdOf(tables, row.id, told.device);
  const foreign: ForeignDevice = {
    ...{ connector: row.id, foreign: told.device, device, product, model, title, place: "" },
    ...{ settings, metAt: now, heardAt: told.kind === "met" ? 0 : now, isOnline: null },
  };
  await tables.foreignDevices.put(foreign);
  return { foreign, isNew: true };
}

/** The connector's own products come before the platform's usual ones. */
export function modelOf({ row, platform }: Of, product: string): string | null {
  return [...row.products, ...(platform.products ?? [])].find((one) => one.product === product)?.model ?? null;
}

/** Some platforms name the product in some of a device's messages only, or later than the device; what waited for it is read then. */
async function nameKnown(tables: Tables, open: Of, known: ForeignDevice, told: Told): Promise<Met> {
  const { product = known.product, title = "", settings = {} } = told;
  if (known.model !== null) return { foreign: known, isNew: false };
  const model = modelOf(open, product);
  if (model === null && product === known.product) return { foreign: known, isNew: false };
  const more = { title: known.title || title, settings: { ...settings, ...known.settings } };
  const foreign = { ...known, product, model, ...more };
  await tables.foreignDevices.put(foreign);
  if (model !== null) await tables.pushes.readAgain(known.connector, known.foreign);
  return { foreign, isNew: true };
}

/** The models of products were set: who waited for that is named now, and what it said before is read. */
export async function nameWaiting(tables: Tables, of: Of): Promise<void> {
  for (const known of await tables.foreignDevices.list(of.row.id)) {
    const model = known.model === null ? modelOf(of, known.product) : null;
    if (model === null) continue;
    await tables.foreignDevices.put({ ...known, model });
    await tables.pushes.readAgain(known.connector, known.foreign);
  }
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The platform's own id where it is one of ours too; else what can be read of it, with a hash that tells it apart. */
export function deviceIdOf(foreign: string): DeviceId {
  return idPattern.test(foreign) ? (foreign as DeviceId) : madeOf(foreign, foreign, 12);
}

function madeOf(foreign: string, hashed: string, digits: number): DeviceId {
  const readable = foreign.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  const hash = createHash("sha256").update(hashed).digest("hex").slice(0, digits);
  return `${readable.slice(0, 60 - digits) || "device"}.${hash}` as DeviceId;
}

/** One that no other device of the connector has: somebody may be called what another was made into. */
export async function freeIdOf(tables: Tables, connector: GatewayId, foreign: string): Promise<DeviceId> {
  const isTaken = async (id: DeviceId) => (await tables.foreignDevices.findByDevice(connector, id)) !== null;
  let id = deviceIdOf(foreign);
  for (let n = 1; await isTaken(id); n++) id = madeOf(foreign, `${n} ${foreign}`, 24);
  return id;
}
