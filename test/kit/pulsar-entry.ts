/** For tests: entries as producers of Apache Pulsar write them: one message, or a batch, compressed or not. */
import { createRequire } from "node:module";
import { deflateSync, zstdCompressSync } from "node:zlib";
import { compress } from "lz4-wasm-nodejs";
import { type Metadata, metadata, numberOf, singleMetadata } from "../../hub/platforms/lines/pulsar/command.ts";
import { crc32c } from "../../hub/platforms/lines/pulsar/crc32c.ts";

/** It comes without types. */
const snappy = createRequire(import.meta.url)("snappyjs") as { compress(plain: Uint8Array): Uint8Array };

const packings: Readonly<Record<string, (plain: Buffer) => Uint8Array>> = {
  NONE: (plain) => plain,
  // The library puts the length before the block; the protocol has it in the metadata.
  LZ4: (plain) => compress(plain).subarray(4),
  ZLIB: (plain) => deflateSync(plain),
  ZSTD: (plain) => zstdCompressSync(plain),
  SNAPPY: (plain) => snappy.compress(plain),
};

export type EntryWish = {
  compression?: string;
  /** One message in a batch of its own, too, where it is asked for. */
  isBatch?: boolean;
  about?: Partial<Metadata>;
  /** Before the rest, as some brokers have it. */
  brokerSays?: Buffer;
};

export function entryOf(messages: readonly (string | Buffer)[], wish: EntryWish = {}): Buffer {
  const { compression = "NONE", isBatch = messages.length > 1, about = {}, brokerSays } = wish;
  const bodies = messages.map((message) => Buffer.from(message as string));
  const plain = isBatch ? Buffer.concat(bodies.flatMap(partOf)) : (bodies[0] as Buffer);
  const own = metadata.encode({
    ...{ producerName: "cloud", sequenceId: 1n, publishTime: 1_790_000_000_000n },
    ...(isBatch ? { numMessagesInBatch: messages.length } : {}),
    ...(compression === "NONE"
      ? {}
      : { compression: numberOf("CompressionType", compression), uncompressedSize: plain.length }),
    ...about,
  });
  const packed = packings[compression]?.(plain) ?? plain;
  const sealed = Buffer.concat([lengthOf(own), own, packed]);
  const check = Buffer.alloc(6);
  check.writeUInt16BE(0x0e01);
  check.writeUInt32BE(crc32c(sealed), 2);
  const before = brokerSays === undefined ? [] : [Buffer.from([0x0e, 0x02]), lengthOf(brokerSays), brokerSays];
  return Buffer.concat([...before, check, sealed]);
}

function partOf(body: Buffer): Uint8Array[] {
  const one = singleMetadata.encode({ payloadSize: body.length });
  return [lengthOf(one), one, body];
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}
