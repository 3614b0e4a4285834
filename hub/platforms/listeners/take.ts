/** What a device that dialled in said: stored, then confirmed; a stranger is stored too, as long as there are not too many. */
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { SeenFault } from "../../store/faults.ts";
import { fullOf } from "../devices/strangers.ts";
import { type Intake, pushOf } from "../intake/intake.ts";
import type { ListenWish } from "../kit/platform.ts";
import type { Opened } from "../opened.ts";
import type { Gathered } from "./gather.ts";
import type { Unread } from "./unread.ts";

export type TakeDeps = {
  opened: Opened;
  unread: Unread;
  intake: Pick<Intake, "take">;
  report(fault: SeenFault): void;
  clock(): number;
};

export type Peer = { way: "tcp" | "udp"; address: string };

/** What is to be sent back. Throws `PUSH_BUSY`, `CONNECTOR_PAUSED` or `DISK_FAILED`: then nothing is, and the device sends again. */
export async function take(
  deps: TakeDeps,
  connector: GatewayId,
  wish: ListenWish,
  heard: Gathered,
  { way, address }: Peer,
): Promise<Uint8Array[]> {
  if ("idle" in heard) return [];
  if ("damage" in heard) {
    deps.report({ gateway: connector, code: "FIELD_DAMAGED", subject: address, detail: `${way}: ${heard.damage}` });
    const denial = heard.bytes === undefined ? null : wish.deny(heard.bytes);
    return denial === null ? [] : [denial];
  }
  const { device, message } = heard;
  const open = await deps.opened(connector);
  if (open === null || open.row.state === "paused") throw new Fault("CONNECTOR_PAUSED", `connector ${connector}`);
  if (!(await deps.unread.isWelcome(connector, device))) {
    deps.report({ gateway: connector, code: "STRANGERS_MANY", subject: address, detail: fullOf(device) });
    return [];
  }
  await deps.intake.take(
    pushOf(open, { from: `${way} ${address} ${device}`, sender: device, body: message }, deps.clock()),
  );
  return wish.answer(message);
}
