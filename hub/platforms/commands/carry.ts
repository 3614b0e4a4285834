/** A command for a device behind a platform: refused where it cannot be carried, else stored and put in the lane. */
import { ulid } from "ulid";
import { Fault } from "../../../core/fault.ts";
import type { DeviceId } from "../../../core/id.ts";
import { type CommandWish, checkArgs } from "../../registry/command.ts";
import type { CommandRow } from "../../store/commands.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import type { Tables } from "../../store/store.ts";
import { type OpenConnector, openConnector } from "../connectors.ts";
import type { DeviceVerb } from "../kit/commands.ts";
import type { Models } from "../kit/models.ts";

export const lane = "platforms/commands";

/** What waits in the lane; the rest is read when it is sent. */
export type LaneBody = { connector: string; id: string };

/** Null: the gateway is no connector. Throws `COMMAND_INVALID` with the reason, or `NOT_FOUND`. */
export async function carryCommand(
  tables: Tables,
  wish: CommandWish,
  models: Models,
  now: number,
): Promise<CommandRow | null> {
  const open = await openConnector(tables, wish.gateway);
  if (open === null) return null;
  const way = open.platform.commands;
  if (way === undefined || !way.verbs.includes(wish.verb as DeviceVerb))
    throw new Fault("COMMAND_INVALID", cannot(wish, open));
  const args = checkArgs(wish);
  const foreign = await findForeign(tables, wish, args);
  const command: CommandRow = { ...wish, args, id: ulid(now), at: now, result: null };
  // Whatever is not set up is told at once, not when it is sent.
  way.request(command as never, foreign, modelOf(models, foreign), open.connector, now);
  await tables.commands.add(command);
  const { gateway: connector, id, deadline } = command;
  const steps = [{ step: "given", at: now }];
  await tables.carriedCommands.put({
    connector,
    id,
    foreign: foreign.foreign,
    task: null,
    steps,
    deadline,
    isOver: false,
  });
  const body: LaneBody = { connector, id };
  await tables.outbox.add({ lane, key: `${connector}/${foreign.device}`, id, body, at: now });
  return command;
}

function cannot({ verb }: CommandWish, { platform }: OpenConnector): string {
  const carries = platform.commands?.verbs.join(", ") ?? "no commands";
  return `/verb "${verb}" cannot be carried by ${platform.title.en}: it carries ${carries}`;
}

async function findForeign(tables: Tables, { gateway, verb }: CommandWish, args: unknown): Promise<ForeignDevice> {
  const { device } = args as { device?: DeviceId };
  if (device === undefined)
    throw new Fault("COMMAND_INVALID", `/args/device is missing: at a platform, ${verb} is for one device`);
  const foreign = await tables.foreignDevices.findByDevice(gateway, device);
  if (foreign === null) throw new Fault("NOT_FOUND", `device ${gateway}/${device}`);
  return foreign;
}

/** Throws `COMMAND_INVALID`. */
export function modelOf(models: Models, { device, model }: ForeignDevice) {
  const found = models.find(model ?? "");
  if (found === null)
    throw new Fault("COMMAND_INVALID", `nobody has said yet what "${device}" is: choose its model first`);
  return found;
}
