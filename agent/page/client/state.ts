/** What the page knows at the moment, and the words it says it in. */
import type { SessionView } from "../session-view.ts";
import type { PageView } from "../view.ts";
import { type Child, h, kept } from "./dom.ts";
import { faultText } from "./fault-text.ts";
import { type Language, type Words, words } from "./words.ts";

/** How something is said: it was done, it failed, or it goes on. */
type Mood = "good" | "bad" | "calm";

type State = {
  language: Language;
  view: PageView | null;
  me: string | null;
  people: SessionView["people"];
  firstPin: string | null;
  isLost: boolean;
  /** What is open under each alert; survives each redraw. */
  opened: Record<string, string>;
  /** What was said last, by where it was done. */
  told: Record<string, { text: string; mood: Mood } | null>;
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
  firstPin: null,
  isLost: false,
  opened: {},
  told: {},
  ahead: 0,
  draw: () => undefined,
  drawCalmly: () => undefined,
  isTechnician: false,
};

export const isWall = location.pathname === "/wall";
export const isInstall = location.pathname === "/install";
/** A record that nobody is signed in to see. */
export const isRecord = /^\/record\//.test(location.pathname);

export const t = (): Words => words[state.language];
export const say = (text: { zh: string; en: string }): string => text[state.language];
export const sayFault = (code: string, detail = ""): string => faultText(state.language, code, detail);

/** Says it where it was done. */
export function tell(where: string, text: string, mood: Mood = "good"): void {
  state.told[where] = text === "" ? null : { text, mood };
  state.draw();
}

/** What became of the last try, where it was made. */
export function said(where: string): Child {
  const words = state.told[where];
  return words ? h("p", { class: `said ${words.mood}`, role: "status" }, words.text) : null;
}

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

type States = { true: { zh: string; en: string }; false: { zh: string; en: string } };

export function valueText(value: unknown, unit?: string, states?: States): string {
  if (typeof value === "boolean")
    return states ? say(value ? states.true : states.false) : t().bool[value ? 1 : 0] || "";
  const text =
    typeof value === "number" ? String(Math.round(value * 1000) / 1000) : t().finding[String(value)] || String(value);
  return unit ? `${text} ${unit === "Cel" ? "°C" : unit === "1" ? "" : unit}`.trim() : text;
}

/** `水位 1.2 m`; a state says by itself what it is of: 有烟, open. */
export function pointText(title: string, value: unknown, unit?: string, states?: States): string {
  return typeof value === "boolean" && states
    ? valueText(value, unit, states)
    : `${title} ${valueText(value, unit, states)}`;
}

/** A shape for each severity: colour and word never stand alone. */
export const shapes: Record<number, string> = { 1: "▲", 2: "◆", 3: "●", 4: "■" };
