/** What a page wants shown, plainly: lines over time, bars by category, heat by two; and how it is to be written. */
import type { Severity } from "../../../core/rule.ts";
import type { Mode, Screen } from "../look/theme.ts";

/** `null`: a gap, never a line across. `low`–`high`: many readings drawn as one. */
export type ChartPoint = {
  at: number;
  value: number | null;
  low?: number;
  high?: number;
  /** What is to be known of this value: that it is late, estimated, a summary. It gets a mark of its own. */
  note?: string;
};
export type ChartLine = { name: string; points: readonly ChartPoint[]; step?: boolean };
export type ChartSpan = { from: number; to: number; severity: Severity; name: string };

export type ChartLimit = { value: number; name: string; severity: Severity };
export type ChartSeam = { at: number; name: string };

export type Chart =
  | {
      kind: "lines";
      lines: readonly ChartLine[];
      unit?: string;
      time?: readonly [number, number];
      /** The range that is normal, shaded. */
      range?: readonly [number, number];
      alerts?: readonly ChartSpan[];
      zoom?: boolean;
      /** Limits of rules, drawn as lines. */
      limits?: readonly ChartLimit[];
      /** Where another device went on with the measuring. */
      seams?: readonly ChartSeam[];
      /** How far the value axis reaches. */
      extent?: readonly [number, number];
      /** A thing that is or is not: what 0 and 1 are called. */
      states?: readonly [string, string];
    }
  | {
      kind: "bars";
      categories: readonly string[];
      bars: readonly { name: string; values: readonly (number | null)[]; severity?: Severity }[];
      unit?: string;
      stacked?: boolean;
      sideways?: boolean;
    }
  | {
      kind: "heat";
      columns: readonly string[];
      rows: readonly string[];
      /** Column, row, value. */
      cells: readonly (readonly [number, number, number | null])[];
      unit?: string;
    };

export type Setting = {
  mode: Mode;
  screen: Screen;
  calm: boolean;
  label: string;
  rangeName: string;
  /** Writes a value with its unit, and a moment. */
  value: (value: number) => string;
  moment: (at: number) => string;
};
