/** One RuuviTag: each new measurement becomes readings. */
import type { Advert } from "../kit/advert.ts";
import { readingsOf } from "../kit/advert-points.ts";
import type { AdvertSession, Output } from "../kit/driver.ts";
import type { RuuviConfig } from "./config.ts";
import { company, readFormat } from "./format.ts";

export class RuuviSession implements AdvertSession {
  readonly #config: RuuviConfig;
  #sequence: number | null = null;

  constructor(config: RuuviConfig) {
    this.#config = config;
  }

  hear({ manufacturer }: Advert): Output[] {
    if (manufacturer?.company !== company) return [];
    const data = readFormat(manufacturer.data);
    if (typeof data === "string") return [{ fault: { code: "FIELD_DAMAGED", detail: data } }];
    const isRepeat = data.sequence !== null && data.sequence === this.#sequence;
    this.#sequence = data.sequence;
    return isRepeat ? [] : readingsOf(this.#config.points, data.told);
  }
}
