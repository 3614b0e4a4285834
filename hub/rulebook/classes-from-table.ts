/** A city's table of case standards, as tab-separated text, becomes classes of the rulebook. */
import { Fault } from "../../core/fault.ts";
import { type Basis, limitFrom } from "../tickets/clock/limit.ts";
import type { CaseClass, Classes, LimitRow } from "./classes.ts";

const columns = [
  "kind",
  "major",
  "major_zh",
  "minor",
  "minor_zh",
  "register_condition",
  "close_condition",
  "limit_text",
  "limit_type",
  "limit_value",
] as const;
/** Columns that may follow, in any order; in a cell several are separated by commas, and an empty one says nothing. */
const more = ["condition_id", "condition_zh", "condition_en", "severities", "postures", "sources"] as const;
type Row = Record<(typeof columns)[number], string> & Partial<Record<(typeof more)[number], string>> & { line: number };

/**
 * Classes of this street's own (`local:`) stay as they are in `before`, and a class that was there keeps its devices, reviews and
 * looks on the spot; everything else comes from the table. Throws `INPUT_INVALID` naming the line.
 */
export function classesFromTable(text: string, source: string, before: Classes): Classes {
  const groups = Map.groupBy(rowsOf(text), ({ kind, major, minor }) => `${kind}:${major}${minor}`);
  const known = new Map(before.classes.map((one) => [one.code, one]));
  const own = before.classes.filter(({ code }) => code.startsWith("local:"));
  const imported = [...groups].map(([code, rows]) => classOf(code, rows, known.get(code)));
  return { ...before, source, classes: [...own, ...imported] };
}

/** A line that is too short goes on with the line before it: a cell was broken there. Lines that begin with # say where it comes from. */
function rowsOf(text: string): Row[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const rows: { line: number; cells: string[] }[] = [];
  const width = () => rows[0]?.cells.length ?? 0;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [first = "", ...rest] = line.split("\t");
    const last = rows.at(-1);
    if (last !== undefined && last.cells.length < width()) {
      last.cells.push(`${last.cells.pop() ?? ""}${first}`, ...rest);
    } else rows.push({ line: i + 1, cells: [first, ...rest] });
  }
  const [head, ...body] = rows;
  if (head === undefined || columns.some((name, i) => head.cells[i] !== name))
    throw new Fault("INPUT_INVALID", `the first line must name the columns ${columns.join(", ")}, separated by tabs`);
  const names = head.cells.map((name) => name.trim());
  const strange = names.slice(columns.length).find((name, i, all) => !isMore(name) || all.indexOf(name) < i);
  if (strange !== undefined)
    throw new Fault(
      "INPUT_INVALID",
      `the first line has "${strange}"; after ${columns.at(-1)} come ${more.join(", ")}, each once`,
    );
  return body.map(({ line, cells }) => rowOf(line, names, cells));
}

function isMore(name: string): boolean {
  return (more as readonly string[]).includes(name);
}

function rowOf(line: number, names: readonly string[], cells: readonly string[]): Row {
  if (cells.length !== names.length)
    throw new Fault("INPUT_INVALID", `line ${line} has ${cells.length} cells, not ${names.length}`);
  const row = Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? "").trim()])) as Omit<Row, "line">;
  if (row.kind !== "component" && row.kind !== "event")
    throw new Fault("INPUT_INVALID", `line ${line}: kind must be component or event, not "${row.kind}"`);
  for (const name of ["major", "minor"] as const)
    if (!/^[0-9]{2}$/.test(row[name])) throw new Fault("INPUT_INVALID", `line ${line}: ${name} must be two digits`);
  return { ...row, line };
}

/** Hours that a limit is roughly worth, to tell the tighter row from the looser. */
const hours: Record<Basis, number> = { urgent_hour: 1, work_hour: 2.5, work_day: 33.6, calendar_day: 24 };

function classOf(code: string, rows: readonly Row[], before: CaseClass | undefined): CaseClass {
  const limits = rows.map(limitOf).sort((a, b) => worth(a) - worth(b));
  const isTold = rows.some(({ severities }) => severities !== undefined);
  const { minor_zh: name, major_zh: group, kind, major, minor } = rows[0] as Row;
  const usual = {
    ...{ devices: kind === "event" ? [`GB/T 30428.2:${major}${minor}`] : [], reviews: 1 as const, preVerify: false },
    ...{ postCheck: false, reopenWithinH: 72, extensions: 1 },
  };
  return {
    ...(before === undefined ? usual : before.name === name ? before : withoutEnglish(before)),
    code,
    name,
    group,
    limits: limits.map((row, i) => (isTold ? row : { ...row, severities: severitiesAt(i, limits.length) })),
  };
}

/** What it is called in English goes with the name it was written for. */
function withoutEnglish({ en: _, ...rest }: CaseClass): CaseClass {
  return rest;
}

function limitOf(row: Row): LimitRow {
  const { register_condition: condition, close_condition: done, limit_type, limit_value, line } = row;
  try {
    return { ...namesOf(row), condition, done, limit: limitFrom(limit_type, Number(limit_value)), ...whenOf(row) };
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `line ${line}: "${limit_value} ${limit_type}" is no time limit`, { cause });
  }
}

function namesOf({ condition_id: id = "", condition_zh: zh = "", condition_en: en = "" }: Row) {
  return { ...(id === "" ? {} : { id }), ...(zh === "" && en === "" ? {} : { name: { zh: zh || en, en: en || zh } }) };
}

/** What the columns say of when a row holds by itself; the import checks the words. */
function whenOf({
  severities = "",
  postures = "",
  sources = "",
}: Row): Pick<LimitRow, "severities" | "postures" | "sources"> {
  const list = (cell: string) => cell.split(/[,，、]/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  return {
    severities: list(severities).map(Number) as LimitRow["severities"],
    ...(postures === "" ? {} : { postures: list(postures) as LimitRow["postures"] & {} }),
    ...(sources === "" ? {} : { sources: list(sources) as LimitRow["sources"] & {} }),
  };
}

function worth({ limit }: LimitRow): number {
  return limit.amount * hours[limit.basis];
}

/** The gravest alerts take the tightest row, yellow ones the next, blue ones the one after; a short table's last row takes the rest. */
function severitiesAt(i: number, length: number): LimitRow["severities"] {
  const place = (n: number) => Math.min(n, length - 1) === i;
  return [
    ...(place(0) ? ([1, 2] as const) : []),
    ...(place(1) ? ([3] as const) : []),
    ...(place(2) ? ([4] as const) : []),
  ];
}
