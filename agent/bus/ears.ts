/** The devices of a link that hands over one thing at a time, an advert or a pin's change: who it concerns hears it. */
import type { DeviceId } from "../../core/id.ts";
import type { Output, Waking } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import type { LinkState } from "../links/link.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { createHearing, type HeardDevice, type Hearing, type Pace } from "./hearing.ts";
import { createWaker, type Waker } from "./waker.ts";

type Ear<Device> = { device: Device; hearing: Hearing; waker: Waker };

export type Ears<Device> = {
  /** `hear` gives it to the device's session; null for a device that it does not concern. */
  pass(hear: (device: Device) => Output[] | null): void;
  onState(state: LinkState): void;
  bus(link: { close(): Promise<void> }, answerMs: number): Bus;
};

export function openEars<Device extends HeardDevice & { session: Partial<Waking> }>(
  devices: readonly Device[],
  pace: Pace,
  events: BusEvents,
  clock: Clock,
): Ears<Device> {
  const ears: Ear<Device>[] = devices.map((device) => {
    const hearing = createHearing(device, pace, events, clock);
    return { device, hearing, waker: createWaker(device.session, (outputs) => hearing.take(outputs), clock) };
  });
  const hearingOf = (id: DeviceId) => (ears.find(({ device }) => device.id === id) as Ear<Device>).hearing;
  return {
    pass(hear) {
      for (const { device, hearing, waker } of ears) {
        const outputs = hear(device);
        if (outputs === null) continue;
        hearing.take(outputs);
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
    bus: (link, answerMs) => ({
      sample: (device) => hearingOf(device).next(answerMs),
      setInterval: (device, everyMs, ownMs) => hearingOf(device).setInterval(everyMs, ownMs),
      async close() {
        await link.close();
        for (const { hearing, waker } of ears) {
          waker.close();
          hearing.close();
        }
      },
    }),
  };
}
