/** What the statistics show, as the address says. */
import { useLocation, useSearch } from "wouter";
import { now } from "../../clock/clock.ts";
import { type Figure, figures, isMonth, monthBefore, monthSpan } from "../../order/scores.ts";
import type { Group } from "./queries.ts";

const groups: readonly Group[] = ["committee", "unit", "class", "month"];
export const monthsBack = 12;

export function useChoice() {
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const set = (name: string, value: string) => {
    const fields = new URLSearchParams(search);
    if (value === "") fields.delete(name);
    else fields.set(name, value);
    go(`${path}?${fields}`, { replace: true });
  };
  const [asked, other] = [search.get("month"), search.get("with")];
  const month = isMonth(asked) ? asked : asked === "year" ? null : monthBefore(now(), 0);
  const compared = isMonth(other) && month !== null ? other : null;
  const year = {
    from: monthSpan(monthBefore(now(), monthsBack - 1)).from,
    to: monthSpan(monthBefore(now(), 0)).to,
  };
  return {
    month,
    compared,
    year,
    span: month === null ? year : monthSpan(month),
    comparedSpan: compared === null ? null : monthSpan(compared),
    by: groups.find((group) => group === search.get("by")) ?? "committee",
    figure: (figures as readonly string[]).includes(search.get("figure") ?? "")
      ? (search.get("figure") as Figure)
      : ("cases" as const),
    set,
  };
}

export type Choice = ReturnType<typeof useChoice>;
