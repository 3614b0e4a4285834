/** The gateway's journal: nothing is lost while the hub is away. Two lanes, one owner. */
import { randomBytes } from "node:crypto";
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { decode, encode } from "cborg";
import type { AlertEvent } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { Gap } from "../../core/gap.ts";
import type { DeviceId, Epoch, PointId } from "../../core/id.ts";
import type { Reading } from "../../core/reading.ts";
import type { AgentSettings } from "../settings/settings.ts";
import { type Lane, type LaneSettings, openLane } from "./lane.ts";
import { lockFolder } from "./lock.ts";
import { makeFolder } from "./make-folder.ts";
import type { Report } from "./report.ts";

export type Journal = { data: Lane; alert: Lane; close(): Promise<void> };

export type JournalSettings = { data: LaneSettings; alert: LaneSettings };

const segmentBytes = 1024 * 1024;

/** Readings gather in groups; an alert is written at once. */
export function laneSettings({ dataBytes, alertBytes, commitEveryMs }: AgentSettings["journal"]): JournalSettings {
  return {
    data: { segmentBytes, budgetBytes: dataBytes, commitEveryMs },
    alert: { segmentBytes, budgetBytes: alertBytes, commitEveryMs: 0 },
  };
}

/** Opens the journal below `folder`. Throws `FOLDER_UNWRITABLE`, `INSTANCE_RUNNING` or `JOURNAL_NEWER`. */
export async function openJournal(folder: string, settings: JournalSettings, report: Report): Promise<Journal> {
  await claim(folder);
  const unlock = lockFolder(folder);
  try {
    const lane = (name: "data" | "alert") =>
      openLane({
        ...settings[name],
        folder: join(folder, "journal", name),
        freshEpoch: newEpoch(),
        describe: describe[name],
        report,
      });
    const [data, alert] = [await lane("data"), await lane("alert")];
    return { data, alert, close: () => Promise.all([data.close(), alert.close()]).then(unlock) };
  } catch (cause) {
    unlock();
    if (cause instanceof Fault) throw cause;
    throw new Fault("FOLDER_UNWRITABLE", `${folder} (${(cause as Error).message})`, { cause });
  }
}

/** How a reading lies in the data lane. */
export function encodeReading({ device, point, at, value, quality }: Reading): Uint8Array {
  return encode([device, point, at, value, quality], { float64: true });
}

export function decodeReading(bytes: Uint8Array): Reading {
  const [device, point, at, value, quality] = decode(bytes);
  return { device, point, at, value, quality };
}

/** How an alert event lies in the alert lane. */
export function encodeEvent(event: AlertEvent): Uint8Array {
  return encode(event);
}

export function decodeEvent(bytes: Uint8Array): AlertEvent {
  return decode(bytes);
}

const describe = {
  data: (records: readonly Uint8Array[]) => countSeries(records.map(decodeReading)),
  alert: (records: readonly Uint8Array[]) => countSeries(records.map(decodeEvent)),
};

function countSeries(rows: readonly { device: DeviceId; point: PointId }[]): Gap["series"] {
  const counts = new Map<string, Gap["series"][number]>();
  for (const { device, point } of rows) {
    const key = `${device}/${point}`;
    const row = counts.get(key) ?? { device, point, count: 0 };
    counts.set(key, { ...row, count: row.count + 1 });
  }
  return [...counts.values()];
}

async function claim(folder: string): Promise<void> {
  try {
    makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Fault("FOLDER_UNWRITABLE", `${folder} (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

function newEpoch(): Epoch {
  return randomBytes(9).toString("hex") as Epoch;
}
