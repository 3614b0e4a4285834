/** LZ4 blocks: literals and matches in turn, the last without a match. [LZ4 Block Format Description] */
import { type Copies, startCopies } from "./copies.ts";

const leastMatch = 4;

/** Throws `RangeError` for what is damaged or longer. */
export function unpackLz4(packed: Uint8Array, size: number): Uint8Array {
  const plain = new Uint8Array(size);
  const copies = startCopies(packed, plain);
  while (copies.at < packed.length) {
    const token = copies.byte();
    copies.literal(lengthOf(token >> 4, copies));
    if (copies.at >= packed.length) break;
    const back = copies.number(2);
    copies.again(back, lengthOf(token & 15, copies) + leastMatch);
  }
  return plain.subarray(0, copies.done);
}

/** 15 goes on in the next bytes, 255 as often as needed. */
function lengthOf(nibble: number, copies: Copies): number {
  let length = nibble;
  for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) more = copies.byte();
  return length;
}
