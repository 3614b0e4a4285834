/** Tells a new advert from a repeated one and from one that somebody sends again. */
import type { Output } from "./driver.ts";

export class Freshness {
  #latest: number | null = null;

  /** `counter` only ever grows. Null: new; no output: the same again; a fault: older than what was heard. */
  judge(counter: number): Output[] | null {
    const latest = this.#latest;
    if (latest !== null && counter === latest) return [];
    if (latest !== null && counter < latest)
      return [{ fault: { code: "FIELD_REPLAYED", detail: `counter ${counter} after ${latest}` } }];
    this.#latest = counter;
    return null;
  }
}
