/** Entries as producers write them, opened again; damaged ones are refused and never run away. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryOf } from "../../../../test/kit/pulsar-entry.ts";
import { readEntry } from "./entry.ts";
import { unpackLz4 } from "./lz4.ts";
import { unpackSnappy } from "./snappy.ts";
import { unpack } from "./unpack.ts";

const textsOf = (entry: Buffer) =>
  readEntry(entry)
    .open()
    .map((body) => Buffer.from(body).toString());
const hundred = Array.from({ length: 100 }, (_, n) => JSON.stringify({ n, text: "烟感".repeat(n) }));

describe.each(["NONE", "LZ4", "ZLIB", "ZSTD", "SNAPPY"])("compressed as %s", (compression) => {
  test("a message and a batch of 100 come out as they went in", () => {
    for (const messages of [["one"], hundred]) {
      const entry = entryOf(messages, { compression });
      expect(textsOf(entry)).toEqual(messages);
      expect(readEntry(entry).count).toBe(messages.length);
    }
  });

  test("whatever somebody sends comes out as it went in", () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.constant(new Uint8Array(300).fill(7)));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const plain = Buffer.concat(parts);
        expect(Buffer.from(readEntry(entryOf([plain], { compression })).open()[0] ?? [])).toEqual(plain);
      }),
    );
  });

  test("what is damaged is refused with a reason", () => {
    const whole = entryOf(hundred, { compression });
    const flip = (at: number) => Buffer.from(whole).fill((whole[at] as number) ^ 1, at, at + 1);
    for (let at = 2; at < whole.length; at += 97)
      expect(() => readEntry(flip(at)).open()).toThrow(expect.objectContaining({ code: "PUSH_UNREADABLE" }));
    for (let end = 0; end < whole.length; end += 61)
      expect(() => readEntry(whole.subarray(0, end)).open()).toThrow(
        expect.objectContaining({ code: "PUSH_UNREADABLE" }),
      );
  });
});

test.each([
  ["LZ4", unpackLz4],
  ["SNAPPY", unpackSnappy],
] as const)("random bytes as %s end in an error or in so many bytes", (_, way) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(400), (bytes, size) => {
      try {
        expect(way(bytes, size).length).toBeLessThanOrEqual(size);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2000 },
  );
});

/** A literal of 4 GB, which a decoder that counts in 32 bits takes for a step back. */
test("a length beyond everything is refused at once", () => {
  expect(() => unpackSnappy(Buffer.from([10, 0xfc, 0, 0, 0, 0x80, 1]), 10)).toThrow(RangeError);
  expect(() => unpackLz4(Buffer.from([0xf0, ...Array<number>(60).fill(255)]), 10)).toThrow(RangeError);
});

const refused = (what: string | RegExp) =>
  expect.objectContaining({ code: "PUSH_UNREADABLE", detail: expect.stringMatching(what) });

test("what cannot be read is refused by its name: another compression, encrypted, chunks", () => {
  const sized = { uncompressedSize: 3 };
  expect(() => unpack("BROTLI", Buffer.from("one"), 3)).toThrow(refused("BROTLI"));
  // The number of a compression that is not published yet.
  expect(() => readEntry(entryOf(["one"], { about: { compression: 9, ...sized } })).open()).toThrow(refused(/\(9\)/));
  const encryptionKeys = [{ key: "k", value: Buffer.from("v") }];
  expect(() => readEntry(entryOf(["one"], { about: { encryptionKeys } })).open()).toThrow(refused("encrypted"));
  expect(() => readEntry(entryOf(["one"], { about: { numChunksFromMsg: 2 } })).open()).toThrow(refused("chunks"));
});

test("a bomb is refused: no more than was said of it, and no more than a frame could hold", () => {
  const bomb = Buffer.alloc(1_000_000);
  for (const compression of ["ZLIB", "ZSTD", "LZ4", "SNAPPY"]) {
    const open = (uncompressedSize: number) =>
      readEntry(entryOf([bomb], { compression, about: { uncompressedSize } })).open();
    expect(() => open(1000)).toThrow(refused("."));
    expect(() => open(2_000_000_000)).toThrow(refused("2000000000"));
    expect(open(1_000_000)[0]?.length).toBe(1_000_000);
  }
});

test("a batch of one is a batch; what the broker puts before an entry is passed over; a count beyond the entry is refused", () => {
  expect(textsOf(entryOf(["one"], { isBatch: true }))).toEqual(["one"]);
  expect(textsOf(entryOf(["one"], { brokerSays: Buffer.from([8, 1]) }))).toEqual(["one"]);
  const liar = entryOf(["one", "two"], { about: { numMessagesInBatch: 2_000_000_000 } });
  expect(() => readEntry(liar).open()).toThrow(refused("."));
});
