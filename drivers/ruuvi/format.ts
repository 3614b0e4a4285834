/** Ruuvi data formats 3 (RAWv1) and 5 (RAWv2): the bytes after the company identifier. */
import type { Told } from "../kit/advert-points.ts";

/** Bluetooth company identifier of Ruuvi Innovations. */
export const company = 0x0499;

export type RuuviData = {
  told: Told;
  /** Of format 5: grows with each measurement, 16 bits; null in format 3. */
  sequence: number | null;
};

type Format = { bytes: number; read(view: DataView): RuuviData };

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));
/** Without what the device marks as not available. */
const present = (told: Record<string, number | null>): Told =>
  Object.fromEntries(Object.entries(told).filter((entry): entry is [string, number] => entry[1] !== null));
const unless = (invalid: number, raw: number, value: (raw: number) => number) => (raw === invalid ? null : value(raw));

/** Units: °C, %, hPa, V, g, dBm. */
const formats: Readonly<Record<number, Format>> = {
  // [docs.ruuvi.com, data format 3] Sign and whole degrees in one byte, hundredths in the next.
  3: {
    bytes: 14,
    read(view) {
      const degrees = (view.getUint8(2) & 0x7f) + view.getUint8(3) / 100;
      return {
        sequence: null,
        told: {
          humidity: view.getUint8(1) * 0.5,
          temperature: rounded(view.getUint8(2) & 0x80 ? -degrees : degrees, 2),
          pressure: (view.getUint16(4) + 50_000) / 100,
          acceleration_x: view.getInt16(6) / 1000,
          acceleration_y: view.getInt16(8) / 1000,
          acceleration_z: view.getInt16(10) / 1000,
          voltage: view.getUint16(12) / 1000,
        },
      };
    },
  },
  // [docs.ruuvi.com, data format 5]
  5: {
    bytes: 24,
    read(view) {
      const power = view.getUint16(13);
      return {
        sequence: unless(0xffff, view.getUint16(16), (raw) => raw),
        told: present({
          temperature: unless(-0x8000, view.getInt16(1), (raw) => rounded(raw * 0.005, 3)),
          humidity: unless(0xffff, view.getUint16(3), (raw) => rounded(raw * 0.0025, 4)),
          pressure: unless(0xffff, view.getUint16(5), (raw) => (raw + 50_000) / 100),
          acceleration_x: unless(-0x8000, view.getInt16(7), (raw) => raw / 1000),
          acceleration_y: unless(-0x8000, view.getInt16(9), (raw) => raw / 1000),
          acceleration_z: unless(-0x8000, view.getInt16(11), (raw) => raw / 1000),
          voltage: unless(0x7ff, power >> 5, (raw) => (raw + 1600) / 1000),
          tx_power: unless(0x1f, power & 0x1f, (raw) => raw * 2 - 40),
          movement: unless(0xff, view.getUint8(15), (raw) => raw),
        }),
      };
    },
  },
};

/** A sentence where the bytes are none of these formats. */
export function readFormat(bytes: Uint8Array): RuuviData | string {
  const [id] = bytes;
  const format = formats[id ?? -1];
  if (format === undefined) return id === undefined ? "no data format" : `data format ${id} is not read here`;
  if (bytes.length < format.bytes) return `${bytes.length} of ${format.bytes} bytes of data format ${id}`;
  return format.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
