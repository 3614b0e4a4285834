/** Devices that speak for themselves at the hub's own broker: each by its credential, to its own topic, acknowledged once stored. */
import type { Logger } from "pino";
import { largestBody } from "../../../core/body.ts";
import { Fault } from "../../../core/fault.ts";
import { topics } from "../../../core/topics.ts";
import type { DeviceDoor, DevicePacket } from "../../broker/door.ts";
import type { SeenFault } from "../../store/faults.ts";
import type { Store } from "../../store/store.ts";
import { openConnector } from "../connectors.ts";
import { decode } from "../intake/decode.ts";
import { type Intake, pushOf } from "../intake/intake.ts";
import { type Check, type Holder, holderOf, startCheck } from "./credential.ts";
import direct, { fromOf } from "./platform.ts";

export type DeviceDoorDeps = {
  store: Store;
  intake: Pick<Intake, "take">;
  report(fault: SeenFault): void;
  clock(): number;
  log: Logger;
};

export function deviceDoor(deps: DeviceDoorDeps): DeviceDoor {
  const check = startCheck(deps.store);
  return {
    admitDevice: (user, key) => told(deps, user, () => enter(deps, check, user, key)),
    takeFrom: (user, topic, body, packet) => told(deps, user, () => take(deps, user, { topic, body, packet })),
  };
}

/** Not the device's fault: it is not confirmed, and sends it again. */
const later: ReadonlySet<string> = new Set(["PUSH_BUSY", "CONNECTOR_PAUSED", "DISK_FAILED"]);

/** Whether it went well; what was refused is a fault that operators see. */
async function told({ report, log }: DeviceDoorDeps, user: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) log.error({ err: error, user }, "a device at the broker failed");
    else if (!later.has(error.code))
      report({
        gateway: holderOf(user)?.connector ?? null,
        code: error.code,
        subject: user.slice(0, 128),
        detail: error.detail,
      });
    return false;
  }
}

async function enter({ store, clock }: DeviceDoorDeps, check: Check, user: string, key?: Uint8Array): Promise<void> {
  const holder = await holderAt(store, user);
  const shown = key === undefined ? undefined : Buffer.from(key).toString("utf8");
  await check(holder, shown, clock());
}

/** A device may begin its packet ids anew with each connection, but soon comes again with what was not confirmed. */
const againMs = 5 * 60_000;

type Published = { topic: string; body: Uint8Array; packet: DevicePacket | undefined };

async function take({ store, intake, clock }: DeviceDoorDeps, user: string, { topic, body, packet }: Published) {
  const holder = await holderAt(store, user);
  const { connector, foreign } = holder;
  const own = topics.direct(connector, foreign);
  if (topic !== own) throw new Fault("TOPIC_FOREIGN", `"${user}" may publish to ${own} only, not to ${topic}`);
  if (body.length > largestBody) throw new Fault("PUSH_UNREADABLE", `more than ${largestBody} bytes`);
  const open = await store.read((tables) => openConnector(tables, connector));
  if (open === null || open.row.state === "paused") throw new Fault("CONNECTOR_PAUSED", `connector ${connector}`);
  const again = packet === undefined ? {} : { packet: { ...packet, believedMs: againMs } };
  const [received, came] = [clock(), { from: fromOf("mqtt", foreign), sender: foreign, body, ...again }];
  await intake.take(pushOf(open, { ...came, ...(await decode(open, { ...came, received })) }, received));
}

/** Throws `CREDENTIAL_REFUSED` for what is no device of the direct door. */
async function holderAt(store: Store, user: string): Promise<Holder> {
  const holder = holderOf(user);
  const row = holder === null ? null : await store.read(({ connectors }) => connectors.find(holder.connector));
  if (holder === null || row?.platform !== direct.name)
    throw new Fault("CREDENTIAL_REFUSED", `"${user.slice(0, 128)}" is no device of the direct door`);
  return holder;
}
