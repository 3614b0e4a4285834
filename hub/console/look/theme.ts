/** The look, in one file: every colour, size and font of the console, as Ant Design tokens and as CSS variables. */
import type { ThemeConfig } from "antd";
import type { Severity } from "../../../core/rule.ts";

export type Mode = "light" | "dark";
export type Screen = "phone" | "desk";

/** Narrower than this is a phone held in one hand. */
export const phoneQuery = "(max-width: 767px)";
export const calmQuery = "(prefers-reduced-motion: reduce)";
export const darkQuery = "(prefers-color-scheme: dark)";

type Tone = { fill: string; onFill: string; text: string; soft: string; line: string };
type Palette = {
  paper: string;
  surface: string;
  /** Drawers, menus and what else lies above a page. */
  raised: string;
  sunken: string;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  lineStrong: string;
  primary: string;
  onPrimary: string;
  primarySoft: string;
  verified: string;
  verifiedSoft: string;
  broken: string;
  brokenSoft: string;
  shade: string;
  severity: Record<Severity, Tone>;
};

const light: Palette = {
  paper: "#f4f3ef",
  surface: "#ffffff",
  raised: "#ffffff",
  sunken: "#eceae4",
  ink: "#1b222c",
  ink2: "#4d5866",
  ink3: "#5d6672",
  line: "#dedbd3",
  lineStrong: "#a9a59a",
  primary: "#27435f",
  onPrimary: "#ffffff",
  primarySoft: "#e6ecf2",
  verified: "#1f7a3f",
  verifiedSoft: "#e8f4ec",
  broken: "#6d3aa8",
  brokenSoft: "#f2ebfa",
  shade: "rgba(27, 34, 44, 0.08)",
  severity: {
    1: { fill: "#c8102e", onFill: "#ffffff", text: "#b00d27", soft: "#fdecee", line: "#efb3bb" },
    2: { fill: "#ff8b1a", onFill: "#2a1500", text: "#9c3f00", soft: "#fff1e2", line: "#f5c79b" },
    3: { fill: "#ffd21f", onFill: "#2f2500", text: "#705400", soft: "#fff9db", line: "#ead27a" },
    4: { fill: "#1c66d0", onFill: "#ffffff", text: "#1a56b0", soft: "#e8f1fd", line: "#b3cff2" },
  },
};

const dark: Palette = {
  paper: "#11151b",
  surface: "#1a2029",
  raised: "#242c38",
  sunken: "#0c0f14",
  ink: "#e9ecf0",
  ink2: "#b3bcc8",
  ink3: "#929dab",
  line: "#2d3642",
  lineStrong: "#5b6675",
  primary: "#a3c0df",
  onPrimary: "#11202f",
  primarySoft: "#22303f",
  verified: "#6cc98b",
  verifiedSoft: "#15291d",
  broken: "#c3a1f0",
  brokenSoft: "#2a2038",
  shade: "rgba(0, 0, 0, 0.4)",
  severity: {
    1: { fill: "#d92b41", onFill: "#ffffff", text: "#ff959e", soft: "#3a161b", line: "#752a34" },
    2: { fill: "#ff8b1a", onFill: "#2a1500", text: "#ffb169", soft: "#37220f", line: "#6b4319" },
    3: { fill: "#ffd21f", onFill: "#2f2500", text: "#ffdf66", soft: "#332b0c", line: "#655516" },
    4: { fill: "#2a72d8", onFill: "#ffffff", text: "#8fbcff", soft: "#14263f", line: "#274873" },
  },
};

export const palettes: Record<Mode, Palette> = { light, dark };

const fontText =
  '"PingFang SC", "HarmonyOS Sans SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif';
const fontCode = 'ui-monospace, "SF Mono", Consolas, "Noto Sans Mono", monospace';

type Sizes = {
  text: number;
  small: number;
  lead: number;
  title: number;
  big: number;
  target: number;
  gutter: number;
  fact: number;
};

const sizes: Record<Screen, Sizes> = {
  phone: { text: 16, small: 14, lead: 18, title: 20, big: 28, target: 48, gutter: 16, fact: 132 },
  desk: { text: 15, small: 13, lead: 17, title: 22, big: 32, target: 36, gutter: 28, fact: 190 },
};

/** Geometry of the chart, in px. */
export const chartSize = { height: 240, right: 12, top: 12, bottom: 28, phoneHeight: 208 };

/** The look of ECharts: it takes no CSS variables. */
export function chartTheme(mode: Mode, screen: Screen) {
  const colour = palettes[mode];
  const { small } = sizes[screen];
  const textStyle = { color: colour.ink2, fontSize: small };
  const line = { lineStyle: { color: colour.line } };
  return {
    ink: {
      text: colour.ink2,
      range: colour.primarySoft,
      series: [
        colour.primary,
        colour.broken,
        colour.severity[2].text,
        colour.verified,
        colour.severity[4].text,
        colour.ink3,
      ],
      severity: Object.fromEntries(
        ([1, 2, 3, 4] as const).map((level) => [level, colour.severity[level].fill]),
      ) as Record<Severity, string>,
      heat: [colour.sunken, colour.severity[4].line, colour.severity[4].fill],
    },
    texts: { font: fontText },
    label: { textStyle },
    axis: { axisLabel: textStyle, axisLine: line, axisTick: line, splitLine: { show: false } },
    split: { show: true, ...line },
    zoom: { height: 18, borderColor: colour.line, fillerColor: colour.shade, textStyle },
    tooltip: {
      backgroundColor: colour.surface,
      borderColor: colour.lineStrong,
      textStyle: { ...textStyle, color: colour.ink },
    },
    grid: { left: 4, right: chartSize.right, top: chartSize.top, bottom: chartSize.bottom },
  };
}

/** Colours of the map, whose canvas takes no CSS variables. */
export function mapInk(mode: Mode) {
  const { severity, verified, broken, ink3, lineStrong, surface, primary } = palettes[mode];
  const tones: Record<string, string> = {
    ...Object.fromEntries(([1, 2, 3, 4] as const).map((level) => [`sev${level}`, severity[level].fill])),
    ...{ well: verified, fault: broken, silent: ink3, unknown: ink3, quarantine: ink3 },
  };
  return { tones, border: lineStrong, land: surface, primary };
}

/** All but the algorithm that derives the other tokens, which `look.tsx` adds. */
export function antTheme(mode: Mode, screen: Screen): ThemeConfig {
  const colour = palettes[mode];
  const size = sizes[screen];
  return {
    token: {
      colorPrimary: colour.primary,
      colorLink: colour.primary,
      colorSuccess: colour.verified,
      colorError: colour.severity[1].text,
      colorWarning: colour.severity[2].fill,
      colorInfo: colour.primary,
      colorBgBase: colour.surface,
      colorBgLayout: colour.paper,
      colorBgContainer: colour.surface,
      colorBgElevated: colour.raised,
      colorTextBase: colour.ink,
      colorTextPlaceholder: colour.ink3,
      colorTextDescription: colour.ink3,
      colorBorder: colour.lineStrong,
      fontFamily: fontText,
      fontFamilyCode: fontCode,
      fontSize: size.text,
      controlHeight: size.target,
      borderRadius: 6,
      // A motion waits for the browser to tell of its end, and a busy one may not: a spinner then stays on its button.
      motion: false,
    },
    components: {
      Button: {
        primaryColor: colour.onPrimary,
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 500,
      },
    },
  };
}

/** The same look for our own style sheet: names and values of the custom properties on the root element. */
export function cssVariables(mode: Mode, screen: Screen): Record<string, string> {
  const { severity, ...colours } = palettes[mode];
  const { text, small, lead, title, big, target, gutter, fact } = sizes[screen];
  const px = {
    text,
    small,
    lead,
    title,
    big,
    target,
    gutter,
    fact,
    hair: 1,
    thick: 2,
    bar: 4,
    round: 6,
    side: 208,
    sideFolded: 64,
    aside: 328,
    // The least that is read from three metres.
    wall: 28,
  };
  const steps = { s1: 4, s2: 8, s3: 12, s4: 16, s5: 24, s6: 32, s7: 48, s8: 72 };
  const widths = { narrow: 400, read: 720, page: 1440, art: 160 };
  return {
    ...prefixed("", colours),
    ...Object.assign({}, ...([1, 2, 3, 4] as const).map((level) => prefixed(`sev${level}-`, severity[level]))),
    ...prefixed("", inPx({ ...px, ...steps, ...widths })),
    "--l-font": fontText,
    "--l-code": fontCode,
  };
}

function prefixed(prefix: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`--l-${prefix}${name}`, value]));
}

function inPx(values: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}px`]));
}
