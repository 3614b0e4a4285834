/** Bytes in, bytes out: small packets pass untouched however they are cut, large ones pass cut. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { largestBody } from "../../core/body.ts";
import { longestPacket, packetLimit } from "./packet-limit.ts";

function lengthBytes(length: number): number[] {
  const bytes = [];
  let rest = length;
  do {
    bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    rest >>= 7;
  } while (rest > 0);
  return bytes;
}

const packet = (type: number, body: Uint8Array) =>
  Buffer.concat([Buffer.from([type, ...lengthBytes(body.length)]), body]);

function pass(bytes: Buffer, cuts: readonly number[]): Buffer {
  const limit = packetLimit();
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return Buffer.concat(ends.map((end, i) => limit(bytes.subarray(ends[i - 1] ?? 0, end))));
}

test("packets of ordinary length pass byte for byte, however they are cut", () => {
  const packets = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }))
      .map(([type, body]) => packet(type, body)),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(packets, fc.array(fc.nat(), { maxLength: 9 }), (all, cuts) => {
      const bytes = Buffer.concat(all);
      expect(pass(bytes, cuts).equals(bytes)).toBe(true);
    }),
  );
});

test("a packet that is too long passes cut, its length corrected, and the next one passes whole", () => {
  const next = packet(0xc0, Buffer.alloc(0));
  const bytes = Buffer.concat([packet(0x32, Buffer.alloc(longestPacket + 12_345, 7)), next]);
  const passed = pass(bytes, [1, 2, 3, 4, 5, 70_000, longestPacket + 10]);
  expect(passed.equals(Buffer.concat([packet(0x32, Buffer.alloc(longestPacket, 7)), next]))).toBe(true);
});

test("a packet of the greatest length that passes whole still has room for a body larger than allowed", () => {
  const bytes = packet(0x32, Buffer.alloc(longestPacket, 7));
  expect(pass(bytes, [9]).equals(bytes)).toBe(true);
  expect(longestPacket - 2 - 65_535 - 2).toBeGreaterThan(largestBody);
});
