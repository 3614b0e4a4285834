/** What comes in from the field: stamped, held against the rules at once, and journaled. */
import type { Logger } from "pino";
import { type AlertEvent, type Hops, isSensorEvent, type SensorEvent } from "../core/alert-event.ts";
import type { FaultCode } from "../core/fault.ts";
import type { AlertId, DeviceId, PointId } from "../core/id.ts";
import { faultPoint } from "../core/point.ts";
import { quality } from "../core/quality.ts";
import type { Reading, Value } from "../core/reading.ts";
import { type Alarms, createAlarms } from "./alarms/alarms.ts";
import { type Board, raisedOf } from "./alarms/board.ts";
import { createCauses, type LinkFinding, type LinkGroup } from "./alarms/causes.ts";
import { followHops } from "./alarms/hops.ts";
import { openBoard } from "./alarms/kept-board.ts";
import { linkPointOf } from "./alarms/own-rules.ts";
import type { Clock } from "./clock/clock.ts";
import type { Journal } from "./journal/journal.ts";
import { createRecorder } from "./journal/recorder.ts";
import { encodeEvent, encodeReading, type Stamp } from "./journal/records.ts";
import type { Report } from "./journal/report.ts";
import { selfId } from "./registration/self-device.ts";

export type Input = {
  /** `agoMs`: so long ago it was measured, on the monotonic clock. */
  onReading(device: DeviceId, point: PointId, value: Value, agoMs?: number): void;
  /** A device's fault changed; `""` is well. */
  onHealth(device: DeviceId, code: FaultCode | "", detail: string): void;
  /** Told once for each address, so that a technician finds it; a stranger's readings have nowhere to go. */
  onStranger(from: string, address: string): void;
  configure: Alarms["configure"];
  /** The devices on each link, from now on: who falls silent together has one cause. */
  arrange(links: readonly LinkGroup[]): void;
  /** Called with each reading as it is stamped. */
  followReadings(heard: (reading: Reading) => void): void;
  board(): Board;
  /** Called with each new board, before it is on the disk. */
  followBoard(changed: (board: Board) => void): void;
  /** What a person did, in order; resolves when it is on the disk. */
  onPerson(events: readonly AlertEvent[]): Promise<void>;
  /** Called with each event as it is shown (`offset` null), and when it lies on the disk. */
  followEvents(heard: (event: AlertEvent, offset: number | null) => void): void;
  /** What this device raises from now on is a test of it, or no longer: what then still stands is raised as real. */
  test(device: DeviceId, isTested: boolean): void;
  /** How long each step of a drill took so far, told as it goes. */
  followHops(changed: (alert: AlertId, hops: Hops) => void): void;
  /** A drill stands for so long; resolves when it is on the disk, with the steps until then. */
  onDrill(raised: SensorEvent, forMs: number): Promise<DrillTimes>;
  close(): Promise<void>;
};

export type DrillTimes = { alert: string; ticket: string; at: number } & Partial<Hops>;

/** Addresses can be made up: no more of them than this are remembered and told. */
const mostStrangers = 256;

export async function openInput(
  folder: string,
  journal: Journal,
  log: Logger,
  report: Report,
  clock: Clock,
): Promise<Input> {
  const kept = await openBoard(folder, journal.alert, report, clock, journal.disk);
  const readings = createRecorder(journal.data, report, clock);
  const events = createRecorder(journal.alert, report, clock);
  const tested = new Set<DeviceId>();
  const drills = new Set<AlertId>();
  const hops = followHops(clock, (offset) => journal.alert.have().some(([from, to]) => offset >= from && offset < to));
  const followers: ((event: AlertEvent, offset: number | null) => void)[] = [];
  const alarms = createAlarms(raisedOf(kept.board()), (event) => journaled(event), clock);

  /** Whoever watches the board is told first: a siren waits for no disk. */
  function journaled(happened: AlertEvent, committed: () => void = () => undefined): void {
    const began = clock.monotonic();
    const event = asTest(happened);
    kept.show(event);
    for (const heard of followers) heard(event, null);
    const drill = isSensorEvent(event) && event.drill && event.kind === "raised" ? event.alert : null;
    if (drill !== null) hops.shown(drill, began);
    events.record(encodeEvent({ ...event, ...stamp() }), (offset) => {
      kept.note(event, offset + 1);
      if (drill !== null) hops.journaled(drill, offset);
      for (const heard of followers) heard(event, offset);
      committed();
    });
  }

  /** What a sensor under test raises is a drill to its end; what stood before stays what it is. */
  function asTest(event: AlertEvent): AlertEvent {
    if (!isSensorEvent(event)) return event;
    if (event.kind === "raised" && tested.has(event.device)) drills.add(event.alert);
    const isDrill = event.drill || drills.has(event.alert);
    if (event.kind === "cleared") drills.delete(event.alert);
    if (!isDrill) return event;
    const walked = event.kind === "cleared" ? hops.of(event.alert) : null;
    return { ...event, drill: true, ...(walked === null ? {} : { hops: walked }) };
  }

  /** Rules on faults hear what is behind them, not each symptom; the readings tell the hub every one. */
  const found = {
    onLink: (link: string, finding: LinkFinding) => onReading(selfId, linkPointOf(link), finding),
    onDevice: (device: DeviceId, code: FaultCode | "") => alarms.onReading(readingOf(device, faultPoint, code)),
  };
  let arranged = "[]";
  let causes = createCauses([], found, clock);
  const strangers = new Set<string>();
  const endings = new Set<() => void>();
  const hearers: ((reading: Reading) => void)[] = [];

  function stamp(): Stamp {
    return { boot: clock.bootCount, mono: Math.round(clock.monotonic()) };
  }

  function readingOf(device: DeviceId, point: PointId, value: Value, agoMs = 0): Reading {
    const trust = clock.trust() === "synced" ? quality.good : quality.estimated;
    // Minus zero is not a value a sensor means, and the journal's integers cannot hold it.
    return { device, point, at: clock.wall() - agoMs, value: value === 0 ? 0 : value, quality: trust };
  }

  function onReading(device: DeviceId, point: PointId, value: Value, agoMs = 0): void {
    const reading = readingOf(device, point, value, agoMs);
    if (point !== faultPoint) alarms.onReading(reading);
    for (const heard of hearers) heard(reading);
    const { boot, mono } = stamp();
    readings.record(encodeReading({ ...reading, boot, mono: Math.max(0, mono - agoMs) }));
  }

  return {
    onReading,
    onHealth(device, code, detail) {
      log[code === "" ? "debug" : "warn"](
        { device, code, detail },
        code === "" ? "the device is well" : "the device has a fault",
      );
      onReading(device, faultPoint, code);
      if (code !== "") alarms.onFault(device);
      causes.onHealth(device, code);
    },
    onStranger(from, address) {
      if (strangers.has(address) || strangers.size >= mostStrangers) return;
      strangers.add(address);
      log.warn({ from, address }, "a device that is in no settings speaks here");
    },
    configure: alarms.configure,
    arrange(links) {
      if (JSON.stringify(links) === arranged) return;
      arranged = JSON.stringify(links);
      causes.close();
      causes = createCauses(links, found, clock);
    },
    followReadings: (heard) => void hearers.push(heard),
    followEvents: (heard) => void followers.push(heard),
    followHops: hops.follow,
    test(device, isTested) {
      if (isTested) return void tested.add(device);
      if (tested.delete(device)) alarms.raiseAnew(device, ({ alert }) => drills.has(alert));
    },
    board: kept.board,
    followBoard: kept.follow,
    async onPerson(all) {
      await Promise.all(all.map((event) => new Promise<void>((committed) => journaled(event, committed))));
    },
    async onDrill(raised, forMs) {
      await new Promise<void>((committed) => journaled(raised, committed));
      const end = () => {
        cancel();
        endings.delete(end);
        journaled({ ...raised, kind: "cleared", at: clock.wall() });
      };
      const cancel = clock.after(forMs, end);
      endings.add(end);
      return { alert: raised.alert, ticket: raised.ticket, at: raised.at, ...hops.of(raised.alert) };
    },
    async close() {
      // A drill ends with the agent, and says how far it came.
      for (const end of endings) end();
      hops.close();
      causes.close();
      alarms.close();
      await Promise.all([readings.close(), events.close()]);
      await kept.close();
    },
  };
}
