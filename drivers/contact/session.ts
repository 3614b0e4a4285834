/** One contact: a change counts when it has lasted; a broken line is a fault and never a state. */
import type { Output, PinSession } from "../kit/driver.ts";
import type { PinSample } from "../kit/pin.ts";
import type { ContactConfig } from "./config.ts";
import { type LoopState, stateOf } from "./loop.ts";

const faultText: Record<Exclude<LoopState, "open" | "closed">, string> = {
  cut: "the line is cut or a resistor is missing",
  shorted: "the line is shorted before its resistor",
  unclear: "the voltage fits neither open nor closed",
};

export class ContactSession implements PinSession {
  readonly #config: ContactConfig;
  /** What was seen last, and since when; null before anything was. */
  #seen: { state: LoopState; volts: number | null; since: number } | null = null;
  /** What was told last: a state is told anew each time it is seen again. */
  #settled: LoopState | null = null;

  constructor(config: ContactConfig) {
    this.#config = config;
  }

  sense(sample: PinSample, now: number): Output[] {
    if (sample.name !== this.#config.pin) return [];
    const seen = this.#stateOf(sample);
    if (seen === null) return [];
    const volts = "volts" in sample ? sample.volts : null;
    if (this.#seen?.state !== seen) this.#seen = { state: seen, volts, since: now };
    else this.#seen.volts = volts;
    if (now - this.#seen.since < this.#config.debounceMs) return [];
    this.#settled = seen;
    return this.#tell();
  }

  due(): number | null {
    return this.#seen === null || this.#seen.state === this.#settled
      ? null
      : this.#seen.since + this.#config.debounceMs;
  }

  wake(now: number): Output[] {
    const due = this.due();
    if (due === null || now < due || this.#seen === null) return [];
    this.#settled = this.#seen.state;
    return this.#tell();
  }

  #stateOf(sample: PinSample): LoopState | null {
    const { loop, pull = "up" } = this.#config;
    if ("volts" in sample)
      return loop !== undefined && Number.isFinite(sample.volts) ? stateOf(loop, sample.volts) : null;
    if (loop !== undefined) return null;
    return sample.level === (pull === "down") ? "closed" : "open";
  }

  #tell(): Output[] {
    const state = this.#settled;
    if (state === null) return [];
    if (state === "open" || state === "closed")
      return [{ reading: { point: this.#config.point, value: state === this.#config.trueWhen } }];
    const volts = this.#seen?.volts ?? 0;
    return [
      { fault: { code: "FIELD_LOOP", detail: `${this.#config.pin} ${volts.toFixed(2)} V: ${faultText[state]}` } },
    ];
  }
}
