/** What a person limited to areas may write: what lies in them before, and still after. */
import { Fault } from "../../core/fault.ts";
import type { Session } from "../accounts/session.ts";
import { checkDeviceSeen, checkGatewaySeen, isSeen } from "../accounts/sight.ts";
import type { Thing } from "../store/registry.ts";
import type { Tables } from "../store/store.ts";

export type Bounds = Pick<Session, "areas">;

export async function isWithin(bounds: Bounds, tables: Tables, { gateway, device }: Thing): Promise<boolean> {
  return isSeen(bounds, tables, (places) =>
    device === null ? places.gateway(gateway) : places.device(gateway, device),
  );
}

/** Throws `NOT_FOUND` for what lies elsewhere, as if it were not there. */
export async function checkWithin(bounds: Bounds, tables: Tables, { gateway, device }: Thing): Promise<void> {
  if (device === null) return checkGatewaySeen(bounds, tables, gateway);
  return checkDeviceSeen(bounds, tables, gateway, device);
}

/** Throws `RIGHT_MISSING` where the change moved it out of what they see; the change is undone with it. */
export async function checkStays(bounds: Bounds, tables: Tables, thing: Thing): Promise<void> {
  if (await isWithin(bounds, tables, thing)) return;
  const name = `${thing.gateway}${thing.device === null ? "" : `/${thing.device}`}`;
  throw new Fault("RIGHT_MISSING", `/area or /place would move ${name} out of your areas; somebody who sees all can`);
}
