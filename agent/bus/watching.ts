/** Devices on pins of a board: each change of a pin goes to the session that uses it. */
import type { DeviceId } from "../../core/id.ts";
import type { PinSession } from "../../drivers/kit/driver.ts";
import type { PinSample, PinUse } from "../../drivers/kit/pin.ts";
import type { Clock } from "../clock/clock.ts";
import type { LinkState } from "../links/link.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { createHearing, type HeardDevice, type Hearing } from "./hearing.ts";
import { createWaker, type Waker } from "./waker.ts";

export type PinDevice = HeardDevice & { session: PinSession; pins: readonly PinUse[] };

export type PinEvents = { onSample(sample: PinSample): void; onState(state: LinkState): void };
export type OpenPins = (pins: PinUse[], events: PinEvents) => { close(): Promise<void> };

type Ear = { device: PinDevice; hearing: Hearing; waker: Waker };

export function startWatching(
  devices: readonly PinDevice[],
  openPins: OpenPins,
  answerMs: number,
  events: BusEvents,
  clock: Clock,
): Bus {
  const ears: Ear[] = devices.map((device) => {
    const hearing = createHearing(device, "states", events, clock);
    return { device, hearing, waker: createWaker(device.session, (outputs) => hearing.take(outputs), clock) };
  });
  const link = openPins(
    devices.flatMap(({ pins }) => pins),
    {
      onSample(sample) {
        for (const { device, hearing, waker } of ears) {
          if (!device.pins.some(({ name }) => name === sample.name)) continue;
          hearing.take(device.session.sense(sample, clock.monotonic()));
          waker.look();
        }
      },
      onState(state) {
        for (const { hearing, waker } of ears) {
          state.up ? hearing.up() : hearing.down(state.reason);
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
