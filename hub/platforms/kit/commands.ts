/** How a platform carries a command to a device: a wish as pure data, and what its answer means. */
import type { TSchema } from "typebox";
import type { CommandResult, Verb } from "../../../core/command.ts";
import { Fault } from "../../../core/fault.ts";
import type { DeviceCommand, Model } from "../../../core/model.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Call } from "../calls/caller.ts";
import type { Connector } from "./connector.ts";

/** Verbs that mean something to a device behind a platform. */
export type DeviceVerb = Extract<Verb, "silence" | "sample">;

export type GivenCommand = { id: string; verb: Verb; args: unknown; deadline: number };

export type HttpRequest = Call & {
  kind: "http";
  /** It was a sign-in: what to ask next. Throws `COMMAND_UNCARRIED` where it was refused. */
  next?(answer: CarrierSaid): HttpRequest;
};

/** The other goes over the line that the hub holds to this platform. */
export type CarrierRequest = HttpRequest | { kind: "mqtt"; topic: string; body: string };

/** `task`: the platform's own name of the command, by which it tells how it goes on; `result` null while it is on its way. */
export type CarrierAnswer = { step: string; task?: string; result: CommandResult | null };

/** What the platform answered, whole. */
export type CarrierSaid = { status: number; body: Uint8Array };

/** Throws `COMMAND_INVALID` with a sentence where this connector, product or model cannot have it. */
type Requesting<Settings extends TSchema, Secrets extends TSchema> = (
  command: GivenCommand,
  foreign: ForeignDevice,
  model: Model,
  connector: Connector<Settings, Secrets>,
  now: number,
) => CarrierRequest;

export type CommandWay<Settings extends TSchema, Secrets extends TSchema> = {
  verbs: readonly DeviceVerb[];
  /** Nothing tells how it goes on: handed over is as much as will ever be known. */
  isSentAll?: true;
  request: Requesting<Settings, Secrets>;
  answered(answer: CarrierSaid): CarrierAnswer;
  /**
   * How the platform is asked whether it has a command already: the answer to an earlier try may be lost. `found` null: it
   * has not. Absent where it cannot tell: there it is told again, which must mean the same.
   */
  look?: {
    request: Requesting<Settings, Secrets>;
    found(answer: CarrierSaid, command: GivenCommand): CarrierAnswer | null;
  };
};

/** What the verb is in the device's own language. Throws `COMMAND_INVALID`. */
export function wordsOf(
  { model, commands }: Model,
  { verb, args }: Pick<GivenCommand, "verb" | "args">,
): DeviceCommand {
  const words = commands?.[verb as DeviceVerb];
  if (words === undefined)
    throw new Fault(
      "COMMAND_INVALID",
      `/verb "${verb}" means nothing to "${model}": its model file has no commands.${verb}`,
    );
  const { minutes } = args as { minutes?: number };
  return JSON.parse(JSON.stringify(words), (_, value) => (value === "{minutes}" ? minutes : value));
}
