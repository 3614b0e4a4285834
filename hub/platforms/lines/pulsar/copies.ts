/** What LZ4 and Snappy share: bytes that are copied from what came in, or from what went out already; never beyond either. */

export type Copies = {
  /** Where it stands in what came in. */
  at: number;
  /** Bytes that went out. */
  done: number;
  /** The next byte. */
  byte(): number;
  /** A number of so many bytes, the lowest first. */
  number(bytes: number): number;
  literal(length: number): void;
  /** Again what went out `back` bytes ago; it may reach into itself. */
  again(back: number, length: number): void;
};

export function startCopies(from: Uint8Array, to: Uint8Array): Copies {
  const room = (length: number) => {
    if (copies.done + length > to.length) throw new RangeError(`more than the ${to.length} bytes that were said`);
  };
  const copies: Copies = {
    at: 0,
    done: 0,
    byte() {
      if (copies.at >= from.length) throw new RangeError("it ends too early");
      return from[copies.at++] as number;
    },
    number(bytes) {
      let value = 0;
      for (let n = 0; n < bytes; n++) value += copies.byte() * 2 ** (8 * n);
      return value;
    },
    literal(length) {
      if (copies.at + length > from.length) throw new RangeError("it ends too early");
      room(length);
      to.set(from.subarray(copies.at, copies.at + length), copies.done);
      copies.at += length;
      copies.done += length;
    },
    again(back, length) {
      if (back === 0 || back > copies.done)
        throw new RangeError(`it looks ${back} bytes back, where ${copies.done} are`);
      room(length);
      for (const end = copies.done + length; copies.done < end; copies.done++)
        to[copies.done] = to[copies.done - back] as number;
    },
  };
  return copies;
}
