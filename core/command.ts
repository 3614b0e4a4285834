/** A command from the hub and its result; a command runs once whatever is re-sent. */
import Type from "typebox";
import { DeviceId, EventId, RuleId } from "./id.ts";

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1, maxLength: 64 });

/** The verbs a gateway understands, each with the schema of its arguments. */
export const verbs = {
  /** Read the device now, before its schedule says so. */
  sample: Type.Object({ device: DeviceId }, strict),
  /** Switch an output by hand for a while. */
  output: Type.Object({ output: text, on: Type.Boolean(), forS: Type.Integer({ minimum: 1, maximum: 3600 }) }, strict),
  /** What sounds now is silent for so long; it restores nothing. */
  silence: Type.Object(
    { minutes: Type.Integer({ minimum: 1, maximum: 1440 }), by: Type.Optional(text), device: Type.Optional(DeviceId) },
    { ...strict, description: "`by`: who at the hub; `device`: at a platform, where each is silenced by itself" },
  ),
  /** Each output in turn shows that it works. */
  "self-test": Type.Object({}, strict),
  /** An operator has seen it at the hub: the people at the gateway see that. Named by its rule, for both sides mint ids. */
  acknowledge: Type.Object(
    { device: DeviceId, rule: RuleId, event: EventId, by: text, at: Type.Integer({ minimum: 0 }) },
    strict,
  ),
  /** The doctor's findings and the support bundle, gzip in base64. */
  bundle: Type.Object({}, strict),
  /** A labelled alert of this device walks the whole way; nobody is dispatched. */
  drill: Type.Object({ device: DeviceId, rule: Type.Optional(RuleId), by: Type.Optional(text) }, strict),
  /** The agent begins anew, or the whole machine. */
  restart: Type.Object({ what: Type.Enum(["agent", "machine"]) }, strict),
  /** The newest lines of the agent's log, oldest first. */
  log: Type.Object({ lines: Type.Integer({ minimum: 1, maximum: 300 }) }, strict),
  /** The log says more for a while. */
  "log-level": Type.Object(
    {
      level: Type.Enum(["fatal", "error", "warn", "info", "debug", "trace"]),
      minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
    },
    strict,
  ),
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
