/** The payload of Milesight's LoRa sensors: channels one after another, each with a type and a value. */
import type { Told } from "../kit/advert-points.ts";

type Channel = { bytes: number; read(view: DataView): Told };

const positions = { 0: "normal", 1: "tilt" } as const;
const celsius = (view: DataView) => view.getInt16(0, true) / 10;
const distance = (name: string): Channel => ({ bytes: 2, read: (view) => ({ [name]: view.getUint16(0, true) }) });

const onOff = (name: string, view: DataView): Told => {
  const state = view.getUint8(0);
  return state > 1 ? {} : { [`binary:${name}`]: state === 1 };
};

/** Which axes are beyond their thresholds. [EM310-TILT user guide, "Threshold alarm": bit 0 X, 1 Y, 2 Z] */
function axes(bits: number): Told {
  const beyond = ["x", "y", "z"].filter((_, bit) => (bits >> bit) % 2 === 1);
  return { axes: beyond.join(","), "binary:tilt": beyond.length > 0 };
}

/** [EM400 and EM500 user guides, "Threshold alarm"] 0 within its limits again, 1 beyond them, 2 changed by a leap. */
function beyond(name: string, view: DataView): Told {
  const alarm = view.getUint8(2);
  return { [`${name}_alarm`]: alarm, [`binary:${name}`]: alarm !== 0 };
}

const nothing = (bytes: number): Channel => ({ bytes, read: () => ({}) });

/** By channel and type. [Milesight EM300, EM310, EM400 and EM500 series user guides, "Device payload"] Units: %, °C, cm, mm, °. */
const channels: Readonly<Record<string, Channel>> = {
  "01 75": { bytes: 1, read: (view) => ({ battery: view.getUint8(0) }) },
  "03 67": { bytes: 2, read: (view) => ({ temperature: celsius(view) }) },
  "03 77": { bytes: 2, read: (view) => ({ depth_cm: view.getUint16(0, true) }) },
  "03 82": distance("distance_mm"),
  "04 82": distance("distance_mm"),
  "04 68": { bytes: 1, read: (view) => ({ humidity: view.getUint8(0) / 2 }) },
  // One channel, two meanings: a leak for the EM300-SLD and -ZLD, the position for the EM400.
  "05 00": {
    bytes: 1,
    read: (view) => ({ ...onOff("leak", view), position: positions[view.getUint8(0) as 0 | 1] ?? "unknown" }),
  },
  "06 00": { bytes: 1, read: (view) => onOff("open", view) },
  "03 cf": {
    bytes: 7,
    read: (view) => ({
      angle_x: view.getInt16(0, true) / 100,
      angle_y: view.getInt16(2, true) / 100,
      angle_z: view.getInt16(4, true) / 100,
      alarm_bits: view.getUint8(6),
      ...axes(view.getUint8(6)),
    }),
  },
  "83 67": { bytes: 3, read: (view) => ({ temperature: celsius(view), ...beyond("temperature", view) }) },
  // What a sensor says of itself when it joins: power, versions, serial number, class, reset.
  "ff 01": nothing(1),
  "ff 09": nothing(2),
  "ff 0a": nothing(2),
  "ff 0b": nothing(1),
  "ff 0f": nothing(1),
  "ff 16": nothing(8),
  "ff fe": nothing(1),
  "ff ff": nothing(2),
  "84 82": { bytes: 3, read: (view) => ({ distance_mm: view.getUint16(0, true), ...beyond("distance", view) }) },
};

/** `ended`: why reading stopped; what came before it stands. */
export function readChannels(data: Uint8Array): { told: Told; ended: string | null } {
  let told: Told = {};
  let at = 0;
  while (at < data.length) {
    const name = [...data.subarray(at, at + 2)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const channel = channels[name];
    if (channel === undefined) return { told, ended: `channel ${name} is not known` };
    const end = at + 2 + channel.bytes;
    if (end > data.length) return { told, ended: `channel ${name} is cut short` };
    told = { ...told, ...channel.read(new DataView(data.buffer, data.byteOffset + at + 2, channel.bytes)) };
    at = end;
  }
  return { told, ended: null };
}
