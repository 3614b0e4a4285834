/** A BTHome v2 advert: device information, the encryption, and the objects in it. */
import type { FieldFault } from "../../core/fault.ts";
import type { Advert } from "../kit/advert.ts";
import { openCcm } from "../kit/ccm.ts";
import { fromHex } from "../kit/hex.ts";
import { type Payload, readPayload } from "./payload.ts";

/** [bthome.io/format] 16-bit UUID of the service data. */
export const serviceUuid = "fcd2";

/** [bthome.io/encryption] Bits of the device information byte. */
const encrypted = 0x01;
const addressIncluded = 0x02;
const versionOf = (info: number) => info >> 5;

export type BthomeAdvert = Payload & {
  /** Of an encrypted advert: grows with each new one. */
  counter: number | null;
};

/** `key` in hex. Null where the advert carries no BTHome data. */
export function readAdvert(
  { address, serviceData }: Advert,
  key: string | undefined,
): BthomeAdvert | { fault: FieldFault } | null {
  const data = serviceData.find(({ uuid }) => uuid === serviceUuid)?.data;
  if (data === undefined) return null;
  const [info] = data;
  if (info === undefined) return fault("FIELD_DAMAGED", "service data without device information");
  if (versionOf(info) !== 2)
    return fault("FIELD_DAMAGED", `version ${versionOf(info)} of BTHome; this reads version 2`);
  const start = (info & addressIncluded) === 0 ? 1 : 7;
  if (data.length < start) return fault("FIELD_DAMAGED", "the address in the service data is cut short");
  if ((info & encrypted) === 0) {
    if (key !== undefined) return fault("FIELD_UNPROTECTED", "a plain advert of a device that has a key");
    return { ...readPayload(data.subarray(start)), counter: null };
  }
  if (key === undefined) return fault("FIELD_KEY_WRONG", "the advert is encrypted and no key is set");
  return open(address, info, data.subarray(start), fromHex(key) as Uint8Array);
}

/** [bthome.io/encryption] Ciphertext, 4 bytes of counter, 4 bytes of tag; the nonce is address, UUID, device information, counter. */
function open(
  address: string,
  info: number,
  sealed: Uint8Array,
  key: Uint8Array,
): BthomeAdvert | { fault: FieldFault } {
  if (sealed.length < 9) return fault("FIELD_DAMAGED", `an encrypted payload of ${sealed.length} bytes`);
  const counter = sealed.subarray(-8, -4);
  const mac = fromHex(address.replaceAll(":", "")) ?? new Uint8Array(6);
  const nonce = Uint8Array.from([...mac, 0xd2, 0xfc, info, ...counter]);
  const plain = openCcm({ key, nonce, data: sealed.subarray(0, -8), tag: sealed.subarray(-4) });
  if (plain === null) return fault("FIELD_KEY_WRONG", "the advert does not open with the key that is set");
  return { ...readPayload(plain), counter: new DataView(counter.buffer, counter.byteOffset, 4).getUint32(0, true) };
}

function fault(code: FieldFault["code"], detail: string): { fault: FieldFault } {
  return { fault: { code, detail } };
}
