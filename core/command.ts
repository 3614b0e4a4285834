/** A command from the hub and its result; a command runs once whatever is re-sent. */
import Type from "typebox";
import { DeviceId } from "./id.ts";

const strict = { additionalProperties: false };

/** The verbs a gateway understands, each with the schema of its arguments. */
export const verbs = {
  /** Read the device now, before its schedule says so. */
  sample: Type.Object({ device: DeviceId }, strict),
} as const;
export type Verb = keyof typeof verbs;

export const Command = Type.Object(
  {
    verb: Type.String({ description: "one of `verbs`" }),
    args: Type.Unknown(),
    deadline: Type.Integer({ minimum: 0, description: "ms since 1970; later the command is not run" }),
  },
  strict,
);
export type Command = Type.Static<typeof Command>;

export const CommandResult = Type.Object(
  {
    state: Type.Union([Type.Literal("done"), Type.Literal("failed")]),
    result: Type.Optional(Type.Unknown()),
    error: Type.Optional(Type.String({ description: "code, detail and cure" })),
  },
  strict,
);
export type CommandResult = Type.Static<typeof CommandResult>;
