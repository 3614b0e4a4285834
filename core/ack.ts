/** The hub's acknowledgement: which records are committed, and which batch it refused and why. */
import Type from "typebox";
import { Epoch } from "./id.ts";
import { Lane } from "./lane.ts";

const offset = Type.Integer({ minimum: 0 });

const LaneAck = Type.Object(
  { epoch: Epoch, have: Type.Array(Type.Tuple([offset, offset]), { description: "closed-open ranges, merged" }) },
  { additionalProperties: false },
);
export type LaneAck = Type.Static<typeof LaneAck>;

const Refusal = Type.Object(
  { lane: Lane, epoch: Epoch, from: offset, code: Type.String(), detail: Type.String() },
  { additionalProperties: false },
);
export type Refusal = Type.Static<typeof Refusal>;

export const Ack = Type.Object(
  {
    data: Type.Optional(LaneAck),
    alert: Type.Optional(LaneAck),
    refused: Type.Optional(Refusal),
    time: Type.Integer({ description: "the hub's clock, ms since 1970" }),
  },
  { additionalProperties: false },
);
export type Ack = Type.Static<typeof Ack>;
