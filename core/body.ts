/** Tells the kinds of message body apart by their first byte. */

export const largestBody = 1024 * 1024;

export type BodyKind = "senml" | "cbor" | "zstd" | "unknown";

/** `[` is SenML JSON, a CBOR array a batch, 28 B5 2F FD zstd. */
export function bodyKind(bytes: Uint8Array): BodyKind {
  const first = bytes[0];
  if (first === undefined) return "unknown";
  if (first === 0x5b) return "senml";
  if (first >= 0x80 && first <= 0x9f) return "cbor";
  return first === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? "zstd" : "unknown";
}
