/** What the hub's people say of a gateway or a device, over what the gateway says of itself. */
import Type from "typebox";
import { ClassCode } from "../../core/class-code.ts";

const strict = { additionalProperties: false };
const words = (description: string) => Type.String({ minLength: 1, maxLength: 60, description });
const id = (description: string) => Type.String({ minLength: 1, maxLength: 64, description });
const day = (description: string) =>
  Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description: `${description}, YYYY-MM-DD` });

export const Location = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    system: Type.Literal("WGS84"),
    source: Type.Enum(["acceptance", "people", "import"], {
      description: "the technician's phone at the acceptance, a person at the hub, or an imported list",
    }),
    accuracyM: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
  },
  strict,
);
export type Location = Type.Static<typeof Location>;

const columns = {
  name: words("what people call it"),
  place: Type.String({ minLength: 1, maxLength: 200, description: "where people find it: 东昌小区 3号楼 B1 水泵房" }),
  area: id("an area of the rulebook"),
  class: ClassCode,
  owner: id("the unit that owns it"),
  maintainer: id("the unit that keeps it running"),
  location: Location,
  building: words("building: 3号楼"),
  floor: words("floor: B1"),
  room: words("room: 水泵房"),
  installedOn: day("installed on"),
  warrantyUntil: day("under warranty until"),
  note: Type.String({ minLength: 1, maxLength: 500 }),
};

export const Facts = Type.Object(
  {
    name: Type.Optional(columns.name),
    place: Type.Optional(columns.place),
    area: Type.Optional(columns.area),
    class: Type.Optional(columns.class),
    owner: Type.Optional(columns.owner),
    maintainer: Type.Optional(columns.maintainer),
    location: Type.Optional(columns.location),
    building: Type.Optional(columns.building),
    floor: Type.Optional(columns.floor),
    room: Type.Optional(columns.room),
    installedOn: Type.Optional(columns.installedOn),
    warrantyUntil: Type.Optional(columns.warrantyUntil),
    note: Type.Optional(columns.note),
  },
  strict,
);
export type Facts = Type.Static<typeof Facts>;
export type FactName = keyof Facts;
export const factNames = Object.keys(columns) as FactName[];

const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));

/** What is not named stays; null takes it away. */
export const FactsPatch = Type.Object(
  {
    name: orNull(columns.name),
    place: orNull(columns.place),
    area: orNull(columns.area),
    class: orNull(columns.class),
    owner: orNull(columns.owner),
    maintainer: orNull(columns.maintainer),
    location: orNull(columns.location),
    building: orNull(columns.building),
    floor: orNull(columns.floor),
    room: orNull(columns.room),
    installedOn: orNull(columns.installedOn),
    warrantyUntil: orNull(columns.warrantyUntil),
    note: orNull(columns.note),
  },
  strict,
);
export type FactsPatch = Type.Static<typeof FactsPatch>;

export function factsAfter(facts: Facts, patch: FactsPatch): Facts {
  const all = Object.entries({ ...facts, ...patch }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(all) as Facts;
}

/** What differs, before and after; null where nothing does. */
export function differenceOf(before: Facts, after: Facts): { before: FactsPatch; after: FactsPatch } | null {
  const changed = factNames.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return null;
  const part = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name] ?? null])) as FactsPatch;
  return { before: part(before), after: part(after) };
}
