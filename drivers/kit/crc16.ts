/** CRC-16 with the reflected polynomial A001h and the start value FFFFh, as Modbus RTU and SL 651 use it. */

/** The polynomial x^16 + x^15 + x^2 + 1, bits reversed. */
const polynomial = 0xa001;

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc;
});

/** [Serial Line V1.02 §6.2.2] */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  return crc;
}
