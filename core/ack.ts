/** The hub's acknowledgement, in CBOR: which records are committed, which batch it refused and why, how fast and when to send. */
import { type EncodeOptions, encode } from "cborg";
import Type from "typebox";
import { decodeCbor } from "./batch.ts";
import { check } from "./check.ts";
import { Fault } from "./fault.ts";
import { Epoch } from "./id.ts";
import { Lane } from "./lane.ts";

const offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

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

/** Nobody is sent away for longer: a hub that comes back early would wait for its gateways. */
const longestRetryS = 3600;

export const Ack = Type.Object(
  {
    data: Type.Optional(LaneAck),
    alert: Type.Optional(LaneAck),
    refused: Type.Optional(Refusal),
    time: Type.Integer({ description: "the hub's clock, ms since 1970" }),
    rate: Type.Optional(Type.Integer({ minimum: 1, description: "records of backlog this gateway may send a second" })),
    retryAfterS: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: longestRetryS,
        description: "close the connection and come back after once to twice as long, s",
      }),
    ),
  },
  { additionalProperties: false },
);
export type Ack = Type.Static<typeof Ack>;

const unsorted = { mapSorter: undefined } as unknown as EncodeOptions;

/** A CBOR map under the names of the schema, in the order given. */
export function encodeAck(ack: Ack): Uint8Array {
  return encode(ack, unsorted);
}

/** Throws `ACK_INVALID` naming the field: what a gateway believes here lets it forget records. */
export function decodeAck(bytes: Uint8Array): Ack {
  const ack = check(Ack, itemOf(bytes), "ACK_INVALID");
  for (const part of [ack.data, ack.alert]) checkMerged(part?.have ?? []);
  return ack;
}

function itemOf(bytes: Uint8Array): unknown {
  try {
    return decodeCbor(bytes);
  } catch (cause) {
    throw new Fault("ACK_INVALID", (cause as Fault).detail, { cause });
  }
}

function checkMerged(have: LaneAck["have"]): void {
  let end = -1;
  for (const [from, to] of have) {
    if (from <= end || to <= from) throw new Fault("ACK_INVALID", `have [${from}, ${to}) is empty or out of order`);
    end = to;
  }
}
