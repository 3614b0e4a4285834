/** What the page knows at the moment, and the words it says it in. */
import type { PageView } from "../view.ts";
import { kept } from "./dom.ts";
import { type Language, type Words, words } from "./words.ts";

type State = {
  language: Language;
  view: PageView | null;
  me: string | null;
  people: string[];
  isLost: boolean;
  /** What is open or was said under each alert; survives each redraw. */
  opened: Record<string, string>;
  /** The gateway's time minus this device's, ms. */
  ahead: number;
  draw(): void;
  /** The same, but never under the fingers of somebody who types. */
  drawCalmly(): void;
  isTechnician: boolean;
};

export const state: State = {
  language: kept("language") === "en" || (kept("language") === "" && !/^zh/.test(navigator.language)) ? "en" : "zh",
  view: null,
  me: null,
  people: [],
  isLost: false,
  opened: {},
  ahead: 0,
  draw: () => undefined,
  drawCalmly: () => undefined,
  isTechnician: false,
};

export const isWall = location.pathname === "/wall";
export const isInstall = location.pathname === "/install";

export const t = (): Words => words[state.language];
export const say = (text: { zh: string; en: string }): string => text[state.language];

export function when(at: number): string {
  const date = new Date(at);
  const two = (value: number) => (value < 10 ? `0${value}` : String(value));
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const isToday = date.toDateString() === new Date(Date.now() + state.ahead).toDateString();
  return isToday ? time : `${date.getMonth() + 1}-${date.getDate()} ${time}`;
}

export function ago(at: number): string {
  return t().ago(Math.max(0, Math.round((Date.now() + state.ahead - at) / 1000)));
}

export function valueText(
  value: unknown,
  unit?: string,
  states?: { true: { zh: string; en: string }; false: { zh: string; en: string } },
): string {
  if (typeof value === "boolean") return states ? say(value ? states.true : states.false) : String(value);
  const text =
    typeof value === "number" ? String(Math.round(value * 1000) / 1000) : t().finding[String(value)] || String(value);
  return unit ? `${text} ${unit === "Cel" ? "°C" : unit === "1" ? "" : unit}` : text;
}
