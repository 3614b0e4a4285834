/** Keeps an MQTT packet of any length from filling the memory: a longer one passes cut, with its length corrected. */
import { Duplex } from "node:stream";
import { largestBody } from "../../core/body.ts";

/** Longest remaining length that passes whole; the longest topic, its length and a packet id fit beside a body. */
export const longestPacket = largestBody + 65_535 + 2 + 2 + 1;

type State = {
  /** Header bytes so far, while they are being read. */
  header: number[];
  /** Bytes of the current packet still to pass, and then to drop. */
  pass: number;
  drop: number;
};

/** A filter over the bytes of one connection, chunk by chunk. A cut PUBLISH still has a body longer than `largestBody`. */
export function packetLimit(): (chunk: Buffer) => Buffer {
  const state: State = { header: [], pass: 0, drop: 0 };
  return (chunk) => {
    const out: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) at += step(state, chunk, at, out);
    return out.length === 1 ? (out[0] as Buffer) : Buffer.concat(out);
  };
}

/** Consumes some bytes from `at` and returns how many. */
function step(state: State, chunk: Buffer, at: number, out: Buffer[]): number {
  if (state.pass > 0) {
    const taken = Math.min(state.pass, chunk.length - at);
    state.pass -= taken;
    out.push(chunk.subarray(at, at + taken));
    return taken;
  }
  if (state.drop > 0) {
    const dropped = Math.min(state.drop, chunk.length - at);
    state.drop -= dropped;
    return dropped;
  }
  readHeader(state, chunk[at] as number, out);
  return 1;
}

/** [MQTT 3.1.1 §2.2.3] One type byte, then the remaining length in 7-bit groups, at most four. */
function readHeader(state: State, byte: number, out: Buffer[]): void {
  state.header.push(byte);
  const { length } = state.header;
  if (length === 1 || (byte >= 0x80 && length < 5)) return;
  const remaining = state.header.slice(1).reduce((sum, group, i) => sum + (group & 0x7f) * 128 ** i, 0);
  state.pass = Math.min(remaining, longestPacket);
  state.drop = remaining - state.pass;
  out.push(Buffer.from(state.drop > 0 ? [state.header[0] as number, ...lengthBytes(state.pass)] : state.header));
  state.header = [];
}

function lengthBytes(length: number): number[] {
  const bytes = [];
  for (let rest = length; rest > 0; rest >>= 7) bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  return bytes;
}

/** The socket as seen through the filter; flow control passes both ways. */
export function limitPackets(socket: Duplex): Duplex {
  const limit = packetLimit();
  const limited = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, encoding, done) => void socket.write(chunk, encoding, done),
    writev: (chunks, done) => writeAll(socket, chunks, done),
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy(error ?? undefined);
      done(error);
    },
  });
  socket.on("data", (chunk: Buffer) => {
    const passed = limit(chunk);
    if (passed.length > 0 && !limited.push(passed)) socket.pause();
  });
  socket.on("end", () => limited.push(null));
  socket.on("error", (error) => limited.destroy(error));
  socket.on("close", () => limited.destroy());
  return limited;
}

function writeAll(socket: Duplex, chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: () => void): void {
  socket.cork();
  for (const [i, { chunk, encoding }] of chunks.entries()) {
    if (i === chunks.length - 1) socket.write(chunk, encoding, done);
    else socket.write(chunk, encoding);
  }
  socket.uncork();
}
