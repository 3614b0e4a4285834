/** Frames: `[whole size][command size][command]`, and what else comes with a message. [Pulsar binary protocol, Framing] */
import { Fault } from "../../../../core/fault.ts";
import { type Command, decode, encode } from "./command.ts";

/** `rest` is what came after the command: an entry (`entry.ts`). */
export type Frame = { command: Command | null; rest: Uint8Array };

/** What a message may have unless the broker tells of another size, and what comes with it. */
export const usualMessage = 5 * 1024 * 1024;
const aroundIt = 10 * 1024;
/** Whatever a broker tells. */
export const mostMessage = 32 * 1024 * 1024;

export function frameOf(command: Command, rest: Uint8Array = new Uint8Array()): Buffer {
  const bytes = encode(command);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(4 + bytes.length + rest.length);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes, rest]);
}

/** Bytes as they come → whole frames. Both throw `LINE_DOWN` for what is no frame, or too long a one. */
export function startCutter(): { cut(bytes: Buffer): Frame[]; allow(message: number): void } {
  let parts: Buffer[] = [];
  let length = 0;
  let most = usualMessage + aroundIt;
  /** Joined only once a whole frame is there. */
  const next = (): Buffer | null => {
    if (length < 4) return null;
    const size = firstSize(parts);
    if (size < 4 || size > most)
      throw new Fault("LINE_DOWN", `the broker sent a frame of ${size} bytes; 4 to ${most} can be`);
    if (length < 4 + size) return null;
    const whole = joined(parts);
    parts = [whole.subarray(4 + size)];
    length -= 4 + size;
    return whole.subarray(4, 4 + size);
  };
  return {
    cut(bytes) {
      parts.push(bytes);
      length += bytes.length;
      const frames: Frame[] = [];
      for (let frame = next(); frame !== null; frame = next()) frames.push(readFrame(frame));
      return frames;
    },
    allow(message) {
      most = Math.min(Math.max(message, usualMessage), mostMessage) + aroundIt;
    },
  };
}

function firstSize(parts: Buffer[]): number {
  const [first] = parts;
  return (first !== undefined && first.length >= 4 ? first : Buffer.concat(parts)).readUInt32BE();
}

function joined(parts: Buffer[]): Buffer {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
}

function readFrame(frame: Buffer): Frame {
  const size = frame.readUInt32BE();
  if (size > frame.length - 4)
    throw new Fault("LINE_DOWN", `the broker sent a command longer than its frame (${size})`);
  try {
    return { command: decode(frame.subarray(4, 4 + size)), rest: frame.subarray(4 + size) };
  } catch (cause) {
    throw new Fault("LINE_DOWN", `the broker sent what is no command of Pulsar (${(cause as Error).message})`, {
      cause,
    });
  }
}
