/** A message a device of a model could send on a quiet day: what the page shows to be pasted must raise no alarm. */
import type { Model } from "../../../core/model.ts";
import type { Point } from "../../../core/point.ts";
import type { Rule } from "../../../core/rule.ts";

/** The first point that a person can send by hand. */
export function exampleOf({ points, rules }: Pick<Model, "points" | "rules">): string {
  const point = points.find(({ kind }) => kind !== "string") ?? points[0];
  if (point === undefined) return "[]";
  const own = rules.filter((rule) => rule.point === point.id);
  return JSON.stringify([{ n: point.id, ...unitOf(point), ...quietValueOf(point, own) }]);
}

function unitOf({ unit }: Point): { u?: string } {
  return unit === undefined ? {} : { u: unit };
}

function quietValueOf(point: Point, rules: Rule[]): { v: number } | { vb: boolean } | { vs: string } {
  if (point.kind === "boolean") return { vb: rules.some(({ when }) => "equals" in when && when.equals === false) };
  if (point.kind === "string") return { vs: "ok" };
  return { v: candidates(point).find((value) => isQuiet(value, rules)) ?? 0 };
}

/** Round numbers first: a person reads them. */
function candidates({ range: [low, high] = [0, 100] }: Point): number[] {
  const round = [20, 50, 10, 1, 2, 5, 0.5, 0.1, 0.05, 220, 12, 0].filter((value) => value >= low && value <= high);
  return [...round, (low + high) / 2];
}

function isQuiet(value: number, rules: Rule[]): boolean {
  return rules.every(({ when }) => {
    if ("above" in when) return value < (when.clearBelow ?? when.above);
    return "below" in when ? value > (when.clearAbove ?? when.below) : true;
  });
}
