/** A flow asks people yes or no: a task that an operator answers; nobody's answer within its time is a no. */
import { Fault } from "../../core/fault.ts";
import type { Tables } from "../store/store.ts";
import type { TaskRow } from "../store/tasks.ts";
import { tellQuestion } from "./notice.ts";
import type { AskedView, QuestionView } from "./views.ts";

const kind = "FLOW_ASKS";

export type Question = { subject: string; text: string; minutes: number };

/** The same subject is asked once until it is answered. */
export async function askPeople(tables: Tables, { subject, text, minutes }: Question, now: number): Promise<string> {
  const words = {
    zh: `流程问：${text} 请在 ${minutes} 分钟内到“流程”页答“同意”或“不同意”，没人答就不做。`,
    en: `A flow asks: ${text} Answer Yes or No on the page Flows within ${minutes} minutes; without an answer it is not done.`,
  };
  const dueAt = now + minutes * 60_000;
  const id = await tables.tasks.raise({ kind, subject, for: "operator", text: words, dueAt }, now);
  await tellQuestion(tables, id, words.zh, now);
  return id;
}

/** Throws `NOT_FOUND`. */
export async function questionOf({ tasks }: Tables, id: string): Promise<QuestionView> {
  const task = await tasks.find(id);
  if (task === null || task.kind !== kind) throw new Fault("NOT_FOUND", `question ${id}`);
  return viewOf(task);
}

/** `over`: the flow no longer waits. Throws `NOT_FOUND`, or `HANDOVER_OVER` when it is answered already. */
export async function answerQuestion(
  tables: Tables,
  id: string,
  answer: "yes" | "no" | "over",
  by: string,
  now: number,
): Promise<QuestionView> {
  await questionOf(tables, id);
  if (!(await tables.tasks.finish(id, by, answer, now))) throw overOf(await questionOf(tables, id));
  return questionOf(tables, id);
}

/** Newest first: those that wait, then what was answered. */
export async function askedViews({ tasks }: Tables, limit: number): Promise<AskedView[]> {
  const { rows } = await tasks.page({ state: "all", kinds: [kind], limit, sort: "newest" });
  const views = rows.map((row) => ({
    ...viewOf(row),
    ...{ text: row.text, at: row.at },
    ...(row.doneAt === null ? {} : { doneAt: row.doneAt }),
    ...(row.dueAt === null ? {} : { dueAt: row.dueAt }),
  }));
  return [...views.filter(({ state }) => state === "open"), ...views.filter(({ state }) => state !== "open")];
}

/** As a flow's question is answered, and as a task is ended with a word. */
const words = new Map<string, "yes" | "no">([
  ...(["yes", "同意"] as const).map((word) => [word, "yes"] as const),
  ...(["no", "不同意"] as const).map((word) => [word, "no"] as const),
]);

const wordOf = (note: string | null | undefined) => words.get(note?.trim() ?? "");

/**
 * A question that somebody ends as a task needs one of its two words. Throws `INPUT_INVALID` naming them: it stays open; or
 * `HANDOVER_OVER` when it is over. Of any other task anything may be said.
 */
export function checkWord(task: TaskRow, note: string | undefined): void {
  if (task.kind !== kind) return;
  if (task.doneAt !== null) throw overOf(viewOf(task));
  if (wordOf(note) === undefined)
    throw new Fault("INPUT_INVALID", "/note must be 同意 (yes) or 不同意 (no): a flow waits for one of the two");
}

function overOf({ id, state, by = "" }: QuestionView): Fault {
  if (state === "over")
    return new Fault("HANDOVER_OVER", `question ${id} is over: nobody answered in time, so nothing was done`);
  return new Fault("HANDOVER_OVER", `question ${id} is over: ${by} answered ${state === "yes" ? "同意" : "不同意"}`);
}

function viewOf({ id, subject, doneAt, doneBy, note }: TaskRow): QuestionView {
  const state = doneAt === null ? "open" : (wordOf(note) ?? "over");
  return { id, subject, state, ...(doneBy === null ? {} : { by: doneBy }) };
}
