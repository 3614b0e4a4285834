/** What a gateway's first months leave behind: what was adopted, what failed, what is lost, and the record it was accepted by. */
import { createSign, generateKeyPairSync } from "node:crypto";
import type { Epoch, GatewayId } from "../../core/id.ts";
import type { Tables } from "../store/store.ts";
import type { Placed } from "./street.ts";

export type Lived = { id: GatewayId; title: string; place: string; devices: readonly Placed[] };
type Key = ReturnType<typeof makeKey>;

const [minuteMs, dayMs] = [60_000, 86_400_000];
/** One of so many devices still waits for somebody to adopt it. */
const waitingOf = 12;

/** One key signs for the whole street: what stands in the records is to be looked at, not to be believed. */
export const makeKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

export async function live(tables: Tables, gateway: Lived, key: Key, now: number): Promise<void> {
  const { id, devices } = gateway;
  await adopt(tables, gateway, now - 200 * dayMs);
  const [one, other = one] = devices;
  if (one === undefined || other === undefined) return;
  await addFaults(tables, id, [one, other], now);
  await addLoss(tables, id, one, now);
  await tables.records.add(recordOf(gateway, one, key, now - 199 * dayMs));
}

async function adopt({ registry }: Tables, { id, devices }: Lived, at: number): Promise<void> {
  const adopted = devices.filter((_, n) => n % waitingOf !== waitingOf - 1).map(({ device }) => device.id);
  for (const device of [null, ...adopted]) {
    const entry = await registry.find({ gateway: id, device });
    if (entry !== null)
      await registry.put({ ...entry, life: "in-service", lifeSince: at, revision: entry.revision + 1 });
  }
}

async function addFaults({ faults }: Tables, gateway: GatewayId, [one, other]: [Placed, Placed], now: number) {
  const of = ({ device: { id } }: Placed) => ({ gateway, device: id, subject: id });
  await faults.add({ ...of(one), code: "FIELD_SILENT", detail: "no answer in 1000 ms" }, now - 40 * minuteMs);
  await faults.add({ ...of(other), code: "FIELD_DAMAGED", detail: "checksum 1f3a, not 1f3b" }, now - 3 * dayMs);
  await faults.add({ gateway, code: "LINK_DOWN", subject: "rs485-1", detail: "/dev/ttyUSB0 is gone" }, now - dayMs);
}

async function addLoss({ ledger }: Tables, gateway: GatewayId, { device, kind }: Placed, now: number): Promise<void> {
  const [lastAt, count] = [now - 20 * dayMs, 120];
  await ledger.add({
    ...{ gateway, lane: "data", epoch: "epoch-of-the-sample" as Epoch, from: 0, at: lastAt + dayMs, why: "evicted" },
    ...{ device: device.id, point: kind.point.id, count, firstAt: lastAt - count * minuteMs, lastAt },
  });
}

function recordOf({ id, title, place }: Lived, { device, kind }: Placed, { privateKey, publicKey }: Key, at: number) {
  const { quiet, point } = kind;
  const text = JSON.stringify({
    ...{ id: `record-${id}`, gateway: { id, title, place }, version: "0.1.0", at, isClockSure: true },
    ...{ technician: { name: "周师傅", signature: "" }, witness: null },
    devices: [
      {
        ...{ id: device.id, model: device.model, title: device.title, place: device.place, link: "rs485-1" },
        ...{ address: "1", position: null, photo: null, readings: [{ point, value: quiet, at }], fault: "" },
        proof: { how: "drill", by: "周师傅", raisedAt: at + minuteMs, hubMs: 1800 },
      },
    ],
  });
  const signature = createSign("sha256").update(text).sign(privateKey, "base64");
  const body = JSON.stringify({ text, signature, publicKey: publicKey.export({ type: "spki", format: "pem" }) });
  return { id: `record-${id}`, gateway: id, at, filedAt: at + minuteMs, body };
}
