/** The setting that says which values of an advert are which points; shared by the drivers of advertising devices. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";
import type { Value } from "../../core/reading.ts";
import type { Output } from "./driver.ts";

const strict = { additionalProperties: false };

export const AdvertPoint = Type.Object(
  {
    value: Type.String({
      pattern: "^[a-z][a-z0-9_:]*$",
      description: "name of the value as the driver's table has it: `temperature`, `binary:smoke`",
    }),
    point: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    kind: Type.Enum(["number", "boolean", "string"], { description: "kind of the value" }),
    scale: Type.Optional(
      Type.Number({ description: "a number is multiplied by it, such as 0.01 from hPa; 1 unless given" }),
    ),
    negate: Type.Optional(
      Type.Enum(["yes", "no"], { description: "whether a boolean is turned round; `no` unless given" }),
    ),
  },
  strict,
);
export type AdvertPoint = Type.Static<typeof AdvertPoint>;

export const AdvertPoints = Type.Array(AdvertPoint, { minItems: 1, description: "which values are which points" });

export const BleAddress = Type.String({
  pattern: "^([0-9A-F]{2}:){5}[0-9A-F]{2}$",
  description: "the device's address, upper case with colons, as on its label",
});

export const BindKey = Type.String({
  pattern: "^[0-9a-f]{32}$",
  description: "the device's encryption key, 32 hex digits; with a key set, what is not encrypted is refused",
});

/** What an advert said by the driver's own names. */
export type Told = Readonly<Record<string, Value>>;

/** Readings of the points that `told` has a value for. A value of another kind than the setting says is a fault. */
export function readingsOf(points: readonly AdvertPoint[], told: Told): Output[] {
  return points.flatMap(({ value: name, point, kind, scale = 1, negate = "no" }): Output[] => {
    const value = told[name];
    if (value === undefined) return [];
    if (typeof value !== kind)
      return [
        {
          fault: {
            code: "FIELD_OUT_OF_RANGE",
            detail: `${name} is ${typeof value}, not ${kind} as the setting of ${point} says`,
          },
        },
      ];
    if (typeof value === "number")
      return [{ reading: { point, value: scale === 1 ? value : Number((value * scale).toPrecision(12)) } }];
    return [{ reading: { point, value: typeof value === "boolean" ? value !== (negate === "yes") : value } }];
  });
}
