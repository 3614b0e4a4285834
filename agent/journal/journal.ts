/** The gateway's journal: nothing is lost while the hub is away. Two lanes, one owner. */
import { randomBytes } from "node:crypto";
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { isSensorEvent } from "../../core/alert-event.ts";
import { Fault } from "../../core/fault.ts";
import type { Gap } from "../../core/gap.ts";
import type { DeviceId, Epoch, PointId } from "../../core/id.ts";
import { quality } from "../../core/quality.ts";
import type { AgentSettings } from "../settings/settings.ts";
import { mergeRows } from "./account.ts";
import { type Disk, nodeDisk } from "./disk.ts";
import { type Lane, type LaneContent, type LaneSettings, openLane } from "./lane.ts";
import { lockFolder } from "./lock.ts";
import { makeFolder } from "./make-folder.ts";
import { decodeEvent, decodeReading, encodeReading } from "./records.ts";
import type { Report } from "./report.ts";
import { openReserve } from "./reserve.ts";
import { refuseNewer } from "./segment-recovery.ts";
import { isSummary, thin } from "./thin.ts";

export type Journal = {
  data: Lane;
  alert: Lane;
  /** For the gateway's other state files: its writes may use the reserve. */
  disk: Disk;
  close(): Promise<void>;
};

export type JournalSettings = { data: LaneSettings; alert: LaneSettings };

const segmentBytes = 1024 * 1024;
const dayMs = 86_400_000;
/** Segments' worth of space kept back for state files and alerts. */
const reservedSegments = 2;

/** Readings gather in groups; an alert is written at once. */
export function laneSettings(settings: AgentSettings["journal"]): JournalSettings {
  const { dataBytes, alertBytes, commitEveryMs, dataDays, alertDays } = settings;
  return {
    data: { segmentBytes, budgetBytes: dataBytes, commitEveryMs, keepMs: dataDays * dayMs },
    alert: { segmentBytes, budgetBytes: alertBytes, commitEveryMs: 0, keepMs: alertDays * dayMs },
  };
}

/** Opens the journal below `folder`. Throws `FOLDER_UNWRITABLE`, `INSTANCE_RUNNING` or `JOURNAL_NEWER`. */
export async function openJournal(
  folder: string,
  settings: JournalSettings,
  report: Report,
  disk: Disk = nodeDisk,
): Promise<Journal> {
  await claim(folder);
  const unlock = lockFolder(folder);
  try {
    const journal = await openLanes(folder, settings, report, disk);
    return { ...journal, close: () => journal.close().finally(unlock) };
  } catch (cause) {
    unlock();
    if (cause instanceof Fault) throw cause;
    throw new Fault("FOLDER_UNWRITABLE", `${folder} (${(cause as Error).message})`, { cause });
  }
}

/** The journal without its lock. A full disk costs old telemetry before it costs alerts. */
export async function openLanes(
  folder: string,
  settings: JournalSettings,
  report: Report,
  disk: Disk,
): Promise<Journal> {
  const home = join(folder, "journal");
  for (const name of ["data", "alert"]) await refuseNewer(disk, join(home, name));
  disk.makeFolder(home);
  const reserve = await openReserve(
    disk,
    join(home, "reserve"),
    reservedSegments * settings.alert.segmentBytes,
    report,
  );
  const common = { freshEpoch: newEpoch(), report, stateDisk: reserve.disk };
  const data = await openLane({ ...common, ...settings.data, ...dataContent, folder: join(home, "data"), disk });
  const alert = await openLane({
    ...common,
    ...settings.alert,
    ...alertContent,
    freshEpoch: newEpoch(),
    folder: join(home, "alert"),
    disk: reserve.disk,
    makeRoom: data.giveWay,
  });
  return {
    data,
    alert,
    disk: reserve.disk,
    async close() {
      reserve.close();
      await Promise.all([data.close(), alert.close()]);
    },
  };
}

const dataContent: LaneContent = {
  /** Summaries stand for readings that were counted when they went. */
  describe: (records) => countSeries(readable(records, decodeReading).filter((reading) => !isSummary(reading))),
  stamp: (record) => stampOf(readable([record], decodeReading)[0]),
  thin: (records) => thin(readable(records, decodeReading)).map(encodeReading),
};

const alertContent: LaneContent = {
  describe: (records) => countSeries(readable(records, decodeEvent).filter((event) => isSensorEvent(event))),
  stamp: (record) => stampOf(readable([record], decodeEvent)[0]),
};

/** What cannot be decoded counts in its gap without a name. */
function readable<Kind>(records: readonly Uint8Array[], decodeOne: (record: Uint8Array) => Kind): Kind[] {
  return records.flatMap((record) => {
    try {
      return [decodeOne(record)];
    } catch {
      return [];
    }
  });
}

type Row = { device: DeviceId; point: PointId; at: number; quality: number };

function stampOf(row: Pick<Row, "at" | "quality"> | undefined): { at: number; isTrusted: boolean } | null {
  return row === undefined ? null : { at: row.at, isTrusted: (row.quality & quality.estimated) === 0 };
}

function countSeries(rows: readonly Row[]): Gap["series"] {
  return mergeRows(rows.map(({ device, point, at }) => ({ device, point, count: 1, firstAt: at, lastAt: at })));
}

async function claim(folder: string): Promise<void> {
  try {
    makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new Fault("FOLDER_UNWRITABLE", `${folder} (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

/** Twelve characters; an id begins with a letter or a digit. */
function newEpoch(): Epoch {
  const text = randomBytes(9).toString("base64url");
  return /^[A-Za-z0-9]/.test(text) ? (text as Epoch) : newEpoch();
}
