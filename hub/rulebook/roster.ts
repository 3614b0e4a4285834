/** Who is on duty: shifts by the week, each with its people and its leader. */
import Type from "typebox";
import { Fault } from "../../core/fault.ts";
import { dayMin, spansOf, weekMin } from "./duty.ts";
import { findUnit, UnitId, type Units } from "./units.ts";

export { type Duty, onDuty } from "./duty.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 200 });
const Clock = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", description: "Shanghai time" });

export const Shift = Type.Object(
  {
    id: UnitId,
    unit: UnitId,
    name: text,
    from: Clock,
    to: Type.Union([Clock, Type.Literal("24:00")], { description: "not later than `from`: it ends the next day" }),
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, description: "1 Monday … 7 Sunday" }),
    people: Type.Array(text, { minItems: 1, maxItems: 50 }),
    leader: text,
  },
  strict,
);
export type Shift = Type.Static<typeof Shift>;

export const Roster = Type.Object(
  {
    source: text,
    roundTheClock: Type.Array(UnitId, { description: "units that must have somebody at every hour" }),
    shifts: Type.Array(Shift, { maxItems: 2000 }),
  },
  strict,
);
export type Roster = Type.Static<typeof Roster>;

/** The first time of the week in which the unit has nobody, e.g. `Sunday 20:00 to 24:00`; null when there is none. */
export function holeOf({ shifts }: Roster, unit: string): string | null {
  const spans = shifts.filter((one) => one.unit === unit).flatMap(spansOf);
  spans.sort(([a], [b]) => a - b);
  let covered = 0;
  for (const [from, to] of spans) {
    if (from > covered) return said(covered, from);
    covered = Math.max(covered, to);
  }
  return covered < weekMin ? said(covered, weekMin) : null;
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function said(from: number, to: number): string {
  const clock = (minute: number) =>
    `${String(Math.floor((minute % dayMin) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const until = to % dayMin === 0 ? `${days[to / dayMin - 1]} 24:00` : `${days[Math.floor(to / dayMin)]} ${clock(to)}`;
  return `${days[Math.floor(from / dayMin)]} ${clock(from)} to ${until}`;
}

/** What is wrong beyond the shape, as `/path why`; null when nothing is. Throws `ROSTER_HOLE`. */
export function faultOfRoster(roster: Roster, units: Units): string | null {
  for (const [i, { unit }] of roster.shifts.entries())
    if (findUnit(units, unit) === null) return `/shifts/${i}/unit "${unit}" is no unit; import the units first`;
  for (const unit of roster.roundTheClock) {
    const hole = holeOf(roster, unit);
    if (hole !== null) throw new Fault("ROSTER_HOLE", `"${unit}" has nobody on duty ${hole}`);
  }
  return null;
}
