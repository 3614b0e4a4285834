/** What the parts of one chart share: its scales, its size and how it writes values. */
import type { Severity } from "../../../core/rule.ts";
import type { Extent } from "./scale.ts";

export type AlertSpan = { from: number; to: number; severity: Severity };

export type Plot = {
  width: number;
  height: number;
  x: (at: number) => number;
  y: (value: number) => number;
  time: Extent;
  values: Extent;
  left: number;
  right: number;
  top: number;
  bottom: number;
};
