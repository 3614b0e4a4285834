/** All buses of the gateway, one for each link: by the way its devices are heard. */
import type { DeviceId } from "../../core/id.ts";
import { refuses } from "../../core/range.ts";
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
import { expectedEveryMs, type Loaded, type LoadedDevice } from "../settings/load.ts";
import type { LinkSettings } from "../settings/settings.ts";
import { type Bus, type BusEvents, startBus } from "./bus.ts";
import { startListening } from "./listening.ts";
import { startScanning } from "./scanning.ts";
import { type PinBus, startWatching } from "./watching.ts";

export type Buses = {
  /** Undefined for a device that hangs on no bus. */
  of(device: DeviceId): Bus | undefined;
  /** Drives an output of a board. */
  set(link: string, wanted: PinLevel): void;
  /** Runs this from now on; resolves with the links that were begun anew, every other went on undisturbed. */
  change(next: Loaded): Promise<string[]>;
  close(): Promise<void>;
};

/** What a device that was asked to speak gets to answer in, where it cannot be asked. */
const leastAnswerMs = 5000;

/** Devices with a rule of this severity or a graver one are asked before others that are due. */
const urgentSeverity = 2;

export function startBuses(loaded: Loaded, events: BusEvents, clock: Clock): Buses {
  let byDevice = new Map<DeviceId, Bus>();
  let lines = new Map<string, Line>();
  const intervals = new Map<DeviceId, string>();
  begin(loaded, new Map());

  /** Starts what is not among `kept`; what is goes on as it was. */
  function begin({ settings, devices }: Loaded, kept: ReadonlyMap<string, Line>): string[] {
    lines = new Map();
    byDevice = new Map();
    const started: string[] = [];
    for (const link of settings.links) {
      const members = devices.filter((entry) => entry.link === link.id);
      const drives = settings.outputs.some((output) => output.link === link.id);
      const way = members[0]?.driver.way ?? (drives ? "pins" : null);
      if (way === null) continue;
      const what = textOf(link, members, drives);
      const known = kept.get(link.id);
      if (known === undefined) started.push(link.id);
      const bus = known?.bus ?? starters[way](link, members, drives ? tellingOutputs(link, events) : events, clock);
      lines.set(link.id, { what, bus });
      for (const entry of members) {
        byDevice.set(entry.device.id, bus);
        if (known === undefined) intervals.set(entry.device.id, paceText(entry));
        pace(entry);
      }
    }
    return started;
  }

  function pace(entry: LoadedDevice): void {
    const { id } = entry.device;
    if (intervals.get(id) === paceText(entry)) return;
    intervals.set(id, paceText(entry));
    byDevice.get(id)?.setInterval(id, entry.everyMs, expectedEveryMs(entry));
  }

  return {
    of: (device) => byDevice.get(device),
    set: (link, wanted) => lines.get(link)?.bus.set?.(wanted),
    async change(next) {
      const wanted = new Map(next.settings.links.map((link) => [link.id, whatOf(next, link)]));
      const stays = new Map([...lines].filter(([id, { what }]) => wanted.get(id) === what));
      // A port is free again before another link opens it.
      await Promise.all([...lines].flatMap(([id, { bus }]) => (stays.has(id) ? [] : [bus.close()])));
      return begin(next, stays);
    },
    close: () => Promise.all([...lines.values()].map(({ bus }) => bus.close())).then(() => undefined),
  };
}

type Line = { what: string; bus: LinkBus };

function whatOf({ settings, devices }: Loaded, link: LinkSettings): string {
  const members = devices.filter((entry) => entry.link === link.id);
  return textOf(
    link,
    members,
    settings.outputs.some((output) => output.link === link.id),
  );
}

/** All that a bus is made of, but for intervals, which it can change as it runs, and the urgency of rules: alike, it goes on. */
function textOf(link: LinkSettings, members: readonly LoadedDevice[], drives: boolean): string {
  const made = members.map(({ device: { id, points }, driver, config }) => ({
    id,
    points,
    driver: driver.name,
    config,
  }));
  return JSON.stringify({ link, made, drives });
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

function heard(entry: LoadedDevice) {
  const { device, everyMs } = entry;
  return { id: device.id, everyMs, ownMs: expectedEveryMs(entry), refuses: refuses(device) };
}

function paceText(entry: LoadedDevice): string {
  return `${entry.everyMs} ${expectedEveryMs(entry)}`;
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
