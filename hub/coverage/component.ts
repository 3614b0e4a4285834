/** One component of the list of what should be connected: what it is, where it is, whose it is. */
import Type from "typebox";
import { ClassCode } from "../../core/class-code.ts";
import { LonLat } from "../rulebook/lon-lat.ts";

const strict = { additionalProperties: false };
const words = (most: number, description: string) => Type.String({ maxLength: most, description });

/** `SHANGHAI`: the city's own grid, metres; nobody outside can turn it into anything else, so it is only kept. */
export const coordinateSystems = ["WGS84", "CGCS2000", "GCJ02", "SHANGHAI"] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

/** As the list says it. */
export const ListedPosition = Type.Object(
  { system: Type.Enum([...coordinateSystems]), x: Type.Number(), y: Type.Number() },
  { ...strict, description: "x: longitude or easting, y: latitude or northing" },
);
export type ListedPosition = Type.Static<typeof ListedPosition>;

export const ComponentId = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$",
  description: "the component's code: 3101150103000001",
});

export const Component = Type.Object(
  {
    id: ComponentId,
    class: ClassCode,
    name: words(60, "what people call it; empty where the list has none"),
    area: Type.Union([Type.String(), Type.Null()], { description: "as the list says; null: found by its place" }),
    place: words(200, "where people find it"),
    building: words(60, "3号楼"),
    position: Type.Union([ListedPosition, Type.Null()]),
    at: Type.Union([LonLat, Type.Null()], {
      description: "WGS 84; null where the list gives nothing that can be turned into it",
    }),
    owner: words(60, "who owns it"),
    maintainer: words(60, "who keeps it running"),
    note: words(500, ""),
  },
  strict,
);
export type Component = Type.Static<typeof Component>;
