/** A time limit as the class tables set it: so much of one kind of time. */
import type { Static } from "typebox";
import Type from "typebox";
import { check } from "../../../core/check.ts";
import { Fault } from "../../../core/fault.ts";

export const Basis = Type.Union([
  Type.Literal("urgent_hour", { description: "紧急工作时: hours round the clock" }),
  Type.Literal("work_hour", { description: "工作时: hours inside working time" }),
  Type.Literal("work_day", { description: "工作日: working days" }),
  Type.Literal("calendar_day", { description: "自然日: days of 24 hours, whatever the calendar says" }),
]);
export type Basis = Static<typeof Basis>;

export const Limit = Type.Object(
  {
    basis: Basis,
    amount: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description: "how many of them; parts are allowed" }),
  },
  { additionalProperties: false },
);
export type Limit = Static<typeof Limit>;

/** What class tables call the kinds of time. 紧急工作日 is a day that does not stop at night: 24 紧急工作时. */
const written = new Map<string, { basis: Basis; each: number }>([
  ["urgent_hour", { basis: "urgent_hour", each: 1 }],
  ["urgent_day", { basis: "urgent_hour", each: 24 }],
  ["work_hour", { basis: "work_hour", each: 1 }],
  ["work_day", { basis: "work_day", each: 1 }],
  ["calendar_day", { basis: "calendar_day", each: 1 }],
]);

/** A limit from the columns `limit_type` and `limit_value` of a class table. Throws `INPUT_INVALID` naming the column. */
export function limitFrom(type: string, value: number): Limit {
  const found = written.get(type);
  if (found === undefined)
    throw new Fault("INPUT_INVALID", `limit_type "${type}" must be one of ${[...written.keys()].join(", ")}`);
  return check(Limit, { basis: found.basis, amount: value * found.each }, "INPUT_INVALID");
}
