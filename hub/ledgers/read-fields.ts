/** Holds what was written for an entry to the columns of its book: dates as days, numbers as numbers, choices as they are offered. Pure. */
import type { Bilingual } from "../../core/point.ts";
import type { ColumnType, LedgerBook, LedgerColumn } from "../rulebook/ledger-books.ts";
import { findUnit, type Units } from "../rulebook/units.ts";
import type { LedgerFields } from "../store/ledger-entries.ts";
import { dayFrom } from "../tickets/clock/day.ts";

/** What a form, a cell or a program gives. */
export type Raw = string | number | boolean | Date | null | undefined;
export type FieldFault = { column: string; why: Bilingual };
export type FieldsRead = { fields: LedgerFields; faults: FieldFault[] };

const longest = 1000;
const say = (zh: string, en: string): Bilingual => ({ zh, en });

/** Empty cells are left out. */
export function readFields({ columns }: LedgerBook, raw: Record<string, Raw>, units: Units): FieldsRead {
  const fields: LedgerFields = {};
  const faults: FieldFault[] = [];
  for (const column of columns) {
    const value = raw[column.id];
    if (isEmpty(value)) {
      if (column.required) faults.push({ column: column.id, why: say("必须填写", "must be filled in") });
      continue;
    }
    const read = readers[column.type](value as NonNullable<Raw>, column, units);
    if (typeof read === "object") faults.push({ column: column.id, why: read });
    else fields[column.id] = read;
  }
  const known = new Set(columns.map(({ id }) => id));
  for (const id of Object.keys(raw).filter((id) => !known.has(id)))
    faults.push({ column: id, why: say("这本台账没有这一栏", "is no column of this book") });
  return { fields, faults };
}

function isEmpty(value: Raw): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

type Reader = (value: NonNullable<Raw>, column: LedgerColumn, units: Units) => string | number | Bilingual;

const readers: Record<ColumnType, Reader> = {
  text: readText,
  person: readText,
  date: (value) =>
    dayTextOf(value) ?? say(`“${value}”不是日期，写成 2026-11-27`, `"${value}" is no date like 2026-11-27`),
  number: readNumber,
  choice: (value, { choices = [] }) => {
    const text = String(value).trim();
    if (choices.includes(text)) return text;
    return say(`“${text}”不在可选的里面：${choices.join("、")}`, `"${text}" is none of ${choices.join(", ")}`);
  },
  unit: (value, _column, units) => {
    const text = String(value).trim();
    const unit = findUnit(units, text) ?? units.units.find(({ name }) => name === text);
    return (
      unit?.id ?? say(`没有“${text}”这个单位，先在设置的“单位”里加`, `"${text}" is no unit; add it to the units first`)
    );
  },
};

function readText(value: NonNullable<Raw>): string | Bilingual {
  const text = value instanceof Date ? (dayTextOf(value) ?? "") : String(value).trim();
  return text.length <= longest ? text : say(`太长，最多 ${longest} 个字`, `is longer than ${longest} characters`);
}

function readNumber(value: NonNullable<Raw>): number | Bilingual {
  const number = typeof value === "number" ? value : Number(String(value).replaceAll(/[,，\s]/g, ""));
  return Number.isFinite(number) ? number : say(`“${value}”不是数字`, `"${value}" is no number`);
}

/** As people and spreadsheets write a day: 2026-11-27, 2026/11/27, 2026.11.27, 2026年11月27日, or a cell that is a date. */
export function dayTextOf(value: NonNullable<Raw>): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  const [, year, month = "", day = ""] =
    /^\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*$/.exec(String(value)) ?? [];
  if (year === undefined) return null;
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return dayFrom(text) === null ? null : text;
}
