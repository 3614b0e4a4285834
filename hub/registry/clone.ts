/** Two machines with one gateway's card: found by their boots, refused until an operator releases the key. */
import { Fault } from "../../core/fault.ts";
import type { GatewayStatus } from "../../core/gateway.ts";
import type { GatewayId } from "../../core/id.ts";
import type { Boots } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";

/** Boots remembered of a gateway: a clone shows itself within a few. */
const mostBoots = 32;

/**
 * What is known of a gateway's boots once it has told an online status. One machine never returns to an earlier boot,
 * and `isBehind` (a session below the known one, of journals the hub knows) is never that of a new boot.
 */
export function hearBoot(boots: Boots, { boot }: Pick<GatewayStatus, "boot">, isBehind: boolean): Boots {
  const present = boots.seen.at(-1);
  if (boots.clash !== null || boot === present) return boots;
  if (present !== undefined && (isBehind || boots.seen.includes(boot))) return { ...boots, clash: [present, boot] };
  return { seen: [...boots.seen, boot].slice(-mostBoots), clash: null };
}

export function cloneFault(gateway: GatewayId, [one, other]: [string, string]): Fault {
  return new Fault("GATEWAY_CLONED", `"${gateway}" came with boot ${other} beside boot ${one}`);
}

/** Throws `GATEWAY_CLONED`: both count the offsets of one journal, so a record of one would stand for one of the other. */
export async function refuseClone(tables: Tables, gateway: GatewayId): Promise<void> {
  const { clash } = await tables.gateways.findBoots(gateway);
  if (clash !== null) throw cloneFault(gateway, clash);
}
