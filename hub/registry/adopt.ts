/** Whether what a gateway registers goes into service by itself: the installation's choice, kept in the store. */
import { unknownModel } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { DeviceRow } from "../store/devices.ts";
import type { Mark } from "../store/page.ts";
import type { Tables } from "../store/store.ts";
import { moveLife } from "./change.ts";
import { lifeAfter } from "./life.ts";

/** `by-hand`: a person looks at each. `registered`: what a gateway's registration names is approved by that. */
export type Adopting = "by-hand" | "registered";
export const adoptMark = "registry/adopt";

const author = (now: number) => ({ by: "hub", now });

/** What somebody approved before it came goes into service when it does; the rest as the installation chose. Answers which. */
export async function adoptRegistered(
  tables: Tables,
  gateway: GatewayId,
  changes: Changes,
  now: number,
  breathe: () => Promise<void>,
): Promise<DeviceId[]> {
  const adopting = await tables.marks.read<Adopting>(adoptMark);
  const own = await tables.registry.find({ gateway, device: null });
  const isTrusted = adopting === "registered";
  if (own !== null && isTrusted && lifeAfter(own.life, "adopt") !== null)
    await moveLife(tables, { gateway, device: null }, { move: "adopt", reason: "网关已登记" }, changes, author(now));
  // The registration that is being taken tells the district and the operator itself, once.
  const touched = new Set<GatewayId>();
  const adopted: DeviceId[] = [];
  for (const row of await waiting(tables, gateway, isTrusted)) {
    await breathe();
    if (await commission(tables, row, isTrusted, changes, { now, touched })) adopted.push(row.id);
  }
  return adopted;
}

/** Few: the others are in service, or were taken out of it. */
async function waiting({ devices }: Tables, gateway: GatewayId, isTrusted: boolean): Promise<DeviceRow[]> {
  const rows: DeviceRow[] = [];
  for (const life of isTrusted ? (["announced", "approved"] as const) : (["approved"] as const))
    for (let after: Mark | undefined | null; after !== null; ) {
      const page = await devices.page({ gateway, life }, mostAtOnce, after);
      rows.push(...page.rows);
      after = page.next;
    }
  return rows;
}

const mostAtOnce = 200;

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
): Promise<boolean> {
  // Nobody knows what it is: its registration says no more than that it spoke.
  const isKnown = registered && document?.model !== unknownModel;
  const isWanted = isKnown && (entry.life === "approved" || (isTrusted && entry.life === "announced"));
  const wish = { move: "commission" as const, reason: "登记后自动启用" };
  if (isWanted) await moveLife(tables, { gateway, device: id }, wish, changes, { ...author(now), touched });
  return isWanted;
}
