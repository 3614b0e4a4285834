/** One iBeacon: present while it is heard, absent when it has been silent for long enough. */
import type { Advert } from "../kit/advert.ts";
import type { AdvertSession, Output } from "../kit/driver.ts";
import type { IbeaconConfig } from "./config.ts";

/** Apple's company identifier, and type and length of an iBeacon. [Proximity Beacon Specification R1 §2] */
export const company = 0x004c;
export const lead = [0x02, 0x15];

/** What an iBeacon's data begins with, after the company identifier. */
export function prefixOf({ uuid, major, minor }: Pick<IbeaconConfig, "uuid" | "major" | "minor">): Uint8Array {
  const id = Array.from({ length: 16 }, (_, i) => Number.parseInt(uuid.slice(i * 2, i * 2 + 2), 16));
  return Uint8Array.from([...lead, ...id, major >> 8, major & 0xff, minor >> 8, minor & 0xff]);
}

const dataBytes = 23;

export class IbeaconSession implements AdvertSession {
  readonly #config: IbeaconConfig;
  readonly #prefix: Uint8Array;
  #absentAt: number | null = null;

  constructor(config: IbeaconConfig) {
    this.#config = config;
    this.#prefix = prefixOf(config);
  }

  hear({ manufacturer, rssi }: Advert, now: number): Output[] {
    if (manufacturer?.company !== company || !this.#isThis(manufacturer.data)) return [];
    if (manufacturer.data.length < dataBytes)
      return [
        { fault: { code: "FIELD_DAMAGED", detail: `${manufacturer.data.length} of ${dataBytes} bytes of an iBeacon` } },
      ];
    if (rssi < (this.#config.leastDbm ?? -100)) return [];
    this.#absentAt = now + this.#config.absentAfterMs;
    return this.#tell(true, rssi);
  }

  /** Due at once when it was just opened: from then on silence is absence. */
  due(): number {
    return this.#absentAt ?? 0;
  }

  wake(now: number): Output[] {
    const wasOpened = this.#absentAt !== null;
    if (now < this.due()) return [];
    this.#absentAt = now + this.#config.absentAfterMs;
    return wasOpened ? this.#tell(false, null) : [];
  }

  #isThis(data: Uint8Array): boolean {
    return this.#prefix.every((byte, i) => data[i] === byte);
  }

  #tell(isPresent: boolean, rssi: number | null): Output[] {
    const { present, signal } = this.#config;
    const outputs: Output[] = [{ reading: { point: present, value: isPresent } }];
    if (signal !== undefined && rssi !== null) outputs.push({ reading: { point: signal, value: rssi } });
    return outputs;
  }
}
