/** The people at the gateway see that an operator has seen the alert: a command that waits for a gateway that is away. */
import { ulid } from "ulid";
import type { Alert } from "../alerts/alert.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";

/** So long the gateway may be away; after that its own people have dealt with it. */
const withinMs = 7 * 86_400_000;

/** Nobody sits at a platform. The command's id names the acknowledgement too: when the gateway's journal tells of it, it is known already. */
export async function tellAcknowledged(
  tables: Tables,
  { gateway, device, rule, drill }: Alert,
  actor: string,
  changes: Changes,
  now: number,
): Promise<void> {
  if (drill || (await tables.gateways.kindOf(gateway)) === "platform") return;
  const id = ulid();
  const args = { device, rule, event: id, by: actor, at: now };
  const command = { id, gateway, verb: "acknowledge", args, actor, at: now, deadline: now + withinMs, result: null };
  await tables.commands.add(command);
  changes.commands.set(id, command);
}
