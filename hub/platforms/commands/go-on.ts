/** A carried command goes a step further, by the answer to what was sent or by a later message of the platform. */

import type { GatewayId } from "../../../core/id.ts";
import type { CarriedCommand } from "../../store/carried-commands.ts";
import type { Tables } from "../../store/store.ts";
import type { CarrierAnswer } from "../kit/commands.ts";
import type { Told } from "../kit/told.ts";

/** Its own end is further than any of these; platforms deliver out of order. */
const order = ["given", "saved", "sent", "delivered"];
const mostSteps = 20;

const rankOf = (step: string) => (order.includes(step) ? order.indexOf(step) : order.length);

/** Keeps the first result, and no step back. */
export async function goOn(
  tables: Tables,
  carried: CarriedCommand,
  { step, task, result }: CarrierAnswer,
  now: number,
): Promise<void> {
  const last = carried.steps.at(-1)?.step ?? "given";
  const isFurther =
    !carried.isOver && step !== last && rankOf(step) >= rankOf(last) && carried.steps.length < mostSteps;
  const steps = isFurther ? [...carried.steps, { step, at: now }] : carried.steps;
  const isOver = carried.isOver || result !== null;
  await tables.carriedCommands.put({ ...carried, task: task ?? carried.task, steps, isOver });
  if (result !== null) await tables.commands.finish(carried.connector, carried.id, result);
}

/**
 * The platform told how a command of its own name goes on. Its message may be here before its answer: then it is the one
 * of that device that has no name yet. A command that somebody gave elsewhere is none of ours.
 */
export async function hearStep(
  tables: Tables,
  connector: GatewayId,
  told: Told & { kind: "answer" },
  now: number,
): Promise<void> {
  const { command: task, step, result, device } = told;
  const table = tables.carriedCommands;
  const carried = (await table.ofTask(connector, task)) ?? (await table.unnamed(connector, device));
  if (carried !== null) await goOn(tables, carried, { step, task, result }, now);
}
