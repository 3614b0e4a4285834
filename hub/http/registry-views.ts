/** The registry as the API shows it: facts, life, history, areas, imports, what a search found. */
import Type from "typebox";
import { Facts, Location } from "../registry/facts.ts";
import { lifeMoves, lives } from "../registry/life.ts";
import { importStates } from "../store/imports.ts";
import { changeKinds } from "../store/registry.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });

export const ThingView = Type.Object(
  { gateway: text, device: Type.Optional(Type.String({ description: "without it: the gateway itself" })) },
  strict,
);
export type ThingView = Type.Static<typeof ThingView>;

const named = (description: string) => Type.Optional(Type.String({ description }));

/** Facts as they count, with the rulebook's names; part of the views of gateways and devices. */
export const factFields = {
  life: Type.Enum([...lives]),
  lifeUntil: Type.Optional(moment("end of the maintenance")),
  quarantine: Type.Boolean({ description: "nobody approved it, or no registration names it" }),
  area: named("id of the area it lies in"),
  areaName: named("the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区"),
  owner: named("id of the unit"),
  ownerName: named("the unit that owns it"),
  maintainer: named("id of the unit"),
  maintainerName: named("the unit that keeps it running"),
  location: Type.Optional(Location),
  inside: named("building, floor and room, as people wrote them"),
  replacedBy: Type.Optional(ThingView),
  replaces: Type.Optional(ThingView),
};

export const RegistryView = Type.Object(
  {
    gateway: text,
    device: Type.Optional(text),
    title: text,
    place: text,
    registered: Type.Boolean({ description: "its gateway's newest registration names it" }),
    ...factFields,
    lifeSince: moment("when this state began"),
    lifeReason: Type.Optional(text),
    moves: Type.Array(Type.Enum([...lifeMoves]), { description: "possible now" }),
    facts: Type.Object(Facts.properties, { ...strict, description: "what people set" }),
    told: Type.Object(
      { title: text, place: text, class: Type.Optional(text), model: Type.Optional(text) },
      { ...strict, description: "what its gateway says" },
    ),
    class: Type.Optional(text),
    className: Type.Optional(text),
    chain: Type.Array(ThingView, { description: "all that hung at its place, the oldest first, itself among them" }),
    revision: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type RegistryView = Type.Static<typeof RegistryView>;

export const ChangeView = Type.Object(
  {
    n: count,
    at: moment("when"),
    by: text,
    kind: Type.Enum([...changeKinds]),
    before: Type.Unknown(),
    after: Type.Unknown(),
    reason: Type.Optional(text),
  },
  strict,
);
export type ChangeView = Type.Static<typeof ChangeView>;

const AreaNode = Type.Object(
  {
    ...{ id: text, name: text, path: text },
    tier: Type.Enum(["street", "committee", "compound", "building"]),
    parent: Type.Union([text, Type.Null()]),
    unit: Type.Union([text, Type.Null()]),
    depth: count,
    devices: Type.Integer({ description: "with all that lies in it, without what is retired" }),
    gateways: count,
  },
  strict,
);
export const AreaTree = Type.Object(
  { areas: Type.Array(AreaNode), nowhere: Type.Object({ devices: count, gateways: count }, strict) },
  strict,
);
export type AreaTree = Type.Static<typeof AreaTree>;

const RowError = Type.Object({ row: count, field: text, value: text, zh: text, en: text }, strict);
export const BulkAnswer = Type.Object(
  {
    changed: Type.Integer({ minimum: 0, description: "0 when a row is wrong: all or none" }),
    errors: Type.Array(RowError),
    undo: Type.Array(Type.Object({ gateway: text, device: Type.Optional(text), facts: Type.Unknown() }, strict), {
      description: "the same request takes it back",
    }),
  },
  strict,
);
export type BulkAnswer = Type.Static<typeof BulkAnswer>;

const Found = Type.Object(
  {
    id: text,
    title: text,
    place: Type.Optional(text),
    more: Type.Optional(Type.String({ description: "state, role or class" })),
    href: Type.String({ description: "its page in the console" }),
  },
  strict,
);
export type Found = Type.Static<typeof Found>;

export const SearchAnswer = Type.Object(
  {
    devices: Type.Array(Found),
    gateways: Type.Array(Found),
    tickets: Type.Array(Found),
    areas: Type.Array(Found),
    people: Type.Array(Found),
  },
  strict,
);
export type SearchAnswer = Type.Static<typeof SearchAnswer>;

export const ImportView = Type.Object(
  {
    id: text,
    at: moment("when the file came"),
    by: text,
    name: text,
    state: Type.Enum([...importStates]),
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    leftMs: Type.Optional(Type.Integer({ minimum: 0, description: "about so long it still takes" })),
    counts: Type.Object({ new: count, changed: count, same: count, wrong: count }, strict),
    errors: Type.Array(Type.Object({ row: count, column: text, value: text, zh: text, en: text }, strict), {
      description: "the first hundred; all of them by /errors",
    }),
    missing: Type.Optional({
      ...count,
      description: "of a list of components: so many that stand now it does not name",
    }),
    refused: Type.Optional(Type.Object({ code: text, detail: text }, strict)),
  },
  strict,
);
export type ImportView = Type.Static<typeof ImportView>;
