/** A value as people read it: number with unit, a state by its name, a text as it is. */
import type { Bilingual, Point } from "../../../core/point.ts";
import type { Value } from "../../../core/reading.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import { saidWords, spokenPoints } from "./said.ts";
import { unitText } from "./unit.ts";

type Written = Pick<Point, "unit" | "states"> & { id?: string };
type Speech = { t: Dictionary; say: (text: Bilingual) => string };

/** The point in which a gateway counts its own records: the one number of unit 1 that has a word. */
const backlogPoint = "backlog";

export function valueText(value: Value, point: Written, { t, say }: Speech): string {
  if (typeof value === "boolean") {
    if (point.states) return say(value ? point.states.true : point.states.false);
    return value ? t.value.yes : t.value.no;
  }
  if (typeof value === "string") {
    const words = spokenPoints.has(point.id ?? "") ? saidWords.get(value) : undefined;
    return words === undefined ? value : say(words);
  }
  if (point.id === backlogPoint && point.unit === "1") return t.value.records(numberText(value));
  const unit = unitText(point.unit);
  // GB/T 3101: a space between number and unit, except for the degree of an angle.
  return unit === "" ? numberText(value) : unit === "°" ? `${numberText(value)}°` : `${numberText(value)} ${unit}`;
}

/** As many decimals as the size of the number deserves; no thousands separator, no trailing zeros, a real minus. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const decimals = size < 1 ? 3 : size < 100 ? 2 : size < 1_000 ? 1 : 0;
  const text = value.toFixed(decimals);
  const short = decimals === 0 ? text : text.replace(/\.?0+$/, "");
  return short === "-0" ? "0" : short.replace("-", "−");
}
