/** What a person says of a component and a device: it is this one, or it is not. It holds against every rule. */
import { Fault } from "../../core/fault.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import type { Session } from "../accounts/session.ts";
import { checkWithin } from "../registry/within.ts";
import type { ComponentStanding } from "../store/components.ts";
import type { Tables } from "../store/store.ts";

export type Said = { component: string; gateway: GatewayId; device: DeviceId };
type Who = Pick<Session, "account" | "areas">;

/** Throws `NOT_FOUND`, also for what lies elsewhere. */
export async function findSeen({ components }: Tables, id: string, { areas }: Who): Promise<ComponentStanding> {
  const filter = { id, ...(areas === null ? {} : { areas: [...areas] }) };
  const row = (await components.page({ state: "all", ...filter }, 1)).rows[0];
  const found = row ?? (await components.page({ state: "ended", ...filter }, 1)).rows[0];
  if (found === undefined) throw new Fault("NOT_FOUND", `component ${id}`);
  return found;
}

/** The device leaves the component that it was. Throws `NOT_FOUND`, or `MOVE_NOT_ALLOWED` for a component that ended. */
export async function confirmMatch(tables: Tables, { component, gateway, device }: Said, who: Who, now: number) {
  const standing = await findSeen(tables, component, who);
  if (standing.endedAt !== null) throw new Fault("MOVE_NOT_ALLOWED", `component ${component} is on no list now`);
  await checkWithin(who, tables, { gateway, device });
  if ((await tables.registry.find({ gateway, device })) === null)
    throw new Fault("NOT_FOUND", `device ${gateway}/${device}`);
  await tables.components.unpart({ component, device: `${gateway}/${device}` });
  const match = { component, gateway, device, reason: { rule: "person" as const }, by: who.account, at: now };
  await tables.components.putMatch(match);
  await tables.components.dropDoubt(component);
}

/** They never belong together again until somebody says so. Throws `NOT_FOUND`. */
export async function partMatch(tables: Tables, { component, gateway, device }: Said, who: Who, now: number) {
  const { match } = await findSeen(tables, component, who);
  await tables.components.part({ component, device: `${gateway}/${device}` }, who.account, now);
  if (match?.gateway === gateway && match.device === device) await tables.components.dropMatch(component);
}
