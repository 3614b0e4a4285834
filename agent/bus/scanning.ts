/** Devices that advertise: each advert goes to the sessions whose filter it passes. */
import { type Advert, type AdvertFilter, passes } from "../../drivers/kit/advert.ts";
import type { AdvertSession } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import type { LinkState } from "../links/link.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { openEars } from "./ears.ts";
import type { HeardDevice } from "./hearing.ts";

export type AdvertisingDevice = HeardDevice & { session: AdvertSession; filter: AdvertFilter };

export type AdvertEvents = { onAdvert(advert: Advert): void; onState(state: LinkState): void };
/** Opens a link that hands over only what passes one of the filters. */
export type OpenScanner = (filters: AdvertFilter[], events: AdvertEvents) => { close(): Promise<void> };

export function startScanning(
  devices: readonly AdvertisingDevice[],
  openScanner: OpenScanner,
  answerMs: number,
  events: BusEvents,
  clock: Clock,
): Bus {
  const ears = openEars(devices, "changes", events, clock);
  const link = openScanner(
    devices.map(({ filter }) => filter),
    {
      onAdvert: (advert) =>
        ears.pass(({ filter, session }) => (passes(filter, advert) ? session.hear(advert, clock.monotonic()) : null)),
      onState: ears.onState,
    },
  );
  return ears.bus(link, answerMs);
}
