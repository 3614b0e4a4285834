/** A gateway board as data: the schema of `hardware/boards/<board>.json`. Every fact names its source. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const source = Type.String({ minLength: 1, description: "where the fact comes from" });

export const SerialPort = Type.Object(
  {
    path: Type.String({ pattern: "^/dev/", description: "what a link's `path` is set to" }),
    what: text,
    use: Type.Enum(["recommended", "possible", "avoid"]),
    enable: Type.Array(text, { description: "lines of config.txt and steps that give the port free" }),
    source,
  },
  strict,
);

export const Pin = Type.Object(
  {
    header: Type.Integer({ minimum: 1, maximum: 40, description: "number on the 40-pin header" }),
    gpio: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 27, description: "line of the chip; absent for supplies" }),
    ),
    signal: text,
    to: Type.String({ minLength: 1, description: "where it goes on the RS-485 hat" }),
    source,
  },
  strict,
);

export const Part = Type.Object(
  {
    part: Bilingual,
    count: Type.Integer({ minimum: 1 }),
    why: Type.Optional(text),
    load: Type.Optional(
      Type.Object(
        { watts: Type.Number({ minimum: 0, description: "the most one of them takes, W" }), source },
        { ...strict, description: "absent for what takes no power" },
      ),
    ),
  },
  strict,
);

/** What installing it takes, alike for a gateway and an I/O board. */
export const Installation = {
  drawing: Type.String({ pattern: "^[a-z0-9-]+\\.svg$", description: "wiring, a file beside this one" }),
  supply: Type.Object(
    { watts: Type.Number({ exclusiveMinimum: 0, description: "what the supply gives, W" }), source },
    strict,
  ),
  parts: Type.Array(Part, { minItems: 1, description: "bill of materials" }),
  enclosure: Type.Object(
    { ip: Type.String({ pattern: "^IP[0-9]{2}$" }), note: Bilingual, source },
    { ...strict, description: "least protection after GB/T 4208 (IEC 60529)" },
  ),
  rs485: Type.Array(Type.Object({ note: Bilingual, source }, strict), { description: "termination, bias, lightning" }),
};

export const Board = Type.Object(
  {
    board: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$", description: "the file's name without .json" }),
    title: Bilingual,
    soc: text,
    gpio: Type.Object(
      {
        label: Type.String({ minLength: 1, description: "label of the chip that owns the header; numbers change" }),
        lines: Type.Integer({ minimum: 28 }),
        source,
      },
      strict,
    ),
    serial: Type.Array(SerialPort, { minItems: 1 }),
    pins: Type.Array(Pin, { minItems: 1 }),
    power: Type.Object(
      {
        volts: Type.Number({ minimum: 5, maximum: 5.25 }),
        amps: Type.Number({ minimum: 1 }),
        connector: text,
        usbAmps: Type.Number({ minimum: 0.1, description: "what all USB devices may draw together" }),
        source,
      },
      strict,
    ),
    notes: Type.Array(Type.Object({ note: Bilingual, source }, strict)),
    ...Installation,
  },
  strict,
);
export type Board = Type.Static<typeof Board>;
