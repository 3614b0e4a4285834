/** The posture the street is in: one switch with a reason, and every gateway is told what follows for it. */

import type { Desired } from "../../core/desired.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Changes } from "../changes.ts";
import type { GatewayRow, Wished } from "../store/gateways.ts";
import type { PostureRow } from "../store/postures.ts";
import type { Tables } from "../store/store.ts";
import { desiredIn } from "./desired.ts";
import { type PostureLevel, postures } from "./postures.ts";

/** What a gateway is to run from now on; to be published as its retained document once it is committed. */
export type Told = { gateway: GatewayId; desired: Desired };

export type PostureWish = Pick<PostureRow, "level" | "by" | "reason">;

/** Everyday until somebody switched. */
export async function postureNow(tables: Tables): Promise<PostureLevel> {
  return (await tables.postures.newest())?.level ?? "everyday";
}

/** Throws `REASON_REQUIRED`. The posture that is already is no switch. */
export async function switchPosture(
  tables: Tables,
  { level, by, reason }: PostureWish,
  changes: Changes,
  now: number,
): Promise<Told[]> {
  if (reason.trim() === "") throw new Fault("REASON_REQUIRED", "a posture is switched for a reason");
  if ((await postureNow(tables)) === level) return [];
  changes.postures.add(await tables.postures.add({ level, by, reason: reason.trim(), at: now }));
  const told: Told[] = [];
  for (const row of await tables.gateways.list()) told.push(...(await fitOne(tables, row, level, false, changes)));
  return told;
}

/** A gateway registered anew: its sensors may be others. */
export async function refit(tables: Tables, gateway: GatewayId, changes: Changes): Promise<Told[]> {
  const level = await postureNow(tables);
  const row = await tables.gateways.find(gateway);
  return row === null || level === "everyday" ? [] : fitOne(tables, row, level, false, changes);
}

/** An operator wished for something: it is kept as it was said, and runs with the posture on top. */
export async function keepWish(
  tables: Tables,
  row: GatewayRow,
  wish: Desired,
  changes: Changes,
  wished?: Wished,
): Promise<Desired> {
  await tables.gateways.putWish(row.id, wish, wished);
  const [told] = await fitOne(tables, { ...row, wish }, await postureNow(tables), true, changes);
  return told?.desired ?? row.desired ?? wish;
}

/** The same hash is not told again. */
async function fitOne(tables: Tables, row: GatewayRow, level: PostureLevel, isNew: boolean, changes: Changes) {
  const documents = (await tables.devices.list(row.id)).filter(({ registered }) => registered);
  const devices = documents.flatMap(({ document }) => document ?? []);
  const desired = desiredIn({ ...row, isNew, devices }, level, postures);
  if (desired === null || (!isNew && desired.hash === row.desired?.hash)) return [];
  await tables.gateways.putDesired(row.id, desired);
  changes.gateways.add(row.id);
  return [{ gateway: row.id, desired }];
}
