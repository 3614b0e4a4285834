/** Whoever knows the way in may call itself anything: so many that nobody knows are listed, and no more. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import type { Told } from "../kit/told.ts";
import { modelOf } from "./meet.ts";

/** Of each connector, for somebody to look at. */
export const mostStrangers = 200;

async function hasRoom({ foreignDevices }: Tables, connector: GatewayId, more = 1): Promise<boolean> {
  return (await foreignDevices.strangers(connector)) + more <= mostStrangers;
}

/** Throws `STRANGERS_MANY` where one more would be listed than there is room for. */
export async function checkRoom(
  tables: Tables,
  open: Pick<OpenConnector, "row" | "platform">,
  told: readonly Told[],
): Promise<void> {
  const { id } = open.row;
  const unnamed = new Set(
    told.filter(({ product = "" }) => modelOf(open, product) === null).map(({ device }) => device),
  );
  const fresh: string[] = [];
  for (const device of unnamed) if ((await tables.foreignDevices.find(id, device)) === null) fresh.push(device);
  if (fresh.length > 0 && !(await hasRoom(tables, id, fresh.length)))
    throw new Fault("STRANGERS_MANY", fullOf(fresh.join(", ").slice(0, 200)));
}

export function fullOf(device: string): string {
  return `${device} is unknown, and ${mostStrangers} unknown ones wait already: adopt those you know`;
}
