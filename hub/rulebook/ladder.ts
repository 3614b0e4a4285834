/** Who is told of what, when and by which channels, as data: the rungs of an alert, the moves of a ticket, quiet hours, digests. */
import Type, { type Static } from "typebox";
import { Severity } from "../../core/rule.ts";
import { beginOf, dayMs, dayOf } from "../tickets/clock/day.ts";
import { type ChannelBook, channelKindNames } from "./channels.ts";
import { findUnit, type Units } from "./units.ts";

const strict = { additionalProperties: false };
const TimeOfDay = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", description: "08:30, in Shanghai" });
const channels = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
  minItems: 1,
  maxItems: 20,
  description: "ids or kinds of channels: wecom, dingtalk, webhook, email, gateway",
});
const severities = Type.Array(Severity, { minItems: 1, maxItems: 4 });
const minutes = (description: string) => Type.Number({ minimum: 0, maximum: 100_000, description });

export const Rung = Type.Object(
  {
    afterMin: minutes("after the alert was raised, while nobody has answered it"),
    to: Type.String({
      minLength: 1,
      maxLength: 64,
      description: '"on duty", "leader" or "parent unit" of the unit that has the case, or the id of a unit',
    }),
    channels,
    severities,
  },
  strict,
);
export type Rung = Static<typeof Rung>;

export const MoveRow = Type.Object(
  {
    moves: Type.Array(Type.String({ pattern: "^[a-z]+$" }), { minItems: 1, maxItems: 40 }),
    into: Type.Optional(Type.String({ pattern: "^[a-z]+$", description: "only when the case is in this state then" })),
    to: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: 10,
      description: '"unit", "leader", "parent unit", "operators", "reporter", or the id of a unit',
    }),
    channels,
    severities,
  },
  strict,
);
export type MoveRow = Static<typeof MoveRow>;

export const LadderBook = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 200 }),
    operators: Type.String({ minLength: 1, maxLength: 64, description: "the unit of the operations room" }),
    rungs: Type.Array(Rung, { maxItems: 50 }),
    moves: Type.Array(MoveRow, { maxItems: 100 }),
    quiet: Type.Union([Type.Object({ from: TimeOfDay, to: TimeOfDay }, strict), Type.Null()], {
      description: "severities 3 and 4 wait for the next digest",
    }),
    digests: Type.Array(TimeOfDay, { minItems: 1, maxItems: 24 }),
    digestFrom: Type.Union([Type.Literal(3), Type.Literal(4), Type.Literal(5)], {
      description: "from this severity on all waits for the digest; 5: nothing does, outside quiet hours",
    }),
    lateAfterMin: Type.Object(
      { alert: minutes("an alert"), ticket: minutes("a ticket's move"), digest: minutes("a digest") },
      { ...strict, description: "what is told later than that says so" },
    ),
  },
  strict,
);
export type LadderBook = Static<typeof LadderBook>;
/** What a posture says instead of the book: from this severity on; null: nothing waits. */
export type DigestFrom = Severity | null;

const whoms = new Set(["on duty", "leader", "parent unit", "unit", "operators", "reporter"]);

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfLadder(book: LadderBook, units: Units, channelBook: ChannelBook): string | null {
  const ways = new Set([...channelKindNames, ...channelBook.channels.map(({ id }) => id)]);
  const isKnown = (whom: string) => whoms.has(whom) || findUnit(units, whom) !== null;
  if (findUnit(units, book.operators) === null) return `/operators "${book.operators}" is no unit`;
  for (const [i, { to }] of book.rungs.entries()) if (!isKnown(to)) return `/rungs/${i}/to "${to}" is no unit`;
  for (const [i, { to }] of book.moves.entries())
    for (const [j, whom] of to.entries()) if (!isKnown(whom)) return `/moves/${i}/to/${j} "${whom}" is no unit`;
  for (const part of ["rungs", "moves"] as const)
    for (const [i, { channels }] of book[part].entries())
      for (const [j, way] of channels.entries())
        if (!ways.has(way))
          return `/${part}/${i}/channels/${j} "${way}" is neither a kind of channel (${channelKindNames.join(", ")}) nor the id of one; import the channels first`;
  return faultOfDigests(book);
}

/** The morning must not come before the night is over. */
function faultOfDigests({ quiet, digests }: LadderBook): string | null {
  const index = quiet === null ? -1 : digests.findIndex((time) => isWithin(quiet, minuteOf(time)));
  return index < 0 ? null : `/digests/${index} "${digests[index]}" lies in the quiet hours`;
}

export function rungsFor({ rungs }: LadderBook, severity: Severity): Rung[] {
  return rungs.filter((rung) => rung.severities.includes(severity));
}

/** Whether it waits for the digest; severities 1 and 2 never do, whatever book and posture say. */
export function waitsForDigest(book: LadderBook, severity: Severity, now: number, posture?: DigestFrom): boolean {
  if (severity <= 2) return false;
  const from = posture === undefined ? book.digestFrom : (posture ?? Infinity);
  return severity >= from || (book.quiet !== null && isWithin(book.quiet, minuteAt(now)));
}

/** The next digest after this moment, ms since 1970. */
export function nextDigest({ digests }: LadderBook, now: number): number {
  const today = beginOf(dayOf(now));
  const times = [0, dayMs].flatMap((day) => digests.map((time) => today + day + minuteOf(time) * minuteMs));
  return Math.min(...times.filter((at) => at > now));
}

const minuteMs = 60_000;

function minuteAt(now: number): number {
  return Math.floor((now - beginOf(dayOf(now))) / minuteMs);
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours as number) * 60 + (minutes as number);
}

/** Hours that go over midnight end the next morning; the same time twice is none at all. */
function isWithin({ from, to }: { from: string; to: string }, minute: number): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}
