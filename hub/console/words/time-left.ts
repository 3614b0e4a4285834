/** How much time a case has left, in words: `剩 1 小时 12 分`; with which kind of time its limit counts. */
import type { TicketView } from "../../http/views.ts";
import { isOver } from "../../tickets/moves.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import { durationText } from "./duration.ts";
import { numberText } from "./value.ts";

export type TimeTone = "calm" | "near" | "over" | "paused";
type Timed = Pick<TicketView, "state" | "dueAt" | "limit" | "warned">;

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
  const text = durationText(Math.abs(ms), t.duration);
  return tone === "over" ? t.time.over(text) : t.time.left(text);
}

/** `限 2 个紧急工作时`: the clock that counts is always named. */
export function limitText(limit: NonNullable<TicketView["limit"]>, words: Dictionary["time"]): string {
  return words.limit[limit.basis](numberText(limit.amount));
}
