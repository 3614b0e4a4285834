/** From the bytes of one peer to whole messages: frames are cut, the parts of one report wait for each other. Pure. */
import { Framer } from "../../../drivers/kit/framer.ts";
import type { ListenWish } from "../kit/platform.ts";

export type Gathered =
  /** One message of a device, with all its frames. */
  | { device: string; message: Uint8Array }
  /** What only looked like a frame, and its bytes where they are known. */
  | { damage: string; bytes?: Uint8Array }
  /** A sound frame that tells the hub nothing. */
  | { idle: true };

/** A frame of which some is there is whole after this time, or never. */
export const stallMs = 10_000;
/** Parts of one report come within this time of each other. */
const partsMs = 60_000;
const mostParts = 64;
/** Devices whose reports may be half here at once, of one peer. */
const mostReports = 32;

type Report = { of: number; parts: Map<number, Uint8Array>; latest: number };

export class Gather {
  readonly #wish: Pick<ListenWish, "most" | "cut" | "peek">;
  readonly #framer: Framer;
  readonly #reports = new Map<string, Report>();

  constructor(wish: Pick<ListenWish, "most" | "cut" | "peek">) {
    this.#wish = wish;
    this.#framer = new Framer(wish.cut, wish.most, stallMs);
  }

  push(bytes: Uint8Array, now: number): Gathered[] {
    return this.#framer
      .push(bytes, now)
      .flatMap((piece) => ("damage" in piece ? [piece] : this.#take(piece.frame, now)));
  }

  /** When something that is half here will be given up; null: nothing is. */
  due(): number | null {
    return this.#framer.due();
  }

  /** Nothing more comes: what is half here is named. */
  end(): Gathered[] {
    const due = this.#framer.due();
    return due === null ? [] : this.#framer.wake(due).flatMap((piece) => ("damage" in piece ? [piece] : []));
  }

  #take(frame: Uint8Array, now: number): Gathered[] {
    const seen = this.#wish.peek(frame);
    if (seen === null) return [{ idle: true }];
    const { device, part } = seen;
    if (part === undefined || part.of === 1) return [{ device, message: frame }];
    if (part.of > mostParts || part.number < 1 || part.number > part.of)
      return [{ damage: `part ${part.number} of ${part.of} of ${device} cannot be` }];
    const report = this.#reportOf(device, part.of, now);
    report.parts.set(part.number, frame);
    if (report.parts.size < report.of) return [{ idle: true }];
    this.#reports.delete(device);
    return [{ device, message: joined(report) }];
  }

  /** Another report of the device, or one that was left long ago, begins anew. */
  #reportOf(device: string, of: number, now: number): Report {
    const known = this.#reports.get(device);
    const goesOn = known !== undefined && known.of === of && now - known.latest < partsMs;
    const report: Report = goesOn ? known : { of, parts: new Map(), latest: now };
    report.latest = now;
    this.#reports.delete(device);
    this.#reports.set(device, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > mostReports && oldest !== undefined) this.#reports.delete(oldest);
    return report;
  }
}

function joined({ of, parts }: Report): Uint8Array {
  const ordered = Array.from({ length: of }, (_, i) => parts.get(i + 1) as Uint8Array);
  return Buffer.concat(ordered);
}
