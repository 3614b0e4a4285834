/** A MiBeacon advert, versions 4 and 5: the frame, its encryption, and the objects in it. */
import type { FieldFault } from "../../core/fault.ts";
import type { Value } from "../../core/reading.ts";
import type { Advert } from "../kit/advert.ts";
import type { Told } from "../kit/advert-points.ts";
import { openCcm } from "../kit/ccm.ts";
import { fromHex, toHex } from "../kit/hex.ts";
import { objects } from "./objects.ts";

export const serviceUuid = "fe95";

/** Bits of the frame control word. [MiBeacon §"Frame control"] */
const bits = { encrypted: 3, address: 4, capability: 5, object: 6 };
const has = (control: number, bit: number) => ((control >> bit) & 1) === 1;
/** Of the capability byte: two more bytes follow. */
const ioCapability = 0x20;

export type MibeaconAdvert = {
  /** Type of the product, 4 hex digits. */
  product: string;
  /** Of the advert; where encrypted, with the longer counter above it. */
  counter: number;
  told: Told;
  /** Why reading stopped before the end; what came before it stands. */
  ended: string | null;
};

/** `key` in hex. Null where the advert carries no MiBeacon data or no object. */
export function readAdvert(
  { address, serviceData }: Advert,
  key: string | undefined,
): MibeaconAdvert | { fault: FieldFault } | null {
  const data = serviceData.find(({ uuid }) => uuid === serviceUuid)?.data;
  if (data === undefined) return null;
  if (data.length < 5) return fault("FIELD_DAMAGED", `a frame of ${data.length} bytes`);
  const control = (data[0] as number) | ((data[1] as number) << 8);
  if (!has(control, bits.object)) return null;
  const start = objectsAt(control, data);
  if (start > data.length) return fault("FIELD_DAMAGED", "the frame ends before its objects");
  const product = toHex([data[3] as number, data[2] as number]).replaceAll(" ", "");
  if (!has(control, bits.encrypted)) {
    if (key !== undefined) return fault("FIELD_UNPROTECTED", "a plain advert of a device that has a key");
    return { product, counter: data[4] as number, ...readObjects(data.subarray(start)) };
  }
  if (control >> 12 < 4)
    return fault("FIELD_DAMAGED", `encryption of version ${control >> 12}; this reads versions 4 and 5`);
  if (key === undefined) return fault("FIELD_KEY_WRONG", "the advert is encrypted and no key is set");
  return open(address, product, data, start, has(control, bits.address), fromHex(key) as Uint8Array);
}

function objectsAt(control: number, data: Uint8Array): number {
  const afterAddress = has(control, bits.address) ? 11 : 5;
  if (!has(control, bits.capability)) return afterAddress;
  return afterAddress + (((data[afterAddress] ?? 0) & ioCapability) === 0 ? 1 : 3);
}

/** [MiBeacon v5 §"Encryption"] Ciphertext, 3 bytes of counter, 4 bytes of tag; the nonce is address, product, counter and that. */
function open(
  address: string,
  product: string,
  data: Uint8Array,
  start: number,
  withAddress: boolean,
  key: Uint8Array,
): MibeaconAdvert | { fault: FieldFault } {
  if (data.length < start + 8) return fault("FIELD_DAMAGED", `an encrypted payload of ${data.length - start} bytes`);
  const mac = withAddress
    ? data.subarray(5, 11)
    : Uint8Array.from(fromHex(address.replaceAll(":", "")) ?? []).reverse();
  const long = data.subarray(-7, -4);
  const plain = openCcm({
    key,
    nonce: Uint8Array.from([...mac, ...data.subarray(2, 5), ...long]),
    data: data.subarray(start, -7),
    tag: data.subarray(-4),
    header: Uint8Array.of(0x11),
  });
  if (plain === null) return fault("FIELD_KEY_WRONG", "the advert does not open with the key that is set");
  const counter =
    (data[4] as number) + 256 * ((long[0] as number) + 256 * ((long[1] as number) + 256 * (long[2] as number)));
  return { product, counter, ...readObjects(plain) };
}

function readObjects(data: Uint8Array): Pick<MibeaconAdvert, "told" | "ended"> {
  const told: Record<string, Value> = {};
  let at = 0;
  while (at + 3 <= data.length) {
    const type = (data[at] as number) | ((data[at + 1] as number) << 8);
    const end = at + 3 + (data[at + 2] as number);
    const title = `object 0x${type.toString(16).padStart(4, "0")}`;
    if (end > data.length) return { told, ended: `${title} is cut short` };
    const values = objects[type]?.(data.subarray(at + 3, end)) ?? null;
    if (values === null) return { told, ended: `${title} is not known, or not with ${end - at - 3} bytes` };
    Object.assign(told, values);
    at = end;
  }
  return { told, ended: at === data.length ? null : "the last object is cut short" };
}

function fault(code: FieldFault["code"], detail: string): { fault: FieldFault } {
  return { fault: { code, detail } };
}
