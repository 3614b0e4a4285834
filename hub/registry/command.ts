/** Commands: checked, stored, then sent; a gateway that is away gets them when it comes. */
import { ulid } from "ulid";
import { check } from "../../core/check.ts";
import { type Command, type Verb, verbs } from "../../core/command.ts";
import { Fault } from "../../core/fault.ts";
import type { GatewayId } from "../../core/id.ts";
import type { CommandView } from "../http/views.ts";
import type { CommandRow } from "../store/commands.ts";
import type { GatewayRow } from "../store/gateways.ts";
import type { Tables } from "../store/store.ts";

export type CommandWish = Command & { gateway: GatewayId; actor: string };

/** Throws `COMMAND_INVALID` naming the argument, or `NOT_FOUND`. */
export async function addCommand(tables: Tables, wish: CommandWish, now: number): Promise<CommandRow> {
  const schema = Object.hasOwn(verbs, wish.verb) ? verbs[wish.verb as Verb] : undefined;
  if (schema === undefined) throw new Fault("COMMAND_INVALID", `/verb "${wish.verb}" is unknown`);
  const args = check(schema, named(schema, wish), "COMMAND_INVALID");
  await findGateway(tables, wish.gateway);
  const command: CommandRow = { ...wish, args, id: ulid(), at: now, result: null };
  await tables.commands.add(command);
  return command;
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

export function commandView(row: CommandRow, now: number): CommandView {
  const { id, gateway, verb, args, actor, at, deadline, result } = row;
  const command = { id, gateway, verb, args, actor, at, deadline };
  if (result === null) return { ...command, state: now > deadline ? "expired" : "waiting" };
  const { state, error } = result;
  const found = result.result === undefined ? {} : { result: result.result };
  return { ...command, state, ...found, ...(error === undefined ? {} : { error }) };
}
