/** What comes in from the field: stamped, held against the rules at once, and journaled. */
import type { Logger } from "pino";
import type { FaultCode } from "../core/fault.ts";
import type { DeviceId, PointId } from "../core/id.ts";
import { faultPoint } from "../core/point.ts";
import { quality } from "../core/quality.ts";
import type { Reading, Value } from "../core/reading.ts";
import { type Alarms, createAlarms } from "./alarms/alarms.ts";
import { readOpenAlerts } from "./alarms/open-alerts.ts";
import type { Clock } from "./clock/clock.ts";
import type { Journal } from "./journal/journal.ts";
import { createRecorder } from "./journal/recorder.ts";
import { encodeEvent, encodeReading, type Stamp } from "./journal/records.ts";
import type { Report } from "./journal/report.ts";

export type Input = {
  /** `agoMs`: so long ago it was measured, on the monotonic clock. */
  onReading(device: DeviceId, point: PointId, value: Value, agoMs?: number): void;
  /** A device's fault changed; `""` is well. */
  onHealth(device: DeviceId, code: FaultCode | "", detail: string): void;
  /** Told once for each address, so that a technician finds it; a stranger's readings have nowhere to go. */
  onStranger(from: string, address: string): void;
  configure: Alarms["configure"];
  close(): Promise<void>;
};

/** Addresses can be made up: no more of them than this are remembered and told. */
const mostStrangers = 256;

export async function openInput(
  folder: string,
  journal: Journal,
  log: Logger,
  report: Report,
  clock: Clock,
): Promise<Input> {
  const openAlerts = await readOpenAlerts(folder, journal.alert, report, clock, journal.disk);
  const readings = createRecorder(journal.data, report, clock);
  const events = createRecorder(journal.alert, report, clock);
  const alarms = createAlarms(
    openAlerts.open(),
    (event) => events.record(encodeEvent({ ...event, ...stamp() }), (offset) => openAlerts.note(event, offset + 1)),
    clock,
  );

  const strangers = new Set<string>();

  function stamp(): Stamp {
    return { boot: clock.bootCount, mono: Math.round(clock.monotonic()) };
  }

  function onReading(device: DeviceId, point: PointId, value: Value, agoMs = 0): void {
    const trust = clock.trust() === "synced" ? quality.good : quality.estimated;
    // Minus zero is not a value a sensor means, and the journal's integers cannot hold it.
    const reading: Reading = {
      device,
      point,
      at: clock.wall() - agoMs,
      value: value === 0 ? 0 : value,
      quality: trust,
    };
    alarms.onReading(reading);
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
    },
    onStranger(from, address) {
      if (strangers.has(address) || strangers.size >= mostStrangers) return;
      strangers.add(address);
      log.warn({ from, address }, "a device that is in no settings speaks here");
    },
    configure: alarms.configure,
    async close() {
      alarms.close();
      await Promise.all([readings.close(), events.close()]);
      await openAlerts.close();
    },
  };
}
