/** The frames of Eddystone: UID, URL, telemetry (plain and encrypted) and ephemeral identifier. */
import type { Value } from "../../core/reading.ts";
import { toHex } from "../kit/hex.ts";

export const serviceUuid = "feaa";

export type EddystoneFrame = { frame: "UID" | "URL" | "TLM" | "eTLM" | "EID" } & Record<string, Value>;

const hex = (bytes: Uint8Array) => toHex(bytes).replaceAll(" ", "");
const signed = (byte: number) => (byte << 24) >> 24;

/** [Eddystone-URL §"URL Scheme Prefix", §"HTTP URL encoding"] */
const schemes = ["http://www.", "https://www.", "http://", "https://"];
const endings = [
  ".com/",
  ".org/",
  ".edu/",
  ".net/",
  ".info/",
  ".biz/",
  ".gov/",
  ".com",
  ".org",
  ".edu",
  ".net",
  ".info",
  ".biz",
  ".gov",
];

type Shape = { least: number; read(data: Uint8Array, view: DataView): EddystoneFrame | string };

/** By frame type [github.com/google/eddystone, protocol specification]. */
const shapes: Readonly<Record<number, Shape>> = {
  0: {
    least: 18,
    read: (data) => ({
      frame: "UID",
      tx_power: signed(data[1] as number),
      namespace: hex(data.subarray(2, 12)),
      instance: hex(data.subarray(12, 18)),
    }),
  },
  16: { least: 3, read: (data) => urlOf(data) },
  32: { least: 14, read: (data, view) => (data[1] === 0 ? telemetry(view) : sealed(data, view)) },
  48: {
    least: 10,
    read: (data) => ({ frame: "EID", tx_power: signed(data[1] as number), eid: hex(data.subarray(2, 10)) }),
  },
};

/** A sentence where the bytes are no frame. */
export function readFrame(data: Uint8Array): EddystoneFrame | string {
  const type = data[0];
  const shape = type === undefined ? undefined : shapes[type];
  if (shape === undefined)
    return type === undefined ? "an empty frame" : `frame type 0x${type.toString(16).padStart(2, "0")} is not known`;
  if (data.length < shape.least)
    return `${data.length} of ${shape.least} bytes of frame type 0x${(type as number).toString(16).padStart(2, "0")}`;
  return shape.read(data, new DataView(data.buffer, data.byteOffset, data.byteLength));
}

function urlOf(data: Uint8Array): EddystoneFrame | string {
  const scheme = schemes[data[2] as number];
  if (scheme === undefined) return `URL scheme ${data[2]} is not known`;
  const rest = [...data.subarray(3)].map(
    (byte) => endings[byte] ?? (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : null),
  );
  if (rest.includes(null)) return "the URL holds a reserved character";
  return { frame: "URL", tx_power: signed(data[1] as number), url: scheme + rest.join("") };
}

/** [Eddystone-TLM, unencrypted] mV, 8.8 fixed point °C, counts since boot, 0.1 s. A value of 0 mV or -128 °C is none. */
function telemetry(view: DataView): EddystoneFrame {
  const voltage = view.getUint16(2);
  const temperature = view.getInt16(4);
  return {
    frame: "TLM",
    ...(voltage === 0 ? {} : { voltage: voltage / 1000 }),
    ...(temperature === -0x8000 ? {} : { temperature: Number((temperature / 256).toFixed(2)) }),
    adverts: view.getUint32(6),
    uptime: view.getUint32(10) / 10,
  };
}

function sealed(data: Uint8Array, view: DataView): EddystoneFrame | string {
  if (data[1] !== 1) return `telemetry version ${data[1]} is not known`;
  if (data.length < 18) return `${data.length} of 18 bytes of encrypted telemetry`;
  return { frame: "eTLM", salt: view.getUint16(14, true), mic: view.getUint16(16, true) };
}
