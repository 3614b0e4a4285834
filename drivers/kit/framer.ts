/** Cuts a stream of bytes into frames: garbage is skipped, damage named, and what stays unfinished given up in time. */

/** What the bytes at hand begin with. */
export type Cut =
  /** The first so many bytes are a sound frame. */
  | { frame: number }
  /** The first so many are none; `damage` where they looked like one, which was `looked` bytes long. */
  | { skip: number; damage?: string; looked?: number }
  /** Not told yet. */
  | "more";

/** `bytes`: what looked like a frame, where the driver said how long it was. */
export type Piece = { frame: Uint8Array } | { damage: string; bytes?: Uint8Array };

export class Framer {
  readonly #cut: (bytes: Uint8Array) => Cut;
  readonly #most: number;
  readonly #stallMs: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #latest = 0;

  /** `cut` sees one byte at least; `most` is the longest frame, bytes; a frame must be whole `stallMs` after its latest byte. */
  constructor(cut: (bytes: Uint8Array) => Cut, most: number, stallMs: number) {
    this.#cut = cut;
    this.#most = most;
    this.#stallMs = stallMs;
  }

  push(bytes: Uint8Array, now: number): Piece[] {
    const pieces = this.wake(now);
    if (bytes.length > 0) this.#latest = now;
    // A portion of any size goes through in parts, so that memory stays bounded whatever comes.
    for (let at = 0; at < bytes.length; at += this.#most) {
      this.#bytes = joined(this.#bytes, bytes.subarray(at, at + this.#most));
      pieces.push(...this.#take());
    }
    return pieces;
  }

  due(): number | null {
    return this.#bytes.length === 0 ? null : this.#latest + this.#stallMs;
  }

  /** Gives up what stayed unfinished; a frame may still stand behind what only looked like the beginning of one. */
  wake(now: number): Piece[] {
    if (this.#bytes.length === 0 || now < this.#latest + this.#stallMs) return [];
    const pieces: Piece[] = [{ damage: `short frame: ${this.#bytes.length} bytes, then nothing` }];
    while (this.#bytes.length > 0) {
      this.#bytes = this.#bytes.subarray(1);
      pieces.push(...this.#take());
    }
    return pieces;
  }

  #take(): Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at < this.#bytes.length) {
      const cut = this.#cut(this.#bytes.subarray(at));
      if (cut === "more") {
        // Longer than any frame and still none: its first byte was not the beginning.
        if (this.#bytes.length - at < this.#most) break;
        at += 1;
      } else if ("frame" in cut) {
        pieces.push({ frame: this.#bytes.slice(at, at + cut.frame) });
        at += cut.frame;
      } else {
        const { damage, looked } = cut;
        if (damage !== undefined)
          pieces.push(looked === undefined ? { damage } : { damage, bytes: this.#bytes.slice(at, at + looked) });
        at += cut.skip;
      }
    }
    this.#bytes = this.#bytes.slice(at);
    return pieces;
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}
