/** A CRC before bytes that lie for years: SQLite checks no page. */
import { crc32 } from "node:zlib";

const sealBytes = 4;

export function seal(bytes: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(sealBytes + bytes.length);
  sealed.writeUInt32LE(crc32(bytes), 0);
  sealed.set(bytes, sealBytes);
  return sealed;
}

/** Null when they are not the bytes that were sealed. */
export function unseal(sealed: Uint8Array): Uint8Array | null {
  const bytes = sealed.subarray(sealBytes);
  const head = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  return head.length >= sealBytes && head.readUInt32LE(0) === crc32(bytes) ? bytes : null;
}
