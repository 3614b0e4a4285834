/** The worked examples of examples.tsv and pauses.tsv; how their answers were found stands at their heads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { openCalendar } from "./calendar.ts";
import { dueAt } from "./due.ts";
import { usualCalendar } from "./holidays.ts";
import type { Basis } from "./limit.ts";
import { dueOf, extendClock, pauseClock, type RunningClock, resumeClock, startClock } from "./running-clock.ts";

const calendar = openCalendar(usualCalendar());

function rowsOf(file: string): Record<string, string>[] {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [names = [], ...rows] = lines.map((line) => line.split("\t"));
  return rows.map((cells) => Object.fromEntries(names.map((name, n) => [name, cells[n] ?? ""])));
}

const moment = (text: string) => Date.parse(`${text.replace(" ", "T")}${text.length === 16 ? ":00" : ""}+08:00`);
const limitOf = ({ basis, amount }: Record<string, string>) => ({ basis: basis as Basis, amount: Number(amount) });

/** What the column `due` says. */
function said(count: () => number | null): number | string | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${/\d{4}/.exec(error.detail)?.[0]}`;
    throw error;
  }
}
const expected = (due = "") => (due === "paused" ? null : due.startsWith("CALENDAR_MISSING") ? due : moment(due));

const happen: Record<string, (clock: RunningClock, what: string) => RunningClock> = {
  pause: (clock, at) => pauseClock(clock, moment(at), calendar),
  resume: (clock, at) => resumeClock(clock, moment(at)),
  extend: (clock, amount) => extendClock(clock, Number(amount)),
};

function dueAfter(row: Record<string, string>): number | null {
  let clock = startClock(limitOf(row), moment(row.start ?? ""));
  for (const happening of (row.happenings ?? "").split("; ")) {
    const [, verb = "", what = ""] = /^(\w+) (.+)$/.exec(happening) ?? [];
    clock = happen[verb]?.(clock, what) ?? expect.unreachable(happening);
  }
  return dueOf(clock, calendar);
}

const examples = rowsOf("examples.tsv");
const pauses = rowsOf("pauses.tsv");

test("there are at least 60 worked examples, none twice, of each kind of time", () => {
  expect(new Set(examples.map(({ start, basis, amount }) => `${start} ${basis} ${amount}`)).size).toBe(examples.length);
  expect(examples.length).toBeGreaterThanOrEqual(60);
  expect(new Set(examples.map(({ basis }) => basis)).size).toBe(4);
});

describe("a limit is due", () => {
  for (const row of examples)
    test(`${row.start} + ${row.amount} ${row.basis} → ${row.due}（${row.why}）`, () => {
      expect(said(() => dueAt(moment(row.start ?? ""), limitOf(row), calendar))).toBe(expected(row.due));
    });
});

describe("a clock that was paused or extended is due", () => {
  for (const row of pauses)
    test(`${row.start} + ${row.amount} ${row.basis}, ${row.happenings} → ${row.due}（${row.why}）`, () => {
      expect(said(() => dueAfter(row))).toBe(expected(row.due));
    });
});
