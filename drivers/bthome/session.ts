/** One BTHome device: each new advert becomes readings; repeats are dropped, replays are told. */
import type { Advert } from "../kit/advert.ts";
import { readingsOf } from "../kit/advert-points.ts";
import type { AdvertSession, Output } from "../kit/driver.ts";
import { Freshness } from "../kit/freshness.ts";
import { readAdvert } from "./advert.ts";
import type { BthomeConfig } from "./config.ts";

export class BthomeSession implements AdvertSession {
  readonly #config: BthomeConfig;
  readonly #freshness = new Freshness();
  #packetId: number | null = null;

  constructor(config: BthomeConfig) {
    this.#config = config;
  }

  hear(advert: Advert): Output[] {
    const heard = readAdvert(advert, this.#config.key);
    if (heard === null) return [];
    if ("fault" in heard) return [heard];
    const stale = heard.counter === null ? this.#repeated(heard.packetId) : this.#freshness.judge(heard.counter);
    if (stale !== null) return stale;
    const outputs = readingsOf(this.#config.points, heard.told);
    if (heard.ended !== null && outputs.length === 0)
      outputs.push({ fault: { code: "FIELD_DAMAGED", detail: heard.ended } });
    return outputs;
  }

  /** [bthome.io/format, "Packet id"] The same packet is sent several times, so that one of them is heard. */
  #repeated(packetId: number | null): Output[] | null {
    if (packetId === null) return null;
    const isSame = packetId === this.#packetId;
    this.#packetId = packetId;
    return isSame ? [] : null;
  }
}
