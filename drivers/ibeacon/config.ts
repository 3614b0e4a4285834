/** The settings of one iBeacon: which one, and how long it may be unheard. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const point = (description: string) => Type.Optional(Type.Unsafe<PointId>({ ...PointId, description }));

export const IbeaconConfig = Type.Object(
  {
    uuid: Type.String({ pattern: "^[0-9a-f]{32}$", description: "proximity UUID, 32 hex digits without dashes" }),
    major: Type.Integer({ minimum: 0, maximum: 65_535, description: "major number" }),
    minor: Type.Integer({ minimum: 0, maximum: 65_535, description: "minor number" }),
    leastDbm: Type.Optional(
      Type.Integer({
        minimum: -120,
        maximum: 0,
        description: "fainter than this it does not count as present, dBm; -100 unless given",
      }),
    ),
    absentAfterMs: Type.Integer({
      minimum: 1000,
      maximum: 86_400_000,
      description: "unheard for so long it is absent, ms",
    }),
    present: Type.Unsafe<PointId>({ ...PointId, description: "the boolean point: whether it is here" }),
    signal: point("the number point that holds its signal, dBm"),
  },
  { additionalProperties: false },
);
export type IbeaconConfig = Type.Static<typeof IbeaconConfig>;
