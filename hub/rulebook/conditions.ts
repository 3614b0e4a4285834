/** By which row of its class a case is handled (立案条件): what an operator can choose from, and what holds where nobody chose. */
import type { Bilingual } from "../../core/point.ts";
import type { Severity } from "../../core/rule.ts";
import { type PostureLevel, postures } from "../posture/postures.ts";
import type { Limit } from "../tickets/clock/limit.ts";
import type { TicketSource } from "../tickets/source.ts";
import type { CaseClass, LimitRow } from "./classes.ts";

export type Condition = { id: string; name: Bilingual; limit: Limit };

export type ConditionFacts = { severity: Severity; source: TicketSource; posture: PostureLevel };

/** In the table's order; one that has no id of its own goes by its number, 1, 2, … */
export function conditionsOf({ limits }: CaseClass): Condition[] {
  return limits.map(conditionOf);
}

export function findCondition(found: CaseClass, id: string): Condition | null {
  return conditionsOf(found).find((one) => one.id === id) ?? null;
}

/** The row that says most of what the case is; on a tie the earlier one. Where none fits, the first that asks for nothing special. */
export function conditionFor({ limits }: CaseClass, facts: ConditionFacts): Condition & { why: Bilingual } {
  const fitting = limits.map((row, i) => ({ row, i })).filter(({ row }) => fits(row, facts));
  const best = fitting.sort((a, b) => exactness(b.row) - exactness(a.row) || a.i - b.i)[0];
  if (best !== undefined) return { ...conditionOf(best.row, best.i), why: wordsOf(best.row, facts) };
  const plain = Math.max(
    0,
    limits.findIndex((row) => exactness(row) === 0),
  );
  return { ...conditionOf(limits[plain] as LimitRow, plain), why: unfitting };
}

function conditionOf(row: LimitRow, i: number): Condition {
  const { id = String(i + 1), name = { zh: row.condition, en: row.condition }, limit } = row;
  return { id, name, limit };
}

function fits({ severities, postures: levels, sources }: LimitRow, { severity, posture, source }: ConditionFacts) {
  return severities.includes(severity) && (levels?.includes(posture) ?? true) && (sources?.includes(source) ?? true);
}

function exactness({ postures: levels, sources }: LimitRow): number {
  return Number(levels !== undefined) + Number(sources !== undefined);
}

const severityWords: Record<Severity, Bilingual> = {
  1: { zh: "红色（I 级）", en: "severity I" },
  2: { zh: "橙色（II 级）", en: "severity II" },
  3: { zh: "黄色（III 级）", en: "severity III" },
  4: { zh: "蓝色（IV 级）", en: "severity IV" },
};
const sourceWords: Record<TicketSource, Bilingual> = {
  sensor: { zh: "传感器发现", en: "found by a sensor" },
  patrol: { zh: "巡查发现", en: "found on patrol" },
  hotline: { zh: "热线来件", en: "from the hotline" },
  analytics: { zh: "智能分析发现", en: "found by analytics" },
  district: { zh: "区里交办", en: "from the district" },
};
const unfitting: Bilingual = {
  zh: "没有一档写明这种情况，按时限最紧的一档。",
  en: "No row names such a case: the tightest one.",
};

/** What of the case the row asked for. */
function wordsOf(row: LimitRow, { severity, posture, source }: ConditionFacts): Bilingual {
  const parts = [
    severityWords[severity],
    ...(row.postures === undefined ? [] : [postures.levels[posture].title as Bilingual]),
    ...(row.sources === undefined ? [] : [sourceWords[source]]),
  ];
  return {
    zh: `自动选定：${parts.map(({ zh }) => zh).join("、")}。`,
    en: `By rule: ${parts.map(({ en }) => en).join(", ")}.`,
  };
}
