/** A carried command goes a step further, by the answer to what was sent or by a later message of the platform. */

import type { CommandResult } from "../../../core/command.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { CarriedCommand } from "../../store/carried-commands.ts";
import type { Tables } from "../../store/store.ts";
import type { CarrierAnswer } from "../kit/commands.ts";
import type { Told } from "../kit/told.ts";

/** Its own end is further than any of these; platforms deliver out of order. */
const order = ["given", "saved", "sent", "delivered"];
const mostSteps = 20;
const earlyMs = 86_400_000;

const rankOf = (step: string) => (order.includes(step) ? order.indexOf(step) : order.length);

/** Keeps the first result, and no step back. What was told early of the name it has now comes with it. */
export async function goOn(tables: Tables, carried: CarriedCommand, answer: CarrierAnswer, now: number): Promise<void> {
  const table = tables.carriedCommands;
  const isNamed = answer.task !== undefined && carried.task === null;
  let next = stepped({ ...carried, task: answer.task ?? carried.task }, answer, now);
  const ends = [answer.result];
  if (isNamed)
    for (const early of await table.takeEarly(
      carried.connector,
      carried.foreign,
      answer.task as string,
      carried.steps[0]?.at ?? now,
    )) {
      next = stepped(next, early, early.at);
      ends.push(early.result);
    }
  await table.put(next);
  const result = ends.find((end) => end !== null);
  if (result !== undefined) await tables.commands.finish(carried.connector, carried.id, result as CommandResult);
}

type Stepping = Pick<CarrierAnswer, "step" | "result">;

function stepped(carried: CarriedCommand, { step, result }: Stepping, at: number): CarriedCommand {
  const last = carried.steps.at(-1)?.step ?? "given";
  const isFurther =
    !carried.isOver && step !== last && rankOf(step) >= rankOf(last) && carried.steps.length < mostSteps;
  const steps = isFurther ? [...carried.steps, { step, at }] : carried.steps;
  return { ...carried, steps, isOver: carried.isOver || result !== null };
}

/**
 * The platform told how a command goes on, by its own name of it or by ours. A name that is nobody's is kept for a day: the
 * answer that tells it may come later. A command that somebody gave elsewhere is none of ours.
 */
export async function hearStep(
  tables: Tables,
  connector: GatewayId,
  { device, command: task, step, result }: Told & { kind: "answer" },
  now: number,
): Promise<void> {
  const table = tables.carriedCommands;
  const carried = (await table.ofTask(connector, device, task)) ?? (await table.find(connector, task));
  if (carried !== null) return goOn(tables, carried, { step, result }, now);
  await table.removeEarlyBefore(now - earlyMs);
  await table.keepEarly(connector, device, task, { step, result, at: now });
}
