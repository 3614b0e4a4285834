/** One analog sensor: a median of samples through the calibration; outside the live band it is a fault. */
import type { Output, PinSession } from "../kit/driver.ts";
import type { PinSample } from "../kit/pin.ts";
import type { AnalogConfig } from "./config.ts";
import { valueAt } from "./curve.ts";
import { signals } from "./signals.ts";

export class AnalogSession implements PinSession {
  readonly #config: AnalogConfig;
  #samples: number[] = [];

  constructor(config: AnalogConfig) {
    this.#config = config;
  }

  sense(sample: PinSample): Output[] {
    if (sample.name !== this.#config.pin || !("volts" in sample) || !Number.isFinite(sample.volts)) return [];
    this.#samples.push(this.#signalOf(sample.volts));
    if (this.#samples.length < (this.#config.median ?? 5)) return [];
    const signal = medianOf(this.#samples);
    this.#samples = [];
    return [this.#judge(signal)];
  }

  due(): null {
    return null;
  }

  wake(): Output[] {
    return [];
  }

  #signalOf(volts: number): number {
    const { signal, shuntOhm = 1, divider = 1 } = this.#config;
    return signal === "4-20 mA" ? (volts / shuntOhm) * 1000 : volts * divider;
  }

  #judge(signal: number): Output {
    const { pin, point, points, decimals = 3 } = this.#config;
    const { unit, least, most, below, above } = signals[this.#config.signal];
    if (signal >= least && signal <= most)
      return { reading: { point, value: Number(valueAt(points, signal).toFixed(decimals)) } };
    const what = signal < least ? below : above;
    return { fault: { code: "FIELD_LOOP", detail: `${pin} ${signal.toFixed(2)} ${unit}: ${what}` } };
  }
}

/** The middle of an odd number of samples, the lower middle of an even. */
function medianOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] as number;
}
