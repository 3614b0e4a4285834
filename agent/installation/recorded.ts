/** One sensor as it was installed: where, what it read, how it was proved. */
import type { Bilingual, Point } from "../../core/point.ts";
import type { Value } from "../../core/reading.ts";

/** Wall times, ms; null: not yet. `how`: its own test button, or a drill by hand where it has none. */
export type Proof = {
  how: "alarm" | "drill";
  by: string;
  startedAt: number;
  alert: string | null;
  raisedAt: number | null;
  /** Ms after the raise. */
  shownMs: number | null;
  journaledMs: number | null;
  hubMs: number | null;
  clearedAt: number | null;
};

/** WGS 84, metres; as the phone gave it. */
export type Position = { latitude: number; longitude: number; accuracyM: number };

export type RecordedDevice = {
  id: string;
  model: string;
  title: Bilingual;
  place: string;
  link: string;
  address: string;
  position: Position | null;
  /** SHA-256 of the photo. */
  photo: string | null;
  rssi: number | null;
  replaced: readonly { at: number; by: string; address: string }[];
  readings: { point: Pick<Point, "id" | "title" | "unit" | "states">; value: Value; at: number }[];
  fault: string;
  proof: Proof | null;
};

/** One that was taken down: by whom, and why. */
export type RemovedDevice = { id: string; title: string; place: string; at: number; by: string; reason: string };
