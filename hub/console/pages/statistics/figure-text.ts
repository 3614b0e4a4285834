/** Figures as people write them. */
import { type Figure, kinds, shownValue } from "../../order/scores.ts";
import { numberText } from "../../words/value.ts";
import type { statisticsWords } from "./words.ts";

type Words = (typeof statisticsWords)["zh-CN"];

const nothing = "—";

export function figureText(figure: Figure, value: number | null | undefined, words: Words): string {
  const shown = shownValue(figure, value ?? null);
  if (shown === null) return nothing;
  const unit = { count: "", rate: "%", minutes: ` ${words.minutes}` }[kinds[figure]];
  return `${kinds[figure] === "rate" ? shown.toFixed(1) : numberText(shown)}${unit}`;
}

export function changeText(figure: Figure, change: number | null, words: Words): string {
  if (change === null) return "";
  if (change === 0) return words.even;
  const unit = { count: "", rate: ` ${words.points}`, minutes: ` ${words.minutes}` }[kinds[figure]];
  const text = `${numberText(Math.abs(change))}${unit}`;
  return change > 0 ? words.more(text) : words.less(text);
}

/** For a cell of a table: `+65`, `−2.3 分钟`. */
export function shortChange(figure: Figure, change: number | null, words: Words): string {
  if (change === null) return "";
  if (change === 0) return "±0";
  const unit = { count: "", rate: "%", minutes: ` ${words.minutes}` }[kinds[figure]];
  return `${change > 0 ? "+" : ""}${numberText(change)}${unit}`;
}

export function unitOf(figure: Figure, words: Words): string {
  return { count: words.count, rate: "%", minutes: words.minutes }[kinds[figure]];
}
