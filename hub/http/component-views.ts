/** Coverage 应接尽接 as the API shows it: the table, each component, its device, who may be it. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { Component, ComponentId } from "../coverage/component.ts";
import { matchRuleNames } from "../coverage/pairing.ts";
import { componentStates } from "../store/components.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const count = (description: string) => Type.Integer({ minimum: 0, description });
const moment = Type.Integer({ minimum: 0 });

const counts = {
  known: count("on the list: should be connected"),
  connected: count("of those, matched to a device in service"),
  healthy: count("of those, without a fault and heard in time"),
  shared: count("of the connected, those the district has as they are now"),
  doubtful: count("several devices may be it: a person has to say"),
};

export const CoverageAreaRow = Type.Object(
  {
    area: orNull(text),
    name: text,
    depth: count("0: lies in no other of these"),
    part: Type.Enum(["all", "own"], { description: "`own`: only what lies in none of the parts listed above it" }),
    ...counts,
  },
  strict,
);
export type CoverageAreaRow = Type.Static<typeof CoverageAreaRow>;
export const CoverageClassRow = Type.Object({ class: text, name: text, ...counts }, strict);

export const CoverageView = Type.Object(
  {
    ...counts,
    beyond: count("devices in service that are on no list"),
    areas: Type.Array(CoverageAreaRow),
    classes: Type.Array(CoverageClassRow),
    list: Type.Optional(
      Type.Object(
        {
          ...{ name: text, by: text, at: moment, ended: count("it no longer named so many") },
          whole: Type.Boolean({
            description: "false: it is being taken, or stopped amid it; the figures are not whole",
          }),
        },
        strict,
      ),
    ),
  },
  { ...strict, description: "`list`: the newest that was taken" },
);
export type CoverageView = Type.Static<typeof CoverageView>;

const MatchReason = Type.Object(
  {
    rule: Type.Enum([...matchRuleNames]),
    building: Type.Optional(text),
    metres: Type.Optional(Type.Number()),
    measures: Type.Optional({ ...text, description: "of a device without a class: level, smoke, cover …" }),
    alike: Type.Optional(Type.Number({ description: "0 … 1: of the words of both places" })),
  },
  strict,
);
const thing = { gateway: text, device: text, title: Bilingual, place: text, reason: MatchReason };

export const ComponentView = Type.Object(
  {
    ...Component.properties,
    className: Type.Optional(text),
    liesIn: orNull(text),
    areaName: text,
    ...{ connected: Type.Boolean(), healthy: Type.Boolean(), shared: Type.Boolean() },
    match: Type.Optional(Type.Object({ ...thing, by: text, at: moment }, strict)),
    doubt: Type.Optional(
      Type.Object({ more: Type.Boolean(), candidates: Type.Array(Type.Object(thing, strict)) }, strict),
    ),
    endedAt: Type.Optional(moment),
  },
  strict,
);
export type ComponentView = Type.Static<typeof ComponentView>;

export const ComponentStory = Type.Object(
  {
    component: ComponentView,
    versions: Type.Array(
      Type.Object(
        {
          ...Component.properties,
          ...{ since: moment, until: orNull(moment), endedAt: orNull(moment) },
        },
        { ...strict, description: "`since`, `until`: numbers of the lists" },
      ),
    ),
  },
  strict,
);

const id = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }));
export const tableFilters = { area: id("an area of the rulebook, with everything in it"), class: id("CJ/T 214:0103") };
export const componentFilters = {
  ...tableFilters,
  area: id("an area with everything in it; `-`: what lies in none"),
  part: Type.Optional(Type.Enum(["all", "own"], { description: "`own`: in the area itself only" })),
  state: Type.Optional(Type.Enum([...componentStates], { default: "all" })),
  q: Type.Optional(Type.String({ maxLength: 200, description: "words of its code, name or place" })),
};

export const ComponentParams = Type.Object({ id: ComponentId }, strict);
