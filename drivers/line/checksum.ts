/** The checksums that lines of text carry. */
import { crc16 } from "../kit/crc16.ts";

export type Checksum = "none" | "NMEA" | "sum" | "CRC-16";

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, "0");

/** For each: how many characters it has at the end, and what they must be for the text before. */
const kinds: Record<Checksum, { digits: number; of(text: string): string }> = {
  none: { digits: 0, of: () => "" },
  // [NMEA 0183] XOR of what stands between `$` and `*`.
  NMEA: {
    digits: 3,
    of: (text) =>
      `*${hex(
        bytesOf(text.replace(/^\$/, "")).reduce((xor, byte) => xor ^ byte, 0),
        2,
      )}`,
  },
  sum: {
    digits: 2,
    of: (text) =>
      hex(
        bytesOf(text).reduce((sum, byte) => (sum + byte) & 0xff, 0),
        2,
      ),
  },
  "CRC-16": { digits: 4, of: (text) => hex(crc16(bytesOf(text)), 4) },
};

/** The line without its checksum; null where that is wrong or missing. */
export function strip(line: string, kind: Checksum): string | null {
  const { digits, of } = kinds[kind];
  if (line.length < digits) return null;
  const text = line.slice(0, line.length - digits);
  return line.slice(text.length).toUpperCase() === of(text) ? text : null;
}
