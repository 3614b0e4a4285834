/** One stored message as its platform reads it, with the facts it needs. */
import { Fault } from "../../../core/fault.ts";
import type { PushRow } from "../../store/pushes.ts";
import type { Tables } from "../../store/store.ts";
import type { OpenConnector } from "../connectors.ts";
import { devicesOf, type Once, sameForEver } from "../kit/once.ts";
import type { Facts, Waits } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { type Evaluator, MappingRests } from "../mapping/evaluate.ts";
import { keyIn } from "../mapping/mapping.ts";
import { asksTheTime } from "../mapping/reads.ts";
import { bounded } from "./bounds.ts";
import { decode } from "./decode.ts";
import { factsFor } from "./facts.ts";
import { isRetained } from "./key.ts";
import { isSet } from "./moment.ts";

/**
 * What somebody's own expressions made of a message; `once`: what they know it by; `isOwnTime`: the moments in it are the
 * message's own; `fault`: why they made nothing.
 */
export type MappedPush = { facts: Facts; once: Once | null; isOwnTime: boolean; fault: Fault | null };

export const notMapped: MappedPush = { facts: {}, once: null, isOwnTime: false, fault: null };

/** Null where the platform has no expressions. Throws `MappingRests`. */
export async function mapPush(
  { platform, connector }: Pick<OpenConnector, "platform" | "connector">,
  push: Pick<PushRow, "from" | "body" | "received">,
  evaluator: Evaluator,
): Promise<MappedPush | null> {
  if (platform.mapping === undefined) return null;
  try {
    const { mapping, key, input, bindings } = platform.mapping(push, connector);
    const expressions = key === undefined ? [mapping] : [mapping, key];
    const [made, own] = await evaluator.evaluate(expressions, input, bindings);
    const [id, isOwnTime] = [key === undefined ? null : keyIn(own), !asksTheTime(mapping)];
    const once = id === null ? null : onceKeyed(id, made, isOwnTime);
    return { facts: { mapping: made }, once, isOwnTime, fault: null };
  } catch (error) {
    if (!(error instanceof Fault) || error instanceof MappingRests) throw error;
    return { ...notMapped, fault: error };
  }
}

/** What is made of it is its content: a sender may count its tries beside that. */
function onceKeyed(id: string, made: unknown, isOwnTime: boolean): Once {
  return isOwnTime ? { id, content: JSON.stringify(made) ?? "" } : { id };
}

/**
 * By what a message is known now that a mapping made something of it, null: as before. What holds its own moments is the
 * same for ever, for by the signature of a body it could be heard anew whenever somebody likes; else its devices are known.
 */
export function onceRead(
  { platform, connector }: OpenConnector,
  push: PushRow,
  told: Told[] | Waits,
  mapped: MappedPush,
): Once | null {
  if (mapped.once !== null || platform.mapping === undefined || "waitsFor" in told) return mapped.once;
  const once = platform.once(push, connector);
  if (!("repeatMs" in once) || told.length === 0) return null;
  if (mapped.isOwnTime && told.every(({ at }) => isSet(at)))
    return once.of === undefined ? sameForEver : { ...sameForEver, anyWay: true };
  return once.repeatMs === 0 || isRetained(push) ? null : { ...once, of: devicesOf(told) };
}

/** Throws `PUSH_UNREADABLE`. */
export async function readPush(
  tables: Tables,
  open: OpenConnector,
  push: PushRow,
  mapped: MappedPush,
): Promise<{ told: Told[] | Waits; facts: Facts }> {
  if (mapped.fault !== null) throw mapped.fault;
  const facts = { ...(await factsFor(tables, open, push)), ...mapped.facts };
  const told = open.platform.read({ ...push, ...(await decode(open, push)) }, open.connector, facts);
  return { told: "waitsFor" in told ? told : bounded(told), facts };
}
