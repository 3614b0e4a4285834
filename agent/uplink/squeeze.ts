/** A body in a zstd frame where that pays: the hub tells it by its first bytes. */
import zlib from "node:zlib";

// By name, so that a Node without zstd still loads this and comes to say that it is too old.
const { constants, zstdCompressSync } = zlib;

/** Below this a frame saves less than it costs. */
const leastBytes = 256;
/** A frame must save a tenth of the body. */
const mostShare = 0.9;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

export function squeeze(body: Uint8Array): Uint8Array {
  if (body.length <= leastBytes) return body;
  const frame = zstdCompressSync(body, options);
  return frame.length <= body.length * mostShare ? frame : body;
}
