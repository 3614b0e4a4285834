/** A device of a platform is heard: known, or met for the first time and listed until somebody says what it is. */
import { createHash } from "node:crypto";
import type { DeviceId } from "../../../core/id.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Told } from "../kit/told.ts";

export type Met = { foreign: ForeignDevice; isNew: boolean };

/** A product that is told later than the device says later what it is. */
export async function meetForeign(
  tables: Tables,
  { row, platform }: Pick<OpenConnector, "row" | "platform">,
  told: Told,
  now: number,
): Promise<Met> {
  const known = await tables.foreignDevices.find(row.id, told.device);
  const { product = known?.product ?? "", title = "", settings = {} } = told;
  if (known !== null && (known.model !== null || product === known.product)) return { foreign: known, isNew: false };
  const products = [...row.products, ...(platform.products ?? [])];
  const model = products.find((one) => one.product === product)?.model ?? null;
  const foreign: ForeignDevice = {
    ...{ connector: row.id, foreign: told.device, device: deviceIdOf(told.device), title, place: "" },
    ...{ settings, metAt: now, heardAt: now, isOnline: null, ...known, product, model },
  };
  await tables.foreignDevices.put(foreign);
  if (known !== null && model !== null) await tables.pushes.readAgain(row.id, told.device);
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
