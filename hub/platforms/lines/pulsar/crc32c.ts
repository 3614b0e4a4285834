/** CRC-32C (Castagnoli): the reflected polynomial 82F63B78h, start and end value FFFFFFFFh. [RFC 3720 §12.1] */
const polynomial = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc >>> 0;
});

/** Counted, not iterated: entries have megabytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1;
  for (let n = 0; n < bytes.length; n++) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[n] as number)) & 0xff] as number);
  return (crc ^ -1) >>> 0;
}
