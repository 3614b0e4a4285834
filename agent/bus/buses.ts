/** All buses of the gateway, one for each link. */
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock.ts";
import { openLink } from "../links/open-link.ts";
import type { Loaded } from "../settings/load.ts";
import { type Bus, type BusEvents, startBus } from "./bus.ts";
import { refuses } from "./range.ts";

export type Buses = {
  /** Undefined for a device that hangs on no bus. */
  of(device: DeviceId): Bus | undefined;
  close(): Promise<void>;
};

export function startBuses({ settings, devices }: Loaded, events: BusEvents, clock: Clock): Buses {
  const byDevice = new Map<DeviceId, Bus>();
  const all: Bus[] = [];
  for (const link of settings.links) {
    const members = devices.filter((entry) => entry.link === link.id);
    const onBus = members.map(({ device, everyMs, open }) => ({
      id: device.id,
      session: open(),
      everyMs,
      refuses: refuses(device),
    }));
    const bus = startBus(onBus, link, (linkEvents) => openLink(link, linkEvents, clock), events, clock);
    for (const { device } of members) byDevice.set(device.id, bus);
    all.push(bus);
  }
  return {
    of: (device) => byDevice.get(device),
    close: () => Promise.all(all.map((bus) => bus.close())).then(() => undefined),
  };
}
