/** One pulse sensor: edges become pulses, pulses become sums told at fixed intervals. */
import type { PointId } from "../../core/id.ts";
import type { Output, PinSession } from "../kit/driver.ts";
import type { PinSample } from "../kit/pin.ts";
import type { PulseConfig } from "./config.ts";

const minuteMs = 60_000;

export class PulseSession implements PinSession {
  readonly #config: PulseConfig;
  #level: boolean | null = null;
  #lastPulse = Number.NEGATIVE_INFINITY;
  #nextTelling: number | null = null;
  #sum = 0;
  #total = 0;
  /** Pulses of the last 60 minutes by the minute: at most 61. */
  #minutes: { minute: number; pulses: number }[] = [];

  constructor(config: PulseConfig) {
    this.#config = config;
  }

  /** A pulse is the edge towards the contact's closed level; the first level told is none. */
  sense(sample: PinSample, now: number): Output[] {
    if (sample.name !== this.#config.pin || !("level" in sample)) return [];
    this.#nextTelling ??= now + this.#config.everyMs;
    const before = this.#level;
    this.#level = sample.level;
    const closed = this.#config.pull === "down";
    if (before !== null && before !== sample.level && sample.level === closed) this.#pulse(now);
    return [];
  }

  due(): number | null {
    return this.#nextTelling;
  }

  wake(now: number): Output[] {
    if (this.#nextTelling === null || now < this.#nextTelling) return [];
    const sinceMs = now - this.#nextTelling + this.#config.everyMs;
    this.#nextTelling = now + this.#config.everyMs;
    const pulses = this.#sum;
    this.#sum = 0;
    const perSecond = (pulses * 1000) / sinceMs;
    if (perSecond > this.#config.mostPerSecond) return [this.#noise(pulses, perSecond)];
    this.#total += pulses;
    this.#count(Math.floor(now / minuteMs), pulses);
    return this.#tell(pulses);
  }

  #pulse(now: number): void {
    const apart = now - this.#lastPulse;
    if (apart >= this.#config.debounceMs) {
      this.#lastPulse = now;
      this.#sum += 1;
    }
  }

  #count(minute: number, pulses: number): void {
    this.#minutes = this.#minutes.filter((entry) => entry.minute > minute - 60);
    this.#minutes.push({ minute, pulses });
  }

  #tell(pulses: number): Output[] {
    const { sum, hour, total } = this.#config;
    const inHour = this.#minutes.reduce((all, entry) => all + entry.pulses, 0);
    return [...this.#reading(sum, pulses), ...this.#reading(hour, inHour), ...this.#reading(total, this.#total)];
  }

  #reading(point: PointId | undefined, pulses: number): Output[] {
    if (point === undefined) return [];
    // Sums of 0.1 are not exact in binary: nine decimals are far below any bucket.
    return [{ reading: { point, value: Number((pulses * this.#config.perPulse).toFixed(9)) } }];
  }

  #noise(pulses: number, perSecond: number): Output {
    const detail = `${this.#config.pin}: ${pulses} pulses, ${perSecond.toFixed(1)} a second; not counted`;
    return { fault: { code: "FIELD_OUT_OF_RANGE", detail } };
  }
}
