/** Link over BLE: adverts from a process of its own; silence of the whole air is climbed against step by step. */
import type { OpenScanner } from "../../bus/scanning.ts";
import type { Clock } from "../../clock/clock.ts";
import { superviseChild } from "../child.ts";
import type { FromScanner, ToScanner } from "./messages.ts";

export type BleSettings = {
  /** `hci0`, or `tcp:host:port`. */
  controller: string;
  /** No advert of anybody for so long is not to be believed. */
  silenceMs: number;
};

const beatMs = 1000;

export function bleScanner({ controller, silenceMs }: BleSettings, clock: Clock): OpenScanner {
  return (filters, events) => {
    let isUp = false;
    let heard = 0;
    let heardAt = clock.monotonic();
    /** How often the scan was begun anew since the last advert. */
    let rescans = 0;
    const first: ToScanner = { start: { controller, filters } };
    const child = superviseChild(
      { script: "ble/ble-child", first, beatMs },
      {
        onMessage(message) {
          const said = message as FromScanner;
          if ("advert" in said) events.onAdvert(said.advert);
          else if ("scanning" in said) up();
          else if ("beat" in said) beat(said.beat.heard);
        },
        onDown(reason) {
          down(reason);
          heard = 0;
          heardAt = clock.monotonic();
          rescans = 0;
        },
      },
      clock,
    );

    function beat(now: number): void {
      if (now !== heard) {
        heard = now;
        heardAt = clock.monotonic();
        rescans = 0;
        up();
        return;
      }
      const silentMs = clock.monotonic() - heardAt;
      if (silentMs < silenceMs * (rescans + 1)) return;
      down(`no advert heard for ${Math.round(silentMs / 1000)} s`);
      // First the scan, then the process with the adapter; each restart of it is told by its end.
      if (rescans === 0) child.send({ rescan: true } satisfies ToScanner);
      else child.restart(`no advert heard for ${Math.round(silentMs / 1000)} s`);
      rescans += 1;
    }

    function up(): void {
      if (!isUp) events.onState({ up: true });
      isUp = true;
    }

    function down(reason: string): void {
      isUp = false;
      events.onState({ up: false, reason });
    }

    return { close: () => child.close() };
  };
}
