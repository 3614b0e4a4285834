/** Classes of cases: what each is called, how long it may take, who must look at the result. */
import Type from "typebox";
import { ClassCode } from "../../core/class-code.ts";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { PostureLevel } from "../posture/postures.ts";
import { Limit } from "../tickets/clock/limit.ts";
import { TicketSource } from "../tickets/source.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 200 });

const LimitRow = Type.Object(
  {
    id: Type.Optional(
      Type.String({ pattern: "^[a-z][a-z0-9-]{0,31}$", description: "how a move names it; its number unless given" }),
    ),
    name: Type.Optional({ ...Bilingual, description: "what an operator chooses it by; the condition unless given" }),
    condition: Type.String({ description: "when a case of the class is registered by this row (立案条件)" }),
    done: Type.String({ description: "what must be done to close it (结案条件)" }),
    limit: Limit,
    severities: Type.Array(Severity, { description: "severities that take this row by themselves" }),
    postures: Type.Optional(
      Type.Array(PostureLevel, { minItems: 1, description: "only in these postures; in all unless given" }),
    ),
    sources: Type.Optional(
      Type.Array(TicketSource, { minItems: 1, description: "only cases found this way; all unless given" }),
    ),
  },
  strict,
);
export type LimitRow = Type.Static<typeof LimitRow>;

export const CaseClass = Type.Object(
  {
    code: Type.String({ pattern: "^[a-z]+:[A-Za-z0-9-]+$", description: "component:0103, event:0506, local:fire" }),
    name: text,
    en: Type.Optional({ ...text, description: "its name for who reads English" }),
    group: text,
    devices: Type.Array(ClassCode, { description: "classes of devices whose alerts become cases of this class" }),
    reviews: Type.Union([Type.Literal(1), Type.Literal(2)], { description: "2: two people look at it (双审)" }),
    preVerify: Type.Boolean({ description: "somebody looks on the spot before it is registered (核实)" }),
    postCheck: Type.Boolean({ description: "somebody looks on the spot before it is reviewed (核查)" }),
    reopenWithinH: Type.Integer({
      minimum: 0,
      maximum: 8760,
      description: "a relapse within so many hours reopens it",
    }),
    extensions: Type.Integer({ minimum: 0, maximum: 10, description: "how often it may be extended (延期)" }),
    reported: Type.Optional({
      ...Severity,
      description: "how grave a report by word of mouth is at first; yellow unless given",
    }),
    limits: Type.Array(LimitRow, { minItems: 1 }),
  },
  strict,
);
export type CaseClass = Type.Static<typeof CaseClass>;

export const Classes = Type.Object(
  {
    source: text,
    otherwise: Type.String({ description: "class of a case that has none" }),
    equipment: Type.String({ description: "class of what a gateway says of itself" }),
    patrol: Type.String({ description: "class of a report by patrol until somebody says another" }),
    classes: Type.Array(CaseClass, { minItems: 1, maxItems: 5000 }),
  },
  strict,
);
export type Classes = Type.Static<typeof Classes>;

/** What is wrong beyond the shape, as `/path why`; null when nothing is. */
export function faultOfClasses({ classes, ...named }: Classes): string | null {
  const codes = new Set<string>();
  for (const [i, { code, limits }] of classes.entries()) {
    if (codes.has(code)) return `/classes/${i}/code "${code}" is there twice`;
    codes.add(code);
    const ids = limits.flatMap(({ id }) => id ?? []);
    const twice = ids.find((id, n) => ids.indexOf(id) < n);
    if (twice !== undefined) return `/classes/${i}/limits has the id "${twice}" twice`;
  }
  const devices = new Set<string>();
  for (const [i, one] of classes.entries())
    for (const device of one.devices) {
      if (devices.has(device)) return `/classes/${i}/devices "${device}" belongs to another class already`;
      devices.add(device);
    }
  for (const name of ["otherwise", "equipment", "patrol"] as const)
    if (!codes.has(named[name])) return `/${name} "${named[name]}" is no class of this table`;
  return null;
}

/**
 * Sensors of the shipped models say what they watch for; a case of theirs without a class would be filed under anything.
 * Only what this street calls by a name of its own (`local:`) is asked for: the rest is its city's table.
 */
export function faultOfSensors({ classes }: Classes, shipped: Classes): string | null {
  const known = new Set(classes.flatMap(({ devices }) => devices));
  for (const { code, name, devices } of shipped.classes)
    for (const device of code.startsWith("local:") ? devices : [])
      if (!known.has(device))
        return `/classes has none for sensors of "${device}", which are "${code}" (${name}) as shipped; keep that class, or name the sensors in the devices of another`;
  return null;
}

/** The class of that code; null where the table has none. */
export function findClass({ classes }: Classes, code: string | null): CaseClass | null {
  return classes.find((one) => one.code === code) ?? null;
}

/** The class whose cases the alerts of such devices become; null where no row names it. */
export function classForDevice({ classes }: Classes, device: string): CaseClass | null {
  return classes.find(({ devices }) => devices.includes(device as never)) ?? null;
}
