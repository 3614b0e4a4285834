/** One MiBeacon device: each new advert becomes readings; repeats are dropped, replays are told. */
import type { Advert } from "../kit/advert.ts";
import { readingsOf } from "../kit/advert-points.ts";
import type { AdvertSession, Output } from "../kit/driver.ts";
import { Freshness } from "../kit/freshness.ts";
import { readAdvert } from "./advert.ts";
import type { MibeaconConfig } from "./config.ts";

export class MibeaconSession implements AdvertSession {
  readonly #config: MibeaconConfig;
  readonly #freshness = new Freshness();
  #plainCounter: number | null = null;

  constructor(config: MibeaconConfig) {
    this.#config = config;
  }

  hear(advert: Advert): Output[] {
    const heard = readAdvert(advert, this.#config.key);
    if (heard === null) return [];
    if ("fault" in heard) return [heard];
    const stale = this.#config.key === undefined ? this.#repeated(heard.counter) : this.#freshness.judge(heard.counter);
    if (stale !== null) return stale;
    const outputs = readingsOf(this.#config.points, heard.told);
    if (heard.ended !== null && outputs.length === 0)
      outputs.push({ fault: { code: "FIELD_DAMAGED", detail: heard.ended } });
    return outputs;
  }

  /** The counter of a plain advert has one byte and begins anew: it tells repeats, not replays. */
  #repeated(counter: number): Output[] | null {
    const isSame = counter === this.#plainCounter;
    this.#plainCounter = counter;
    return isSame ? [] : null;
  }
}
