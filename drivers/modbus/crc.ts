/** CRC-16 of a Modbus RTU frame [Serial Line V1.02 §2.5.1.2, §6.2.2]. */
import { crc16 } from "../kit/crc16.ts";

/** The body followed by its CRC, low byte first. */
export function withCrc(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(body.length + 2);
  frame.set(body);
  new DataView(frame.buffer).setUint16(body.length, crc16(body), true);
  return frame;
}

/** Whether the last two bytes are the CRC of those before. */
export function hasCrc(frame: Uint8Array): boolean {
  const end = frame.length - 2;
  if (end < 0) return false;
  const crc = crc16(frame.subarray(0, end));
  return frame[end] === (crc & 0xff) && frame[end + 1] === crc >>> 8;
}
