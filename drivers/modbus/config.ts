/** The settings of one Modbus device: its address on the bus and the blocks of registers that hold its points. */
import Type from "typebox";
import { PointId } from "../../core/id.ts";

const strict = { additionalProperties: false };

const Address = (description: string) => Type.Integer({ minimum: 0, maximum: 0xffff, description });

export const MappedPoint = Type.Object(
  {
    id: Type.Unsafe<PointId>({ ...PointId, description: "the point of the model this is" }),
    address: Address("the first register, coil or input of the value, counted from 0 as on the wire"),
    type: Type.Enum(["bit", "int16", "uint16", "int32", "uint32", "float32"], {
      description: "how the value is stored; functions 1 and 2 hold `bit` only",
    }),
    wordOrder: Type.Optional(
      Type.Enum(["high first", "low first"], {
        description: "which register of a 32-bit value comes first; `high first` unless given",
      }),
    ),
    bit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 15, description: "which bit of a register; 0 is the least significant" }),
    ),
    trueWhen: Type.Optional(
      Type.Enum([0, 1], {
        description: "the state of the bit that means true; 1 unless given (0 for a closed contact)",
      }),
    ),
    decimals: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 9, description: "fixed number of decimals: 123 with 1 is 12.3" }),
    ),
    decimalsRegister: Type.Optional(Address("register of the same block that holds the number of decimals")),
    scale: Type.Optional(Type.Number({ description: "the value is multiplied by it; 1 unless given" })),
    unitRegister: Type.Optional(Address("register of the same block that holds the code of the device's unit")),
    unitFactors: Type.Optional(
      Type.Record(Type.String({ pattern: "^[0-9]+$" }), Type.Number(), {
        description: "for each unit code, the factor from the device's unit into the point's",
      }),
    ),
    offset: Type.Optional(Type.Number({ description: "added last, in the point's unit; 0 unless given" })),
    write: Type.Optional(
      Type.Enum([5, 6, 16], { description: "function that sets the point: 5 coil, 6 one register, 16 several" }),
    ),
  },
  strict,
);
export type MappedPoint = Type.Static<typeof MappedPoint>;

export const Block = Type.Object(
  {
    function: Type.Enum([1, 2, 3, 4], {
      description: "1 coils, 2 discrete inputs, 3 holding registers, 4 input registers",
    }),
    address: Address("the first register, coil or input of the request, counted from 0 as on the wire"),
    count: Type.Integer({
      minimum: 1,
      maximum: 2000,
      description: "how many of them one request reads: at most 125 registers or 2000 bits",
    }),
    stride: Type.Optional(
      Address("addresses from one channel of a many-channel module to the next; 0 unless given: the same for all"),
    ),
    points: Type.Array(MappedPoint, { minItems: 1, description: "the values inside the block" }),
  },
  strict,
);
export type Block = Type.Static<typeof Block>;

export const ModbusConfig = Type.Object(
  {
    unit: Type.Integer({ minimum: 1, maximum: 247, description: "the device's address on the bus" }),
    channel: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 256,
        description: "which channel of a many-channel module this device is wired to; 1 unless given",
      }),
    ),
    blocks: Type.Array(Block, { minItems: 1, description: "one request each, in this order" }),
  },
  strict,
);
export type ModbusConfig = Type.Static<typeof ModbusConfig>;
