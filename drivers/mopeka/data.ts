/** The advert of a Mopeka Pro tank sensor: the bytes after the company identifier. */
import type { Told } from "../kit/advert-points.ts";

/** Bluetooth company identifier the sensors use (Nordic Semiconductor). */
export const company = 0x0059;
const bytes = 10;

/** Speed of sound in propane over temperature: mm of level a raw unit at 40 °C below the raw temperature. */
const propane = [0.573045, -0.002822, -0.00000535] as const;

/** A sentence where the bytes are none. Units: V, %, °C, cm; `quality` 0 to 3; `level` only counts with a quality above 0. */
export function readData(data: Uint8Array): Told | string {
  if (data.length !== bytes) return `${data.length} of ${bytes} bytes`;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const voltage = (view.getUint8(1) & 0x7f) / 32;
  const rawTemperature = view.getUint8(2) & 0x7f;
  const raw = view.getUint16(3, true);
  const millimetres = (raw & 0x3fff) * (propane[0] + propane[1] * rawTemperature + propane[2] * rawTemperature ** 2);
  return {
    hardware: view.getUint8(0),
    voltage,
    battery: Math.round(Math.min(100, Math.max(0, ((voltage - 2.2) / 0.65) * 100))),
    temperature: rawTemperature - 40,
    "binary:sync": view.getUint8(2) > 0x7f,
    level: Number((millimetres / 10).toFixed(1)),
    quality: raw >> 14,
    acceleration_x: view.getInt8(8),
    acceleration_y: view.getInt8(9),
  };
}
