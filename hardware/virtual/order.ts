/** An order to the neighbourhood: what should go wrong, where, how much; as JSON or as typed words. Pure. */
import Type from "typebox";
import { check } from "../../core/check.ts";
import { Fault } from "../../core/fault.ts";
import type { Scene } from "./scene.ts";
import { type Choice, choices, type Outcome, type Target, type Trouble, troubles } from "./troubles.ts";

export const Order = Type.Object(
  {
    what: Type.String({ description: "first word: cover, rain, smoke, …" }),
    verb: Type.Optional(Type.String({ description: "second word, where there is one: lift, close, start, stop, sag" })),
    which: Type.Optional(
      Type.Union([Type.Integer(), Type.String()], { description: "number or name of a cover, room, device or bus" }),
    ),
    amount: Type.Optional(Type.Number({ description: "mm/h, replies, ms or s" })),
  },
  { additionalProperties: false },
);
export type Order = Type.Static<typeof Order>;

const whatIsPossible = `possible are: ${troubles.map(({ usage }) => usage).join(", ")}`;

/** Holds a decoded document to the shape. Throws `INPUT_INVALID` that lists what is possible. */
export function readOrder(document: unknown): Order {
  try {
    return check(Order, document, "INPUT_INVALID");
  } catch (cause) {
    throw new Fault("INPUT_INVALID", `${(cause as Fault).detail}; ${whatIsPossible}`, { cause });
  }
}

/** `cover lift 2`, `rain start 80`, `late 1 400` as an order. Throws `INPUT_INVALID` that lists what is possible. */
export function orderOf(words: readonly string[]): Order {
  const [what = "", second, ...rest] = words;
  const trouble = find(what, second) ?? find(what);
  if (trouble === undefined) throw unknown(words);
  const values = trouble.verb !== undefined && trouble.verb === second ? rest : words.slice(1);
  const slots = [trouble.which && "which", trouble.amount && "amount"].filter((slot) => slot !== undefined);
  if (values.length > slots.length)
    throw new Fault("INPUT_INVALID", `"${values[slots.length]}" is one word too many in "${trouble.usage}"`);
  const given = Object.fromEntries(values.map((value, i) => [slots[i], numberOr(value)]));
  return readOrder({ what, ...(trouble.verb ? { verb: trouble.verb } : {}), ...given });
}

/** Carries an order out. Throws `INPUT_INVALID` naming what is wrong. */
export function carryOut(order: Order, scene: Scene): Outcome {
  const trouble = find(order.what, order.verb);
  if (trouble === undefined) throw unknown([order.what, order.verb ?? ""]);
  const amount = amountOf(trouble, order.amount);
  return trouble.run(scene, { ...chosen(trouble, order.which, scene), amount });
}

function find(what: string, verb?: string): Trouble | undefined {
  return troubles.find(
    (trouble) =>
      trouble.what === what && (trouble.verb === verb || (verb === undefined && trouble.verbIs === "optional")),
  );
}

function unknown(words: readonly string[]): Fault {
  return new Fault("INPUT_INVALID", `there is no trouble "${words.join(" ").trim()}"; ${whatIsPossible}`);
}

/** Troubles without a bus or sensors do not look at theirs. */
const nowhere: Pick<Target, "seats" | "bus"> = { seats: [], bus: "bus-a" };

function chosen(trouble: Trouble, which: Order["which"], scene: Scene): Pick<Target, "seats" | "bus"> {
  if (trouble.which === undefined) {
    if (which === undefined) return nowhere;
    throw new Fault("INPUT_INVALID", `"${which}" is one word too many in "${trouble.usage}"`);
  }
  const { choice, standard } = trouble.which;
  if (which !== undefined) return pick(trouble, choice, String(which));
  if (standard !== undefined) return { ...nowhere, seats: standard(scene) };
  throw new Fault("INPUT_INVALID", `"${trouble.usage}" needs to know which`);
}

function pick({ usage }: Trouble, choice: Choice, word: string): Pick<Target, "seats" | "bus"> {
  const choosable = choices[choice];
  const found = choosable.find(({ names }) => names.includes(word));
  if (found !== undefined) return found;
  const known = choosable.map(({ names }) => names[0]).join(", ");
  throw new Fault("INPUT_INVALID", `"${word}" is not there for "${usage}"; there are ${known}`);
}

function amountOf({ amount, usage }: Trouble, given: number | undefined): number {
  if (amount === undefined) {
    if (given === undefined) return 0;
    throw new Fault("INPUT_INVALID", `${given} is one word too many in "${usage}"`);
  }
  const value = given ?? amount.standard;
  if (value === undefined) throw new Fault("INPUT_INVALID", `"${usage}" needs a number of ${amount.unit}`);
  if (value >= amount.least && value <= amount.most) return value;
  throw new Fault(
    "INPUT_INVALID",
    `${value} ${amount.unit} is not within ${amount.least} to ${amount.most} for "${usage}"`,
  );
}

function numberOr(word: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
