/** Whether what a gateway registers goes into service by itself: the installation's choice, kept in the store. */
import { unknownModel } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { Tables } from "../store/store.ts";
import { moveLife } from "./change.ts";
import { lifeAfter } from "./life.ts";

/** `by-hand`: a person looks at each. `registered`: what a gateway's registration names is approved by that. */
export type Adopting = "by-hand" | "registered";
export const adoptMark = "registry/adopt";

const author = (now: number) => ({ by: "hub", now });

/** What somebody approved before it came goes into service when it does; the rest as the installation chose. */
export async function adoptRegistered(
  tables: Tables,
  gateway: GatewayId,
  changes: Changes,
  now: number,
): Promise<void> {
  const adopting = await tables.marks.read<Adopting>(adoptMark);
  const own = await tables.registry.find({ gateway, device: null });
  const isTrusted = adopting === "registered";
  if (own !== null && isTrusted && lifeAfter(own.life, "adopt") !== null)
    await moveLife(tables, { gateway, device: null }, { move: "adopt", reason: "网关已登记" }, changes, author(now));
  // The registration that is being taken tells the district and the operator itself, once.
  const touched = new Set<GatewayId>();
  for (const row of await tables.devices.list(gateway))
    await commission(tables, row, isTrusted, changes, { now, touched });
}

/** One device that was registered by itself; whoever asks notes it for the district. */
export async function adoptOne(
  tables: Tables,
  { gateway, device }: { gateway: GatewayId; device: DeviceId },
  changes: Changes,
  now: number,
): Promise<void> {
  const isTrusted = (await tables.marks.read<Adopting>(adoptMark)) === "registered";
  const row = await tables.devices.find(gateway, device);
  if (row !== null) await commission(tables, row, isTrusted, changes, { now, touched: new Set() });
}

async function commission(
  tables: Tables,
  { gateway, id, registered, document, entry }: DeviceRow,
  isTrusted: boolean,
  changes: Changes,
  { now, touched }: { now: number; touched: Set<GatewayId> },
): Promise<void> {
  // Nobody knows what it is: its registration says no more than that it spoke.
  const isKnown = registered && document?.model !== unknownModel;
  const isWanted = isKnown && (entry.life === "approved" || (isTrusted && entry.life === "announced"));
  const wish = { move: "commission" as const, reason: "网关登记了这台设备" };
  if (isWanted) await moveLife(tables, { gateway, device: id }, wish, changes, { ...author(now), touched });
}
