/** CRC-16 of a Modbus RTU frame [Serial Line V1.02 §2.5.1.2, §6.2.2]. */

/** The polynomial x^16 + x^15 + x^2 + 1, bits reversed. */
const polynomial = 0xa001;

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc;
});

export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  return crc;
}

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
