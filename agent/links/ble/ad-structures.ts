/** The structures of an advertisement: names, service data and manufacturer data. */
import type { Advert } from "../../../drivers/kit/advert.ts";

/** [Bluetooth Assigned Numbers §2.3] */
const type = { shortName: 0x08, name: 0x09, service16: 0x16, service32: 0x20, service128: 0x21, manufacturer: 0xff };
const uuidBytes = new Map([
  [type.service16, 2],
  [type.service32, 4],
  [type.service128, 16],
]);

type Parts = Pick<Advert, "name" | "serviceData" | "manufacturer">;

/** [Core v5.3 Vol 3 Part C §11] Length, type, data; reading ends at a length of 0 or beyond the end. */
export function readStructures(data: Uint8Array): Parts {
  const parts: Parts & { serviceData: { uuid: string; data: Uint8Array }[] } = { serviceData: [] };
  for (let at = 0; at < data.length; ) {
    const length = data[at] as number;
    if (length === 0 || at + 1 + length > data.length) break;
    // A copy: what a Buffer calls a slice would keep the whole packet.
    readStructure(data[at + 1] as number, Uint8Array.from(data.subarray(at + 2, at + 1 + length)), parts);
    at += 1 + length;
  }
  return parts;
}

function readStructure(
  kind: number,
  data: Uint8Array,
  parts: Parts & { serviceData: { uuid: string; data: Uint8Array }[] },
): void {
  const width = uuidBytes.get(kind);
  if (width !== undefined && data.length >= width)
    parts.serviceData.push({
      uuid: Buffer.from(data.subarray(0, width)).reverse().toString("hex"),
      data: data.slice(width),
    });
  else if (kind === type.manufacturer && data.length >= 2)
    parts.manufacturer = { company: (data[0] as number) | ((data[1] as number) << 8), data: data.slice(2) };
  else if (kind === type.name || (kind === type.shortName && parts.name === undefined))
    parts.name = new TextDecoder().decode(data);
}
