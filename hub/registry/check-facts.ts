/** Facts held to the rulebook and the calendar: what is wrong with each, in words for whoever wrote it. Pure. */
import { findArea } from "../rulebook/areas.ts";
import type { Books } from "../rulebook/kinds.ts";
import { findUnit } from "../rulebook/units.ts";
import type { FactName, Facts } from "./facts.ts";

export type WrongFact = { field: FactName; value: string; zh: string; en: string };

/** What is wrong beyond the shape: words that name nothing in the rulebook, days that are none. */
export function faultsOfFacts(facts: Facts, { areas, units }: Pick<Books, "areas" | "units">): WrongFact[] {
  const wrong: WrongFact[] = [];
  const add = (field: FactName, value: string, zh: string, en: string) => wrong.push({ field, value, zh, en });
  const { area, installedOn, warrantyUntil } = facts;
  if (area !== undefined && findArea(areas, area) === null)
    add("area", area, "片区表里没有这个编号。到“设置 › 片区”查编号。", "No area has this id; see Settings › Areas.");
  for (const field of ["owner", "maintainer"] as const) {
    const unit = facts[field];
    if (unit !== undefined && findUnit(units, unit) === null)
      add(field, unit, "单位表里没有这个编号。到“设置 › 单位”查编号。", "No unit has this id; see Settings › Units.");
  }
  for (const field of ["installedOn", "warrantyUntil"] as const) {
    const value = facts[field];
    if (value !== undefined && !isDay(value))
      add(field, value, "日期不对。按 2026-03-08 这样写。", "There is no such day. Write it like 2026-03-08.");
  }
  if (installedOn !== undefined && warrantyUntil !== undefined && warrantyUntil < installedOn)
    add("warrantyUntil", warrantyUntil, "质保到期早于安装日期。", "The warranty would end before the installation.");
  for (const field of ["name", "place", "building", "floor", "room", "note"] as const) {
    const value = facts[field];
    if (value !== undefined && hasControls(value))
      add(field, value, "里面有看不见的控制字符，删掉重写。", "It holds control characters; write it anew.");
  }
  return wrong;
}

/** A day of the calendar between 1980 and 2100, as it is written. */
export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at)) return false;
  return new Date(at).toISOString().startsWith(text) && text >= "1980-01-01" && text <= "2100-12-31";
}

function hasControls(text: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replaceAll("\n", ""));
}
