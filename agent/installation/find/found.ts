/** Something that answered while a technician looked for sensors, and which models fit what it said. */
import type { Bilingual } from "../../../core/point.ts";

export type Proposal = { model: string; title: Bilingual; values: Record<string, unknown>; needsKey?: true };

export type Found = {
  /** Unique among what was found. */
  id: string;
  /** The link as the settings file has it, without its id. */
  link: Record<string, unknown>;
  /** The driver's settings that name it: `{ unit }`, `{ address }`. */
  settings: Record<string, unknown>;
  /** dBm, where it came over the air. */
  rssi?: number;
  /** The device it already is, if it is installed. */
  device?: string;
  /** The most specific first; empty where nothing fits. */
  proposals: Proposal[];
};

export type Told = { found(one: Found): void; progress(done: number, of: number, what: string): void };

/** `code` and `error` say what ended it early; empty while all is well. */
export type Search = {
  isRunning: boolean;
  done: number;
  of: number;
  what: string;
  code: string;
  error: string;
  found: Found[];
};
