/** A carried command goes a step further, by the answer to what was sent or by a later message of the platform. */
import type { GatewayId } from "../../../core/id.ts";
import type { CarriedCommand, EarlyStep } from "../../store/carried-commands.ts";
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
  const { connector, foreign, id, task } = carried;
  const table = tables.carriedCommands;
  const named = task === null && answer.task !== undefined ? answer.task : null;
  const since = carried.steps[0]?.at ?? now;
  const early = named === null ? [] : await table.takeEarly(connector, foreign, named, since);
  const told = [{ ...answer, at: now }, ...early];
  await table.put(told.reduce(stepped, { ...carried, task: answer.task ?? task }));
  const result = told.find((one) => one.result !== null)?.result ?? null;
  if (result !== null) await tables.commands.finish(connector, id, result);
}

function stepped(carried: CarriedCommand, { step, result, at }: EarlyStep): CarriedCommand {
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
