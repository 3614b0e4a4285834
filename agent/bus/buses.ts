/** All buses of the gateway, one for each link: by the way its devices are heard. */
import type { DeviceId } from "../../core/id.ts";
import type { Driver, ListeningSession, Session, Way } from "../../drivers/kit/driver.ts";
import type { Clock } from "../clock/clock.ts";
import { bleScanner } from "../links/ble/ble.ts";
import { gpioPins } from "../links/gpio/gpio.ts";
import type { BoardSettings, PinLevel } from "../links/gpio/messages.ts";
import type { LinkState } from "../links/link.ts";
import { oneStream } from "../links/one-stream.ts";
import { type LineSettings, openLink } from "../links/open-link.ts";
import type { OpenStreams } from "../links/stream.ts";
import { tcpListen } from "../links/tcp-listen.ts";
import { udpListen } from "../links/udp-listen.ts";
import { selfId } from "../registration/self-device.ts";
import type { Loaded, LoadedDevice } from "../settings/load.ts";
import type { LinkSettings } from "../settings/settings.ts";
import { type Bus, type BusEvents, startBus } from "./bus.ts";
import { startListening } from "./listening.ts";
import { refuses } from "./range.ts";
import { startScanning } from "./scanning.ts";
import { type PinBus, startWatching } from "./watching.ts";

export type Buses = {
  /** Undefined for a device that hangs on no bus. */
  of(device: DeviceId): Bus | undefined;
  /** Drives an output of a board. */
  set(link: string, wanted: PinLevel): void;
  close(): Promise<void>;
};

/** What a device that was asked to speak gets to answer in, where it cannot be asked. */
const leastAnswerMs = 5000;

/** Devices with a rule of this severity or a graver one are asked before others that are due. */
const urgentSeverity = 2;

export function startBuses({ settings, devices }: Loaded, events: BusEvents, clock: Clock): Buses {
  const byDevice = new Map<DeviceId, Bus>();
  const byLink = new Map<string, LinkBus>();
  const all: Bus[] = [];
  for (const link of settings.links) {
    const members = devices.filter((entry) => entry.link === link.id);
    const drives = settings.outputs.some((output) => output.link === link.id);
    const way = members[0]?.driver.way ?? (drives ? "pins" : null);
    if (way === null) continue;
    const bus = starters[way](link, members, drives ? tellingOutputs(link, events) : events, clock);
    byLink.set(link.id, bus);
    for (const { device } of members) byDevice.set(device.id, bus);
    all.push(bus);
  }
  return {
    of: (device) => byDevice.get(device),
    set: (link, wanted) => byLink.get(link)?.set?.(wanted),
    close: () => Promise.all(all.map((bus) => bus.close())).then(() => undefined),
  };
}

type LinkBus = Bus & Partial<Pick<PinBus, "set">>;
type LinkEvents = BusEvents & { onState?(state: LinkState): void };
type Start = (link: LinkSettings, members: readonly LoadedDevice[], events: LinkEvents, clock: Clock) => LinkBus;

/** A siren that cannot be reached is a fault of the gateway, whether or not sensors hang on the same board. */
function tellingOutputs({ id }: LinkSettings, events: BusEvents): LinkEvents {
  let isDown = false;
  return {
    ...events,
    onState(state) {
      if (state.up && !isDown) return;
      isDown = !state.up;
      if (state.up) events.onHealth(selfId, "", `the outputs on ${id} can be reached again`);
      else events.onHealth(selfId, "LINK_DOWN", `the outputs on ${id} cannot be reached: ${state.reason}`);
    },
  };
}

/** Settings were held against the way of each device before: `as` says what `checkWays` made sure of. */
const starters: Record<Way, Start> = {
  asks(link, members, events, clock) {
    const line = link as LineSettings;
    const asked = members.map((entry) => ({
      ...heard(entry),
      session: sessionOf(entry, "asks"),
      urgent: entry.device.rules.some(({ severity }) => severity <= urgentSeverity),
    }));
    return startBus(asked, { ...line, gapMs: gapOf(line) }, (on) => openLink(line, on, clock), events, clock);
  },
  listens(link, members, events, clock) {
    const listened = members.map((entry) => ({
      ...heard(entry),
      open: () => entry.driver.open(entry.config) as ListeningSession,
    }));
    return startListening(listened, streamsOf(link, clock), answerMsOf(link), events, clock);
  },
  adverts(link, members, events, clock) {
    const advertising = members.map((entry) => {
      const driver = entry.driver as Extract<Driver, { way: "adverts" }>;
      return { ...heard(entry), session: sessionOf(entry, "adverts"), filter: driver.filter(entry.config) };
    });
    const open = bleScanner(link as Extract<LinkSettings, { kind: "ble" }>, clock);
    return startScanning(advertising, open, answerMsOf(link), events, clock);
  },
  pins(link, members, events, clock) {
    const wired = members.map((entry) => {
      const driver = entry.driver as Extract<Driver, { way: "pins" }>;
      return { ...heard(entry), session: sessionOf(entry, "pins"), pins: driver.pins(entry.config) };
    });
    return startWatching(
      wired,
      gpioPins(link as BoardSettings, clock),
      answerMsOf(link),
      events,
      clock,
      events.onState,
    );
  },
};

type SessionOf<Kind extends Way> = ReturnType<Extract<Driver, { way: Kind }>["open"]>;

function sessionOf<Kind extends Way>({ session }: LoadedDevice, _way: Kind): SessionOf<Kind> {
  return session as Session as SessionOf<Kind>;
}

function heard({ device, everyMs }: LoadedDevice) {
  return { id: device.id, everyMs, refuses: refuses(device) };
}

function answerMsOf({ timeoutMs }: LinkSettings): number {
  return Math.max(timeoutMs, leastAnswerMs);
}

function streamsOf(link: LinkSettings, clock: Clock): OpenStreams {
  if (link.kind === "tcp-listen") return tcpListen(link, clock);
  if (link.kind === "udp-listen") return udpListen(link, clock);
  return oneStream(link.id, (on) => openLink(link as LineSettings, on, clock));
}

/** [Modbus Serial Line V1.02 §2.5.1.1] Frames are 3.5 characters of 11 bits apart; adapters want 10 ms at least. */
function gapOf(link: LineSettings): number {
  const charactersMs = link.kind === "serial" ? (3.5 * 11 * 1000) / link.baudRate : 0;
  return Math.max(link.gapMs, Math.ceil(charactersMs));
}
