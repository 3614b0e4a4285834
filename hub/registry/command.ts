/** Commands: checked, stored, then sent; a gateway that is away gets them when it comes. */
import { ulid } from "ulid";
import { check } from "../../core/check.ts";
import { type Command, type Verb, verbs } from "../../core/command.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { CommandView } from "../http/views.ts";
import type { CarriedCommand } from "../store/carried-commands.ts";
import type { CommandRow } from "../store/commands.ts";
import type { GatewayRow } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";

export type CommandWish = Command & { gateway: GatewayId; actor: string };

/** Throws `COMMAND_INVALID` naming the argument, or `NOT_FOUND`. */
export async function addCommand(tables: Tables, wish: CommandWish, now: number): Promise<CommandRow> {
  const args = checkArgs(wish);
  if (wish.verb === "silence" && (args as { device?: string }).device !== undefined)
    throw new Fault("COMMAND_INVALID", "/args/device is for platforms' devices: a gateway silences all that sounds");
  await findGateway(tables, wish.gateway);
  const command: CommandRow = { ...wish, args, id: ulid(), at: now, result: null };
  await tables.commands.add(command);
  return command;
}

/** Its arguments, and who gave it where the verb says so. Throws `COMMAND_INVALID` naming the argument. */
export function checkArgs(wish: CommandWish): unknown {
  const schema = Object.hasOwn(verbs, wish.verb) ? verbs[wish.verb as Verb] : undefined;
  if (schema === undefined) throw new Fault("COMMAND_INVALID", `/verb "${wish.verb}" is unknown`);
  return check(schema, named(schema, wish), "COMMAND_INVALID");
}

/** A verb that says who wants it says who gave it. */
function named(schema: (typeof verbs)[Verb], { args, actor }: CommandWish): unknown {
  const says = "by" in schema.properties && !schema.required?.includes("by" as never);
  return says && typeof args === "object" && args !== null ? { by: actor, ...args } : args;
}

/** Throws `NOT_FOUND`. */
export async function findGateway(tables: Tables, id: GatewayId): Promise<GatewayRow> {
  const row = await tables.gateways.find(id);
  if (row === null) throw new Fault("NOT_FOUND", `gateway ${id}`);
  return row;
}

/** `carried`: where a platform carries it. */
export function commandView(row: CommandRow, now: number, carried?: Pick<CarriedCommand, "steps">): CommandView {
  const { id, gateway, verb, args, actor, at, deadline, result } = row;
  const steps = carried === undefined ? {} : { steps: [...carried.steps] };
  const command = { id, gateway, verb, args, actor, at, deadline, ...steps };
  if (result === null) return { ...command, state: now > deadline ? "expired" : "waiting" };
  const { state, error } = result;
  const found = result.result === undefined ? {} : { result: result.result };
  return { ...command, state, ...found, ...(error === undefined ? {} : { error }) };
}
