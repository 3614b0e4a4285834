/** The words of notices, Chinese first: places, severities, times and what is left of them. */
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";
import { dayOf } from "../tickets/clock/day.ts";

export type Language = keyof Bilingual;

/** [国家突发事件预警分级] 红 I, 橙 II, 黄 III, 蓝 IV; a mark and a word, never a colour alone. */
export const severityWords: Record<Severity, Bilingual> = {
  1: { zh: "🔴 红色一级", en: "🔴 red, level 1" },
  2: { zh: "🟠 橙色二级", en: "🟠 orange, level 2" },
  3: { zh: "🟡 黄色三级", en: "🟡 yellow, level 3" },
  4: { zh: "🔵 蓝色四级", en: "🔵 blue, level 4" },
};

export const drillMark: Bilingual = { zh: "【演练】", en: "[Drill] " };

/** 演练 first of all, once. */
export function drilled(isDrill: boolean, words: Bilingual): Bilingual {
  return isDrill ? { zh: drillMark.zh + words.zh, en: drillMark.en + words.en } : words;
}

const offsetMs = 8 * 3_600_000;

/** `14:05` in Shanghai; with its date when that is another day than `now`. */
export function clockWords(at: number, now: number): string {
  const local = new Date(at + offsetMs).toISOString();
  const time = local.slice(11, 16);
  return dayOf(at) === dayOf(now) ? time : `${Number(local.slice(5, 7))}月${Number(local.slice(8, 10))}日 ${time}`;
}

/** 1 小时 12 分, rounded down; 3 天 4 小时 for long ones. */
export function spanWords(ms: number): Bilingual {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const zh = [
    days > 0 && `${days} 天`,
    hours > 0 && `${hours} 小时`,
    days === 0 && (rest > 0 || hours === 0) && `${rest} 分`,
  ];
  const en = [
    days > 0 && `${days} d`,
    hours > 0 && `${hours} h`,
    days === 0 && (rest > 0 || hours === 0) && `${rest} min`,
  ];
  return { zh: zh.filter(Boolean).join(" "), en: en.filter(Boolean).join(" ") };
}

/** What is left until `dueAt`, or how far it is over. */
export function leftWords(dueAt: number, now: number): Bilingual {
  const span = spanWords(dueAt - now);
  const due = clockWords(dueAt, now);
  return dueAt >= now
    ? { zh: `剩 ${span.zh}（${due} 到期）`, en: `${span.en} left (due ${due})` }
    : { zh: `已超时 ${span.zh}（${due} 到期）`, en: `overdue by ${span.en} (due ${due})` };
}

/** What stands before a notice that comes too late to be of use as it was meant. */
export function lateMark(at: number, now: number): Bilingual {
  const span = spanWords(now - at);
  const when = clockWords(at, now);
  return {
    zh: `【补发：这是 ${when} 的事，晚了 ${span.zh}】`,
    en: `[Late by ${span.en}: this is from ${when}] `,
  };
}

/** A sentence ends with its stop, once. */
export function sentence(words: string, stop: string): string {
  return /[。！？.!?]$/.test(words) ? words : `${words}${stop}`;
}
