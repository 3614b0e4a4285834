/** One telemetry station: its reports become readings, and what must be confirmed is confirmed. */
import type { Value } from "../../core/reading.ts";
import type { ListeningSession, Output } from "../kit/driver.ts";
import { Framer, type Piece } from "../kit/framer.ts";
import { type Body, type Observed, readBody } from "./body.ts";
import type { ElementPoint, Sl651Config } from "./config.ts";
import { cutFrame, type Form, type Frame, mostBytes, readFrame, wireOf, writeDownlink } from "./frame.ts";
import { Packets } from "./packets.ts";

/** A byte of a slow radio may be this late, ms. */
const stallMs = 3000;
const minuteMs = 60_000;
const seriesMs = 11 * 5 * minuteMs;

/** [SL651 §6.4] A sign of life is not confirmed. */
const neverConfirmed = new Set(["2F"]);

export class Sl651Session implements ListeningSession {
  readonly #config: Sl651Config;
  readonly #framer = new Framer(cutFrame, mostBytes, stallMs);
  readonly #packets = new Packets();
  /** The station's own time and when it was heard: what a question is stamped with. */
  #clock: { digits: string; sentAt: number; heardAt: number } | null = null;
  #serial = 0;
  readonly poll?: (now: number) => Output[];

  constructor(config: Sl651Config) {
    this.#config = config;
    if (config.mode === "M4") this.poll = (now) => this.#ask(now);
  }

  receive(bytes: Uint8Array, now: number): Output[] {
    return this.#framer.push(bytes, now).flatMap((piece) => this.#hear(piece, now));
  }

  due(): number | null {
    const times = [this.#framer.due(), this.#packets.due()].filter((time) => time !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  wake(now: number): Output[] {
    const missing = this.#packets.expire(now);
    return [
      ...this.#framer.wake(now).flatMap((piece) => this.#hear(piece, now)),
      ...(missing === null ? [] : [damaged(missing)]),
    ];
  }

  #hear(piece: Piece, now: number): Output[] {
    if ("damage" in piece) return [damaged(piece.damage)];
    const frame = readFrame(piece.frame);
    if (frame.direction === "down") return [];
    if (frame.station !== this.#config.station) return [{ stranger: frame.station }];
    if (frame.packet === null) return this.#report(frame, frame.body, now);
    const whole = this.#packets.add(frame, now);
    if ("damage" in whole) return [damaged(whole.damage)];
    return whole.body === null ? [] : this.#report(frame, whole.body, now);
  }

  #report(frame: Frame, bytes: Uint8Array, now: number): Output[] {
    const body = readBody(frame.func, bytes, frame.form);
    if (body.sentAt !== null) this.#clock = { digits: body.sentDigits, sentAt: body.sentAt, heardAt: now };
    const outputs = this.#readings(body);
    if (body.damage !== null) outputs.push(damaged(`function ${frame.func}: ${body.damage}`));
    if (this.#confirms(frame)) outputs.push({ send: this.#confirmation(frame, body) });
    return outputs;
  }

  #confirms({ func }: Frame): boolean {
    const { mode = "M2" } = this.#config;
    return (mode === "M2" || mode === "M3") && !neverConfirmed.has(func);
  }

  /** Serial and time are the report's own: the station finds its report by them, and its clock is not set by a confirmation. */
  #confirmation(frame: Frame, { serial, sentDigits }: Body): Uint8Array {
    const body = wireOf(`${serial}${sentDigits}`, frame.form);
    return writeDownlink({ ...frame, body }, this.#config.closing === "hang up" ? "EOT" : "ESC");
  }

  /** [SL651 §6.6.4.9] Function 37H; stamped with the station's own time as far as it is known. */
  #ask(now: number): Output[] {
    const { station, centre = "01", password = "0000" } = this.#config;
    this.#serial = (this.#serial % 0xffff) + 1;
    const time = this.#clock === null ? "000101000000" : digitsAt(this.#clock.sentAt + now - this.#clock.heardAt);
    const form: Form = "HEX";
    const body = wireOf(`${this.#serial.toString(16).padStart(4, "0").toUpperCase()}${time}`, form);
    return [{ send: writeDownlink({ form, station, centre, password, func: "37", body }, "ENQ") }];
  }

  #readings(body: Body): Output[] {
    const outputs: Output[] = [];
    let aheadOf: string | null = null;
    for (const observed of body.observed) {
      const agoMs = this.#agoMs(observed, body);
      if (observed.value === null) continue;
      // A series that would lie ahead of its own sending has no known time.
      if (observed.index !== undefined && agoMs === null) aheadOf ??= observed.element;
      else
        for (const point of this.#config.points)
          outputs.push(...readingOf(point, observed, observed.value, agoMs ?? 0));
    }
    if (aheadOf !== null)
      outputs.push({
        fault: {
          code: "FIELD_OUT_OF_RANGE",
          detail: `series ${aheadOf} lies ahead of its own sending: try the setting series`,
        },
      });
    return outputs;
  }

  /** Null: ahead of its sending by more than a minute. */
  #agoMs({ at, index }: Observed, { sentAt }: Body): number | null {
    if (at === null || sentAt === null) return 0;
    const measuredAt = index !== undefined && this.#config.series === "last" ? at - seriesMs : at;
    const agoMs = sentAt - measuredAt;
    return agoMs < -minuteMs ? null : Math.max(0, agoMs);
  }
}

function readingOf(point: ElementPoint, { element }: Observed, value: number, agoMs: number): Output[] {
  if (point.element !== element) return [];
  return [
    { reading: { point: point.point, value: pointValue(point, value), ...(agoMs >= minuteMs ? { agoMs } : {}) } },
  ];
}

function pointValue({ bit, trueWhen = 1, scale = 1, offset = 0 }: ElementPoint, value: number): Value {
  if (bit !== undefined) return ((value >>> bit) & 1) === trueWhen;
  // Nine decimals are below any element's and above what binary adds.
  return scale === 1 && offset === 0 ? value : Number((value * scale + offset).toFixed(9));
}

/** [SL651 §6.6.4] YYMMDDHHmmss. */
function digitsAt(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, "").slice(2, 14);
}

function damaged(detail: string): Output {
  return { fault: { code: "FIELD_DAMAGED", detail } };
}
