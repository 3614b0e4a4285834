/** Devices on pins of a board: each change of a pin goes to the session that uses it. */
import type { PinSession } from "../../drivers/kit/driver.ts";
import type { PinSample, PinUse } from "../../drivers/kit/pin.ts";
import type { Clock } from "../clock/clock.ts";
import type { PinLevel } from "../links/gpio/messages.ts";
import type { LinkState } from "../links/link.ts";
import type { Bus, BusEvents } from "./bus.ts";
import { openEars } from "./ears.ts";
import type { HeardDevice } from "./hearing.ts";

export type PinDevice = HeardDevice & { session: PinSession; pins: readonly PinUse[] };

export type PinEvents = { onSample(sample: PinSample): void; onState(state: LinkState): void };
/** `set` drives an output, and again whenever the board comes back. */
export type OpenPins = (pins: PinUse[], events: PinEvents) => { set(wanted: PinLevel): void; close(): Promise<void> };
export type PinBus = Bus & { set(wanted: PinLevel): void };

export function startWatching(
  devices: readonly PinDevice[],
  openPins: OpenPins,
  answerMs: number,
  events: BusEvents,
  clock: Clock,
  onState: (state: LinkState) => void = () => undefined,
): PinBus {
  const ears = openEars(devices, "states", events, clock);
  const uses = ({ pins }: PinDevice, name: string) => pins.some((pin) => pin.name === name);
  const link = openPins(
    devices.flatMap(({ pins }) => pins),
    {
      onSample: (sample) =>
        ears.pass((device) => (uses(device, sample.name) ? device.session.sense(sample, clock.monotonic()) : null)),
      onState(state) {
        ears.onState(state);
        onState(state);
      },
    },
  );
  return { ...ears.bus(link, answerMs), set: link.set };
}
