/** How much of what there is the district has, as the API shows it. */
import Type from "typebox";

const count = (description: string) => Type.Integer({ minimum: 0, description });

const Counts = {
  known: count("devices that are registered, or planned in the inventory"),
  connected: count("of those, behind a gateway that is online"),
  healthy: count("of those, without a fault"),
  shared: count("of the known, those the district has as they are now"),
};

export const AreaCoverage = Type.Object(
  {
    area: Type.Union([Type.String(), Type.Null()], { description: "null: places that no area names" }),
    name: Type.String(),
    ...Counts,
  },
  { additionalProperties: false },
);
export type AreaCoverage = Type.Static<typeof AreaCoverage>;

const ClassCoverage = Type.Object(
  {
    class: Type.Union([Type.String(), Type.Null()], { description: "null: devices without one" }),
    name: Type.String(),
    ...Counts,
  },
  { additionalProperties: false },
);

export const Coverage = Type.Object(
  {
    ...Counts,
    waiting: count("changed since the district heard of them"),
    held: count("not sent: something lacks, see the tasks"),
    rejected: count("the district did not take them, see the tasks"),
    areas: Type.Array(AreaCoverage),
    classes: Type.Array(ClassCoverage),
  },
  { additionalProperties: false },
);
export type Coverage = Type.Static<typeof Coverage>;
