/** What a schema cannot say of the points: a bit exists, an address can narrow, a name stands once. */
import { Fault } from "../../core/fault.ts";
import { analogues } from "./codes.ts";
import type { FlagPoint, Gbt26875Config, MappedPoint } from "./config.ts";
import { isShared } from "./of-whole.ts";
import { pointKinds } from "./point-kinds.ts";

type Rule = { field: string; broken(point: MappedPoint, all: readonly MappedPoint[]): boolean; message: string };

const rules: Rule[] = [
  {
    field: "bit",
    broken: (point) => "bit" in point && pointKinds[point.of].bits?.[point.bit] === undefined,
    message: "is not in the standard: it would never change",
  },
  {
    field: "analogue",
    broken: (point) => "analogue" in point && analogues[point.analogue] === undefined,
    message: "is not in the standard",
  },
  {
    field: "part",
    broken: (point) => "part" in point && pointKinds[point.of].within !== "part",
    message: "does not belong here: nothing would ever fit",
  },
  {
    field: "system",
    broken: (point) => ("system" in point || "systemAddress" in point) && pointKinds[point.of].within === "device",
    message: "does not belong here: nothing would ever fit",
  },
  {
    field: "orWhole",
    broken: (point) => "orWhole" in point && point.orWhole === true && !canBeWhole(point),
    message: "belongs to any part's bit from 1 to 7, which is true when it is 1",
  },
  {
    field: "point",
    broken: ({ point }, all) => all.filter((other) => other.point === point).length > 1,
    message: "is named twice",
  },
];

function canBeWhole(point: FlagPoint): boolean {
  return point.of === "part" && point.part === undefined && isShared(point);
}

/** Throws `SETTING_INVALID` naming the first field that is wrong. */
export function checkPoints({ points }: Gbt26875Config): void {
  for (const [index, point] of points.entries())
    for (const { field, broken, message } of rules)
      if (broken(point, points)) throw new Fault("SETTING_INVALID", `/points/${index}/${field} ${message}`);
}
