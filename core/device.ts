/** A device as its gateway registers it: model, points, rules, place and class. */
import Type from "typebox";
import { ClassCode } from "./class-code.ts";
import { DeviceId } from "./id.ts";
import { Bilingual, Point } from "./point.ts";
import { Rule } from "./rule.ts";

/** The model a gateway gives itself, where its own faults are told. */
export const gatewayModel = "lilong-gateway";

/** The model of what nobody has named yet: it is listed, and what it says waits. */
export const unknownModel = "lilong-unknown";

export const Device = Type.Object(
  {
    id: DeviceId,
    model: Type.String({ minLength: 1, description: "name of a file in hardware/sensors/" }),
    title: Bilingual,
    place: Type.String({ minLength: 1, description: "where people find it: 东昌小区 3号楼 B1 水泵房" }),
    class: Type.Optional(ClassCode),
    points: Type.Array(Point, { minItems: 1 }),
    rules: Type.Array(Rule),
    measures: Type.Optional(Type.String({ description: "what the sensor is for, as its model says: level, smoke …" })),
    everyMs: Type.Optional(Type.Integer({ minimum: 1, description: "its sampling interval" })),
    usual: Type.Optional(
      Type.Object(
        { everyMs: Type.Integer({ minimum: 1 }), rules: Type.Array(Rule) },
        { additionalProperties: false, description: "what its settings say, where the hub wished for something else" },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Device = Type.Static<typeof Device>;
