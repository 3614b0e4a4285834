/** Snappy blocks: their length, then literals and copies. [Snappy compressed format description] */
import { type Copies, startCopies } from "./copies.ts";

/** Throws `RangeError` for what is damaged or longer. */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const plain = new Uint8Array(size);
  const copies = startCopies(packed, plain);
  const length = varint(copies);
  if (length !== size) throw new RangeError(`it says ${length} bytes, and ${size} before`);
  while (copies.at < packed.length) {
    const tag = copies.byte();
    (elements[tag & 3] as Element)(tag >> 2, copies);
  }
  return plain.subarray(0, copies.done);
}

type Element = (rest: number, copies: Copies) => void;

/** By the tag's lower two bits. */
const elements: readonly Element[] = [
  (rest, copies) => copies.literal(1 + (rest < 60 ? rest : copies.number(rest - 59))),
  (rest, copies) => copies.again((rest >> 3) * 256 + copies.byte(), 4 + (rest & 7)),
  (rest, copies) => copies.again(copies.number(2), 1 + rest),
  (rest, copies) => copies.again(copies.number(4), 1 + rest),
];

function varint(copies: Copies): number {
  let value = 0;
  for (let n = 0; n < 5; n++) {
    const byte = copies.byte();
    value += (byte & 127) * 2 ** (7 * n);
    if (byte < 128) return value;
  }
  throw new RangeError("its length has no end");
}
