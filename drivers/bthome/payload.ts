/** The payload of a BTHome v2 advert: objects one after another, in the order of their ids. */
import type { Value } from "../../core/reading.ts";
import type { Told } from "../kit/advert-points.ts";
import { toHex } from "../kit/hex.ts";
import { type BthomeObject, objects } from "./objects.ts";

/** `ended`: why reading stopped before the end; what came before it stands. */
export type Payload = { told: Told; packetId: number | null; ended: string | null };

/** Values of one name that comes several times are told apart: `temperature_1`, `temperature_2`. */
export function readPayload(bytes: Uint8Array): Payload {
  const found: { name: string; value: Value }[] = [];
  let at = 0;
  let ended: string | null = null;
  while (at < bytes.length && ended === null) {
    const id = bytes[at] as number;
    const object = objects[id];
    const size = object === undefined ? null : sizeOf(object, bytes, at + 1);
    // [bthome.io/format] The length of an unknown object is unknown too.
    if (object === undefined || size === null) ended = `object 0x${id.toString(16).padStart(2, "0")} is not known`;
    else if (at + 1 + size > bytes.length) ended = `${object.name} is cut short`;
    else {
      found.push(...readObject(object, bytes.subarray(at + 1, at + 1 + size)));
      at += 1 + size;
    }
  }
  const packetId = found.find(({ name }) => name === "packet_id")?.value;
  return { told: toldOf(found), packetId: typeof packetId === "number" ? packetId : null, ended };
}

/** Bytes after the id; null where the length itself is missing. */
function sizeOf(object: BthomeObject, bytes: Uint8Array, at: number): number | null {
  if (object.kind === "number") return object.bytes;
  if (object.kind === "binary") return 1;
  if (object.kind === "event") return 1 + object.more;
  const length = bytes[at];
  return length === undefined ? 1 : 1 + length;
}

function readObject(object: BthomeObject, data: Uint8Array): { name: string; value: Value }[] {
  const { name } = object;
  if (object.kind === "number") return [{ name, value: numberOf(object, data) }];
  if (object.kind === "binary") return [{ name, value: data[0] !== 0 }];
  if (object.kind === "event") {
    const event = object.events[data[0] as number];
    return event === undefined ? [] : [{ name, value: event }];
  }
  return [
    { name, value: object.kind === "text" ? new TextDecoder().decode(data.subarray(1)) : toHex(data.subarray(1)) },
  ];
}

function numberOf({ signed, factor, decimals }: Extract<BthomeObject, { kind: "number" }>, data: Uint8Array): number {
  const raw = data.reduceRight((value, byte) => value * 256 + byte, 0);
  const limit = 256 ** data.length;
  const value = signed && raw >= limit / 2 ? raw - limit : raw;
  return Number((value * factor).toFixed(decimals));
}

function toldOf(found: readonly { name: string; value: Value }[]): Told {
  const told: Record<string, Value> = {};
  for (const { name, value } of found) {
    const alike = found.filter((other) => other.name === name);
    const nth = Object.keys(told).filter((key) => key.startsWith(`${name}_`)).length + 1;
    told[alike.length === 1 ? name : `${name}_${nth}`] = value;
  }
  return told;
}
