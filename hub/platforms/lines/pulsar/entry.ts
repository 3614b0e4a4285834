/** An entry of a topic: one message or a batch of them, as it lies behind the command. [Pulsar binary protocol, Payload commands] */
import { Fault } from "../../../../core/fault.ts";
import { compressionOf, type Metadata, metadata, singleMetadata } from "./command.ts";
import { crc32c } from "./crc32c.ts";
import { unpack } from "./unpack.ts";

const checksumMagic = 0x0e01;
const brokerMagic = 0x0e02;

/** How many messages it counts as, where that can be told, and what they say. `open` throws `PUSH_UNREADABLE`. */
export type Entry = { count: number; open(): Uint8Array[] };

export function readEntry(rest: Uint8Array): Entry {
  try {
    const { about, payload } = readSealed(Buffer.from(rest.buffer, rest.byteOffset, rest.length));
    return { count: Math.max(1, about.numMessagesInBatch ?? 1), open: () => openPayload(about, payload) };
  } catch (cause) {
    return { count: 1, open: () => fail(cause) };
  }
}

function fail(cause: unknown): never {
  if (cause instanceof Fault) throw cause;
  throw new Fault("PUSH_UNREADABLE", `it is cut short or damaged (${(cause as Error).message})`, { cause });
}

/** Some brokers put their own words before it, and older ones no checksum. */
function readSealed(rest: Buffer): { about: Metadata; payload: Buffer } {
  let at = rest.readUInt16BE() === brokerMagic ? 6 + rest.readUInt32BE(2) : 0;
  if (rest.readUInt16BE(at) === checksumMagic) {
    if (crc32c(rest.subarray(at + 6)) !== rest.readUInt32BE(at + 2)) unreadable("its checksum is wrong");
    at += 6;
  }
  const end = at + 4 + rest.readUInt32BE(at);
  if (end > rest.length) unreadable("it is cut short");
  return { about: metadata.decode(rest.subarray(at + 4, end)), payload: rest.subarray(end) };
}

function openPayload(about: Metadata, payload: Buffer): Uint8Array[] {
  if ((about.encryptionKeys ?? []).length > 0)
    unreadable("it is encrypted by its producer; only plain ones can be read");
  if ((about.numChunksFromMsg ?? 1) > 1) unreadable("it is one of several chunks; only whole ones can be read");
  try {
    const plain = unpack(compressionOf(about.compression ?? 0), payload, about.uncompressedSize ?? 0);
    return about.numMessagesInBatch === undefined ? [plain] : split(Buffer.from(plain), about.numMessagesInBatch);
  } catch (cause) {
    return fail(cause);
  }
}

/** `[size][metadata of one][payload of one]` … */
function split(batch: Buffer, count: number): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    const from = at + 4 + batch.readUInt32BE(at);
    const { payloadSize, compactedOut = false } = singleMetadata.decode(batch.subarray(at + 4, from));
    at = from + payloadSize;
    if (payloadSize < 0 || at > batch.length) unreadable(`message ${n} of its ${count} is cut short`);
    if (!compactedOut) messages.push(batch.subarray(from, at));
  }
  return messages;
}

function unreadable(why: string): never {
  throw new Fault("PUSH_UNREADABLE", why);
}
