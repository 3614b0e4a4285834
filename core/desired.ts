/** Configuration the hub wants a gateway to run, and what the gateway made of it. */
import Type from "typebox";
import { DeviceId } from "./id.ts";
import { Rule } from "./rule.ts";

const strict = { additionalProperties: false };

const list = Type.Array(Type.Unknown(), { maxItems: 1000 });

/** What hangs on a gateway, as its settings file has it; only the gateway knows what fits. */
export const Installed = Type.Object(
  { links: list, devices: list, outputs: Type.Optional(list), night: Type.Optional(Type.Unknown()) },
  strict,
);
export type Installed = Type.Static<typeof Installed>;

export const Desired = Type.Object(
  {
    hash: Type.String({ minLength: 1, description: "the same hash is a no-op" }),
    settings: Type.Optional(Installed),
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
    state: Type.Union(
      [Type.Literal("trying"), Type.Literal("applied"), Type.Literal("rejected"), Type.Literal("reverted")],
      {
        description: "a change of what hangs on the gateway is tried first, and taken back when sensors or uplink fail",
      },
    ),
    settings: Type.Optional(Installed),
    error: Type.Optional(Type.String({ description: "code, detail and cure" })),
  },
  strict,
);
export type Reported = Type.Static<typeof Reported>;
