/** Trouble on the wire: what becomes of a reply between a sensor and its bus. Pure. */
import { draw, type Noise } from "./physics/noise.ts";

/** One device's wire: `damaged` replies are still to be spoilt, every reply is `lateMs` late. */
export type Strand = { speech: "talking" | "silent"; damaged: number; lateMs: number };

/** By device id; who is not in it is well. */
export type Wire = Readonly<Record<string, Strand>>;

export const soundStrand: Strand = { speech: "talking", damaged: 0, lateMs: 0 };

export type Fate = "sent" | "damaged" | "silent";

/** What happens to the next reply of `device`, and the wire after it. */
export function nextFate(wire: Wire, device: string): { wire: Wire; fate: Fate; lateMs: number } {
  const strand = wire[device] ?? soundStrand;
  if (strand.speech === "silent") return { wire, fate: "silent", lateMs: 0 };
  if (strand.damaged === 0) return { wire, fate: "sent", lateMs: strand.lateMs };
  return {
    wire: { ...wire, [device]: { ...strand, damaged: strand.damaged - 1 } },
    fate: "damaged",
    lateMs: strand.lateMs,
  };
}

/** Flips two different bits: as many as the CRC is certain to see in any frame. */
export function flipBits(frame: Uint8Array, noise: Noise): { frame: Uint8Array; noise: Noise } {
  const bits = frame.length * 8;
  const first = draw(noise);
  const second = draw(first.noise);
  const one = Math.floor(first.part * bits);
  const other = (one + 1 + Math.floor(second.part * (bits - 1))) % bits;
  const flipped = frame.slice();
  for (const bit of [one, other]) flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return { frame: flipped, noise: second.noise };
}
