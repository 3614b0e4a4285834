/** A gateway's key: trusted when it is the first of its id, afterwards the only one. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Logger } from "pino";
import Type from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import { GatewayId } from "../../core/id.ts";
import type { Door } from "../broker/door.ts";
import { admitCertificate } from "../enrolment/enrol.ts";
import type { SeenFault } from "../store/faults.ts";
import type { Store, Tables } from "../store/store.ts";

const Id = Type.Object({ id: GatewayId });

/** Throws `GATEWAY_KEY_MISMATCH`, or `INPUT_INVALID` for what cannot be a gateway's id. Only the key's SHA-256 is kept. */
export async function admit(store: Store, name: string, key: Uint8Array | undefined, now: number): Promise<void> {
  const { id } = check(Id, { id: name }, "INPUT_INVALID");
  if (key === undefined || key.length === 0) throw new Fault("GATEWAY_KEY_MISMATCH", `"${id}" came without a key`);
  const hash = createHash("sha256").update(key).digest("hex");
  const trusted = await store.transaction(async ({ gateways, certificates }) => {
    await refuseConnector(gateways, id);
    const hasCertificate = (await certificates.listOf(id)).some(({ revokedAt }) => revokedAt === null);
    if (hasCertificate)
      throw new Fault("GATEWAY_KEY_MISMATCH", `"${id}" is enrolled: it comes by mqtts with its certificate alone`);
    const row = await gateways.find(id);
    if (row !== null && row.keyHash !== null) return row.keyHash;
    if (row === null) await gateways.meet(id, now);
    await gateways.putKeyHash(id, hash);
    return hash;
  });
  if (!timingSafeEqual(Buffer.from(trusted), Buffer.from(hash)))
    throw new Fault("GATEWAY_KEY_MISMATCH", `"${id}" came with another key than at first`);
}

/** A platform stands as a gateway and never comes to the broker: its id is nobody's to take. */
async function refuseConnector(gateways: Tables["gateways"], id: GatewayId): Promise<void> {
  if ((await gateways.kindOf(id)) === "platform")
    throw new Fault("GATEWAY_KEY_MISMATCH", `"${id}" is a platform's connector and no gateway`);
}

/** The embedded broker's door; what it refuses is reported like everything else that the field does wrong. */
export function keyDoor(store: Store, report: (fault: SeenFault) => void, clock: () => number, log: Logger): Door {
  return {
    async admit(name, key) {
      try {
        await admit(store, name, key, clock());
        return true;
      } catch (error) {
        if (error instanceof Fault) report(refusalOf(name, error));
        else log.error({ err: error, gateway: name }, "a gateway could not be admitted");
        return false;
      }
    },
    async admitPeer(id, peer) {
      try {
        await admitCertificate(store, id, peer, clock());
        await store.transaction(async ({ gateways }) => {
          await refuseConnector(gateways, id as GatewayId);
          await gateways.meet(id as GatewayId, clock());
        });
        return true;
      } catch (error) {
        if (error instanceof Fault) report({ ...refusalOf(id, error), gateway: peer.cn as GatewayId });
        else log.error({ err: error, gateway: id }, "a gateway could not be admitted");
        return false;
      }
    },
    turnedAway(why) {
      report({ gateway: null, code: "CERTIFICATE_REFUSED", subject: "", detail: why });
    },
    refused(gateway, topic) {
      report({ gateway, code: "TOPIC_FOREIGN", subject: "", detail: `"${gateway}" may not use ${topic}` });
    },
  };
}

/** What cannot be a gateway's id is not put in a gateway's place. */
function refusalOf(name: string, { code, detail }: Fault): SeenFault {
  return { gateway: code === "INPUT_INVALID" ? null : (name as GatewayId), code, subject: "", detail };
}
