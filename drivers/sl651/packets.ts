/** Puts a report that came in several packets together [SL651 §6.4.4, mode M3]. */
import type { Frame } from "./frame.ts";

/** Packets of one report come one after another within this time, ms. */
const patienceMs = 60_000;
/** A picture has the most: at 4 KiB a packet this is 256 KiB. */
const mostPackets = 64;

export class Packets {
  #parts = new Map<number, Uint8Array>();
  #func = "";
  #of = 0;
  #latest = 0;

  /** The whole body when the last packet came, null while some are missing; packets may come in any order and twice. */
  add({ func, packet, body }: Frame, now: number): { body: Uint8Array | null } | { damage: string } {
    if (packet === null) return { body };
    if (packet.of < 1 || packet.of > mostPackets || packet.number < 1 || packet.number > packet.of)
      return { damage: `packet ${packet.number} of ${packet.of} cannot be` };
    if (func !== this.#func || packet.of !== this.#of) this.#begin(func, packet.of);
    this.#latest = now;
    this.#parts.set(packet.number, body);
    if (this.#parts.size < this.#of) return { body: null };
    const ordered = Array.from({ length: this.#of }, (_, index) => this.#parts.get(index + 1) as Uint8Array);
    this.#begin("", 0);
    return { body: Uint8Array.from(ordered.flatMap((part) => [...part])) };
  }

  due(): number | null {
    return this.#parts.size === 0 ? null : this.#latest + patienceMs;
  }

  /** Names the packets that never came, once; null while there is time. */
  expire(now: number): string | null {
    const due = this.due();
    if (due === null || now < due) return null;
    const missing = Array.from({ length: this.#of }, (_, index) => index + 1).filter(
      (number) => !this.#parts.has(number),
    );
    const text = `packets ${missing.join(", ")} of ${this.#of} never came`;
    this.#begin("", 0);
    return text;
  }

  #begin(func: string, of: number): void {
    this.#parts = new Map();
    this.#func = func;
    this.#of = of;
  }
}
