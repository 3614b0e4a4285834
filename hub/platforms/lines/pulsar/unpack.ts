/** Payloads as producers compress them. Nothing becomes longer than was said of it. */
import { inflateSync, zstdDecompressSync } from "node:zlib";
import { Fault } from "../../../../core/fault.ts";
import { mostMessage } from "./frame.ts";
import { unpackLz4 } from "./lz4.ts";
import { unpackSnappy } from "./snappy.ts";

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** By the names of `CompressionType`. */
const ways: Readonly<Record<string, Unpack | undefined>> = {
  NONE: (packed) => packed,
  LZ4: unpackLz4,
  ZLIB: (packed, size) => inflateSync(packed, { maxOutputLength: Math.max(1, size) }),
  ZSTD: (packed, size) => zstdDecompressSync(packed, { maxOutputLength: Math.max(1, size) }),
  SNAPPY: unpackSnappy,
};

/** Throws for what cannot be. */
export function unpack(name: string, packed: Uint8Array, size: number): Uint8Array {
  const way = ways[name];
  if (way === undefined) throw new Fault("PUSH_UNREADABLE", `its compression (${name}) is not known here`);
  if (way === ways.NONE) return packed;
  if (size > mostMessage) throw new Fault("PUSH_UNREADABLE", `it says that it has ${size} bytes unpacked`);
  const plain = way(packed, size);
  if (plain.length === size) return plain;
  throw new Fault("PUSH_UNREADABLE", `${name} gave ${plain.length} of its ${size} bytes`);
}
