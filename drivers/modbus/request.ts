/** Requests as bytes: unit, function, body, CRC [Application Protocol V1.1b3 §6; Serial Line V1.02 §2.5.1]. */
import { withCrc } from "./crc.ts";
import type { ReadFunction } from "./functions.ts";

/** [Application Protocol V1.1b3 §6.1–§6.4] */
export function readRequest(unit: number, code: ReadFunction, address: number, count: number): Uint8Array {
  return frame(unit, code, [address, count]);
}

/** [Application Protocol V1.1b3 §6.5] On is FF00, off is 0000. */
export function writeCoil(unit: number, address: number, on: boolean): Uint8Array {
  return frame(unit, 5, [address, on ? 0xff00 : 0]);
}

/** [Application Protocol V1.1b3 §6.6] */
export function writeRegister(unit: number, address: number, word: number): Uint8Array {
  return frame(unit, 6, [address, word]);
}

/** [Application Protocol V1.1b3 §6.12] */
export function writeRegisters(unit: number, address: number, words: readonly number[]): Uint8Array {
  const body = bytesOf(words);
  return withCrc(Uint8Array.from([unit, 16, ...bytesOf([address, words.length]), body.length, ...body]));
}

function frame(unit: number, code: number, words: readonly number[]): Uint8Array {
  return withCrc(Uint8Array.from([unit, code, ...bytesOf(words)]));
}

/** High byte first [Application Protocol V1.1b3 §4.2]. */
function bytesOf(words: readonly number[]): number[] {
  return words.flatMap((word) => [word >>> 8, word & 0xff]);
}
