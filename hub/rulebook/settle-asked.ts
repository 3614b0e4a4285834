/** A table that was asked for has come: the tasks that it answers are over. */
import type { Tables } from "../store/store.ts";
import type { TaskRow } from "../store/tasks.ts";
import { classForDevice } from "./classes.ts";
import type { Books, RulebookKind } from "./kinds.ts";
import { onDuty } from "./roster.ts";

/** Which tasks a table answers, and whether it does this one. */
type Answer = { kind: string; isAnswered(books: Books, task: TaskRow): boolean };

const answers: Partial<Record<RulebookKind, Answer>> = {
  calendar: { kind: "CALENDAR_MISSING", isAnswered: ({ calendar }, task) => yearOf(task) in calendar.years },
  classes: {
    kind: "CLASS_UNKNOWN",
    isAnswered: ({ classes }, { subject }) => classForDevice(classes, subject) !== null,
  },
  // The hour at which nobody was found; whoever lacks at another is asked for again.
  roster: { kind: "ROSTER_HOLE", isAnswered: ({ roster }, { subject, at }) => onDuty(roster, subject, at) !== null },
};

/** Runs in the transaction of the import of `kind`; `books` hold it already. */
export async function settleAsked(tables: Tables, kind: RulebookKind, books: Books, by: string, now: number) {
  const answer = answers[kind];
  if (answer === undefined) return;
  for (const task of await tables.tasks.openOf(answer.kind))
    if (answer.isAnswered(books, task)) await tables.tasks.settle(task.kind, task.subject, by, now);
}

/** The subject is the fault's detail, `no holiday table for 2027`; of a task about one ticket the text has it. */
function yearOf({ subject, text }: TaskRow): string {
  return /no holiday table for (\d{4})/.exec(`${subject} ${text.en}`)?.[1] ?? subject;
}
