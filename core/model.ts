/** A sensor model as data: the schema of `hardware/sensors/<model>.json`. A new model needs no code. */
import Type from "typebox";
import { ClassCode } from "./class-code.ts";
import { Bilingual, Point } from "./point.ts";
import { Rule } from "./rule.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1 });

/** What a sensor is for: the key of `hardware/classes/sensor-classes.json`. */
export const Measures = Type.Enum(
  ["level", "smoke", "cover", "door", "leak", "gas", "rain", "temperature", "power", "presence"],
  { description: "what the sensor is for" },
);
export type Measures = Type.Static<typeof Measures>;

/** Values are handed on as they are; the text `{minutes}` alone stands for the minutes of a silence. */
const Params = Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.Unknown());

/** What one of the hub's verbs is called in the device's own language, where a platform carries commands to it. */
export const DeviceCommand = Type.Union([
  Type.Object(
    { payload: Type.String({ pattern: "^([0-9a-f]{2}){1,1024}$", description: "its bytes, in hex" }) },
    strict,
  ),
  Type.Object({ service: text, params: Params }, { ...strict, description: "a service of its thing model" }),
  Type.Object({ properties: Params }, { ...strict, description: "properties of its thing model, to be set" }),
]);
export type DeviceCommand = Type.Static<typeof DeviceCommand>;

export const Model = Type.Object(
  {
    model: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$", description: "the file's name without .json" }),
    measures: Measures,
    title: Bilingual,
    driver: Type.String({ description: "name of a folder in drivers/" }),
    settings: Type.Record(Type.String(), Type.Unknown(), {
      description: "the driver's settings for this model; a device adds its own, such as its bus address",
    }),
    everyMs: Type.Integer({ minimum: 100, maximum: 86_400_000, description: "default sampling interval" }),
    points: Type.Array(Point, { minItems: 1 }),
    rules: Type.Array(Rule),
    commands: Type.Optional(
      Type.Object(
        { silence: Type.Optional(DeviceCommand), sample: Type.Optional(DeviceCommand) },
        { ...strict, description: "how it is told to be silent, or to report at once" },
      ),
    ),
    class: Type.Optional(ClassCode),
    wiring: Type.Array(Type.Object({ pin: text, to: text, note: Type.Optional(text) }, strict), { minItems: 1 }),
    evidence: Type.Union(
      [Type.Literal("captured"), Type.Literal("data sheet"), Type.Literal("community map"), Type.Literal("standard")],
      { description: "how far the register map can be trusted" },
    ),
    sources: Type.Array(Type.Object({ fact: text, source: text }, strict), { minItems: 1 }),
  },
  strict,
);
export type Model = Type.Static<typeof Model>;
