/** The "PU" frame of Huaqiang's NB-IoT detectors: a header with IMEI and clock, and the body of the smoke detector W308. */
import type { Told } from "../kit/advert-points.ts";
import { alertBits, deviceTypes, modes, packetTypes, smokeDetector } from "./codes.ts";

/** "PU" and two bytes of length. */
const prefixBytes = 4;
const headerBytes = 21;
const bodyBytes = 27;
/** The lower bits of the attributes; two above them say how the body is encrypted. */
const lengthMask = 0x03ff;

export type Cut = { frame: Uint8Array; rest: Uint8Array };

/** The first frame and what comes after it; a sentence where the bytes begin with none. */
export function cutFrame(data: Uint8Array): Cut | string {
  if (data.length < prefixBytes) return `${data.length} bytes are no frame`;
  if (data[0] !== 0x50 || data[1] !== 0x55) return "it does not begin with PU";
  const end = prefixBytes + (((data[2] as number) << 8) | (data[3] as number));
  if (end > data.length) return `${data.length} of ${end} bytes`;
  return { frame: data.subarray(prefixBytes, end), rest: data.subarray(end) };
}

/** What a frame without its prefix tells; a sentence where it is not a smoke detector's. Nothing protects the bytes. */
export function readFrame(frame: Uint8Array): Told | string {
  if (frame.length < headerBytes) return `a header of ${frame.length} of ${headerBytes} bytes`;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const wrong = wrongHeader(view);
  return wrong ?? { ...readHeader(view), ...readBody(view) };
}

function wrongHeader(view: DataView): string | null {
  const [type, device, attributes] = [view.getUint8(0), view.getUint8(3), view.getUint16(7)];
  if (packetTypes[type] === undefined) return `packet type ${type} is not known`;
  if (device !== smokeDetector) return `it is a ${deviceTypes[device] ?? `device of type ${device}`}`;
  if ((attributes >> 10) & 3) return `the body is encrypted (way ${(attributes >> 10) & 3})`;
  const length = attributes & lengthMask;
  if (length !== bodyBytes || view.byteLength !== headerBytes + bodyBytes)
    return `a body of ${view.byteLength - headerBytes} bytes, told as ${length}, not ${bodyBytes}`;
  return null;
}

function readHeader(view: DataView): Told {
  return {
    packet_type: view.getUint8(0),
    serial: view.getUint8(1),
    version: view.getUint8(2),
    device_type: view.getUint8(3),
    vendor: view.getUint8(4),
    operator: view.getUint8(6),
    attributes: view.getUint16(7),
    clock_s: view.getUint32(9),
    imei: imeiOf(view),
  };
}

/** Digits in swapped halves of 8 bytes; the 16th is none. */
function imeiOf(view: DataView): string {
  const bytes = Array.from({ length: 8 }, (_, i) => view.getUint8(13 + i));
  return bytes
    .map((byte) => `${byte & 15}${byte >> 4}`)
    .join("")
    .slice(0, 15);
}

function readBody(view: DataView): Told {
  const alert = view.getUint8(23);
  return {
    command: view.getUint16(21),
    alert,
    ...standing(alert),
    trouble_code: view.getUint8(24),
    mode: modes[view.getUint8(25)] ?? `${view.getUint8(25)}`,
    voltage: view.getUint16(26) / 100,
    battery: view.getUint8(28),
    temperature: view.getUint8(29) - 100,
    cell: view.getUint32(30),
    rsrp: -view.getUint8(34),
    smoke_s: view.getUint32(35),
    test_s: view.getUint32(39),
    test_result: view.getUint8(43),
    reserved: view.getUint32(44),
  };
}

function standing(alert: number): Told {
  const bit = (at: number) => ((alert >> at) & 1) === 1;
  const [smoke, batteryLow, trouble] = [bit(alertBits.smoke), bit(alertBits.batteryLow), bit(alertBits.trouble)];
  const event = smoke ? "alarm" : trouble ? "fault" : batteryLow ? "low battery" : "normal";
  return { "binary:smoke": smoke, "binary:battery_low": batteryLow, "binary:trouble": trouble, event };
}
