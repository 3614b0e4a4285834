/** How much time a case has left, in words: `剩 1 小时 12 分`; with which kind of time its limit counts. */
import type { TicketView } from "../../http/views.ts";
import { isOver } from "../../tickets/moves.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import { durationText } from "./duration.ts";
import { numberText } from "./value.ts";

export type TimeTone = "calm" | "near" | "over" | "paused";
type Timed = Pick<TicketView, "state" | "dueAt" | "limit" | "leftMs" | "warned">;

/** Null where no time runs and none is kept: nobody has been sent, or it is over. */
export function timeTone({ state, dueAt, limit, warned }: Timed, now: number): TimeTone | null {
  if (isOver(state)) return null;
  if (state === "suspended") return "paused";
  if (dueAt === undefined) return limit === undefined ? null : "paused";
  if (dueAt <= now) return "over";
  return warned === "yellow" || warned === "red" ? "near" : "calm";
}

export function timeLeftText(ticket: Timed, now: number, t: Pick<Dictionary, "time" | "duration">): string {
  const tone = timeTone(ticket, now);
  if (tone === null) return "";
  if (tone === "paused") return ticket.state === "suspended" ? t.time.suspended : t.time.stopped;
  const ms = (ticket.dueAt ?? now) - now;
  if (tone === "over") return t.time.over(durationText(-ms, t.duration));
  return t.time.left(workText(ticket, t.time) ?? durationText(ms, t.duration));
}

const minute = 60_000;
const hour = 60 * minute;
const standingStill: ReadonlySet<string> = new Set(["work_hour", "work_day"]);

/** What counts only while people work is said in that; as it was when the hub last told it, a minute ago at most. Never more than is left. */
function workText({ limit, leftMs }: Timed, words: Dictionary["time"]): string | null {
  if (limit === undefined || leftMs === undefined || leftMs < 0 || !standingStill.has(limit.basis)) return null;
  const tenths = (unit: number) => numberText(Math.floor((leftMs * 10) / unit) / 10);
  if (limit.basis === "work_day" && leftMs >= limit.unitMs) return words.workDays(tenths(limit.unitMs));
  return leftMs >= hour ? words.workHours(tenths(hour)) : words.workMinutes(numberText(Math.floor(leftMs / minute)));
}

/** `限 2 个紧急工作时`: the clock that counts is always named. */
export function limitText(limit: NonNullable<TicketView["limit"]>, words: Dictionary["time"]): string {
  return words.limit[limit.basis](numberText(limit.amount));
}
