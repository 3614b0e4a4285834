/** Configuration the hub wants a gateway to run, and what the gateway made of it. */
import Type from "typebox";
import { DeviceId } from "./id.ts";
import { Rule } from "./rule.ts";

const strict = { additionalProperties: false };

export const Desired = Type.Object(
  {
    hash: Type.String({ minLength: 1, description: "the same hash is a no-op" }),
    devices: Type.Array(
      Type.Object(
        {
          id: DeviceId,
          everyMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 86_400_000 })),
          rules: Type.Optional(Type.Array(Rule)),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type Desired = Type.Static<typeof Desired>;

export const Reported = Type.Object(
  {
    hash: Type.String(),
    state: Type.Union([Type.Literal("applied"), Type.Literal("rejected"), Type.Literal("reverted")]),
    error: Type.Optional(Type.String({ description: "code, detail and cure" })),
  },
  strict,
);
export type Reported = Type.Static<typeof Reported>;
