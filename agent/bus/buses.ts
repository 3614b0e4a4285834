/** All buses of the gateway, one for each link. */
import type { DeviceId } from "../../core/id.ts";
import type { Clock } from "../clock/clock.ts";
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
    const onBus = members.flatMap(({ device, everyMs, session }) =>
      "awaiting" in session ? [{ id: device.id, session, everyMs, refuses: refuses(device) }] : [],
    );
    const bus = startBus(
      onBus,
      { ...link, gapMs: gapOf(link) },
      (linkEvents) => openLink(link, linkEvents, clock),
      events,
      clock,
    );
    for (const { device } of members) byDevice.set(device.id, bus);
    all.push(bus);
  }
  return {
    of: (device) => byDevice.get(device),
    close: () => Promise.all(all.map((bus) => bus.close())).then(() => undefined),
  };
}

/** [Modbus Serial Line V1.02 §2.5.1.1] Frames are 3.5 characters of 11 bits apart; adapters want 10 ms at least. */
function gapOf(link: Loaded["settings"]["links"][number]): number {
  const charactersMs = link.kind === "serial" ? (3.5 * 11 * 1000) / link.baudRate : 0;
  return Math.max(link.gapMs, Math.ceil(charactersMs));
}
