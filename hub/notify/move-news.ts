/** The words of a ticket's move, Chinese first. */
import type { Bilingual } from "../../core/point.ts";
import type { StoryEntry } from "../tickets/ticket.ts";
import { idLine } from "./alert-news.ts";
import { type CaseFacts, firstLine, shortLine } from "./case-facts.ts";
import type { News } from "./tell.ts";
import { drilled, leftWords, sentence, severityWords } from "./words.ts";

/** What the words of a move can use. */
type Said = { unit: string; who: string; reason: string; left: Bilingual | null; isOver: boolean };

/** By move; one that is told but has no words of its own is told by its name. */
const words: Record<string, (said: Said) => Bilingual> = {
  dispatch: ({ unit, who }) => ({ zh: `派给${unit}${who}`, en: `Sent to ${unit}${who}` }),
  transfer: ({ unit, who, reason }) => ({
    zh: `转给${unit}${who}${because(reason)}`,
    en: `Handed to ${unit}${who}${dash(reason)}`,
  }),
  reopen: ({ reason }) => ({ zh: `重新打开${because(reason)}`, en: `Opened again${dash(reason)}` }),
  urge: ({ reason }) => ({ zh: `催办：${reason || "请尽快处置"}`, en: `Urged: ${reason || "please act soon"}` }),
  supervise: ({ reason }) => ({
    zh: `督办：${reason || "上级要求限时办结"}`,
    en: `Supervised: ${reason || "to be ended in time"}`,
  }),
  escalate: ({ unit, reason }) => ({
    zh: `上提一级，仍由${unit}办${because(reason)}`,
    en: `Raised one level, still with ${unit}${dash(reason)}`,
  }),
  warn: ({ isOver }) => (isOver ? { zh: "已经超时", en: "Overdue" } : { zh: "快到期了", en: "Due soon" }),
  return: ({ reason }) => ({ zh: `退单：${reason}。请重新派`, en: `Returned: ${reason}. Please send it anew` }),
  close: ({ reason }) => ({ zh: `已结案${because(reason)}`, en: `Closed${dash(reason)}` }),
  conclude: ({ reason }) => ({ zh: `已结案${because(reason)}`, en: `Closed${dash(reason)}` }),
};

function because(reason: string): string {
  return reason === "" ? "" : `：${reason}`;
}

function dash(reason: string): string {
  return reason === "" ? "" : `: ${reason}`;
}

/** `unit`: name of the unit that has the case. */
export function moveNews(facts: CaseFacts, entry: StoryEntry, unit: string, now: number): News {
  const { ticket } = facts;
  const said = saidOf(facts, entry, unit, now);
  const move = words[entry.move]?.(said) ?? { zh: entry.move, en: entry.move };
  const lines = [firstLine(facts), moveLine(move, said), whyLine(entry), stateLine(facts), idLine(ticket.id)];
  const short = shortLine(facts);
  const text = { zh: join(lines.map((line) => line?.zh)), en: join(lines.map((line) => line?.en)) };
  return {
    kind: "ticket",
    severity: ticket.severity,
    line: drilled(ticket.drill, { zh: `${short.zh}，${move.zh}`, en: `${short.en}: ${move.en}` }),
    text: drilled(ticket.drill, text),
    ticket: ticket.id,
    alert: ticket.alert,
    at: now,
  };
}

function saidOf({ ticket }: CaseFacts, { reason, assignee, to }: StoryEntry, unit: string, now: number): Said {
  const isRunning = ticket.dueAt !== null && to !== "closed";
  return {
    unit,
    who: whoOf(assignee, unit),
    reason: (reason ?? "").replace(/[。.]$/, ""),
    left: isRunning ? leftWords(ticket.dueAt as number, now) : null,
    isOver: isRunning && (ticket.dueAt as number) <= now,
  };
}

/** Dispatch writes the unit before its people: it is said once. */
function whoOf(assignee: string | null, unit: string): string {
  const people = (assignee ?? "").replace(unit, "").trim();
  return people === "" ? "" : `（${people}）`;
}

function moveLine(move: Bilingual, { left }: Said): Bilingual {
  return {
    zh: sentence(move.zh, "。") + (left === null ? "" : sentence(left.zh, "。")),
    en: sentence(move.en, ".") + (left === null ? "" : ` ${sentence(left.en, ".")}`),
  };
}

/** Of these the story tells what it is, not why. */
const facts: ReadonlySet<StoryEntry["move"]> = new Set(["suspend", "extend", "escalate", "merge", "close", "conclude"]);

function whyLine({ why, move }: StoryEntry): Bilingual | null {
  if (why !== undefined && facts.has(move)) return { zh: sentence(why.zh, "。"), en: sentence(why.en, ".") };
  return why === undefined ? null : { zh: `为什么：${why.zh}`, en: `Why: ${why.en}` };
}

function stateLine({ ticket, measured }: CaseFacts): Bilingual {
  const severity = severityWords[ticket.severity];
  if (measured === null) return severity;
  return { zh: `${severity.zh} · ${measured.zh}`, en: `${severity.en} · ${measured.en}` };
}

function join(lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined && line !== "").join("\n");
}
