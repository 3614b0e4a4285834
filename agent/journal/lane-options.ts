/** What a lane is opened with: its room, what it must know of its records, and where it lies. */
import type { Gap } from "../../core/gap.ts";
import type { Epoch } from "../../core/id.ts";
import type { Disk } from "./disk.ts";
import type { Report } from "./report.ts";

export type LaneSettings = {
  segmentBytes: number;
  budgetBytes: number;
  /** How long a group may gather, ms. */
  commitEveryMs: number;
  /** Older records than this are given up, by the event time of the newest under a trusted clock; never when left out. */
  keepMs?: number;
};

/** What a lane must know of its records, which are bytes to it otherwise. */
export type LaneContent = {
  /** Count and times for each series of records that are given up. */
  describe(records: readonly Uint8Array[]): Gap["series"];
  /** Event time of a record, and whether its clock was trusted; null for one that cannot be read. */
  stamp?(record: Uint8Array): { at: number; isTrusted: boolean } | null;
  /** What stays of records that must go for want of room; nothing when left out. */
  thin?(records: readonly Uint8Array[]): Uint8Array[];
};

export type LaneOptions = LaneSettings &
  LaneContent & {
    folder: string;
    /** A random epoch, used when the folder holds no journal yet. */
    freshEpoch: Epoch;
    report: Report;
    disk?: Disk;
    /** Where the state file is written, if its writes may use a reserve. */
    stateDisk?: Disk;
    /** The disk is full: whether somebody else made room. */
    makeRoom?(): Promise<boolean>;
  };
