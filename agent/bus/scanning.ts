/** Devices that advertise: each advert goes to the sessions whose filter it passes. */
import type { DeviceId } from "../../core/id.ts";
import { type Advert, type AdvertFilter, passes } from "../../drivers/kit/advert.ts";
import type { AdvertSession, Output } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import type { LinkState } from "../links/link.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { createHearing, type HeardDevice, type Hearing } from "./hearing.ts";
import { createWaker, type Waker } from "./waker.ts";

export type AdvertisingDevice = HeardDevice & { session: AdvertSession; filter: AdvertFilter };

export type AdvertEvents = { onAdvert(advert: Advert): void; onState(state: LinkState): void };
/** Opens a link that hands over only what passes one of the filters. */
export type OpenScanner = (filters: AdvertFilter[], events: AdvertEvents) => { close(): Promise<void> };

type Ear = { device: AdvertisingDevice; hearing: Hearing; waker: Waker };

export function startScanning(
  devices: readonly AdvertisingDevice[],
  openScanner: OpenScanner,
  answerMs: number,
  events: BusEvents,
  clock: Clock,
): Bus {
  const ears: Ear[] = devices.map((device) => {
    const hearing = createHearing(device, "changes", events, clock);
    const take = (outputs: Output[]) => hearing.take(outputs);
    return { device, hearing, waker: createWaker(device.session, take, clock) };
  });
  const link = openScanner(
    devices.map(({ filter }) => filter),
    {
      onAdvert(advert) {
        for (const { device, hearing, waker } of ears) {
          if (!passes(device.filter, advert)) continue;
          hearing.take(device.session.hear(advert, clock.monotonic()));
          waker.look();
        }
      },
      onState(state) {
        for (const { hearing, waker } of ears) {
          state.up ? hearing.up() : hearing.down(state.reason);
          // Absence counts only while somebody listens.
          state.up ? waker.look() : waker.close();
        }
      },
    },
  );
  const earOf = (id: DeviceId) => ears.find(({ device }) => device.id === id) as Ear;
  return {
    sample: (device) => earOf(device).hearing.next(answerMs),
    setInterval: (device, everyMs) => earOf(device).hearing.setInterval(everyMs),
    async close() {
      await link.close();
      for (const { hearing, waker } of ears) {
        waker.close();
        hearing.close();
      }
    },
  };
}
