/** The condition under which a case is handled: an operator's word, an earlier one, or what the class says of such cases. Pure. */
import { Fault } from "../../core/fault.ts";
import type { Bilingual } from "../../core/point.ts";
import type { PostureLevel } from "../posture/postures.ts";
import type { CaseClass } from "../rulebook/classes.ts";
import { type Condition, conditionFor, conditionsOf, findCondition } from "../rulebook/conditions.ts";
import type { TicketMove } from "./moves.ts";
import type { Ticket } from "./ticket.ts";

export type Handling = Condition & {
  why: Bilingual;
  /** `chosen`: by a person, and it stays so however often the case is sent. */
  by: "chosen" | "rule";
};

/** Moves with which somebody who has looked at the case says what it is. */
export const choosingMoves: ReadonlySet<TicketMove> = new Set(["register", "dispatch", "accept"]);

type Said = { move: TicketMove; actor: string; condition?: string | undefined; reason?: string | undefined };

/** Null where the move has nothing to do with it. Throws `INPUT_INVALID` or `REASON_REQUIRED`. */
export function handlingOf(said: Said, ticket: Ticket, found: CaseClass | null, posture: PostureLevel) {
  if (said.condition !== undefined) return chosenBy(said, said.condition, found);
  if (said.move !== "dispatch" || found === null) return null;
  const { condition, severity, source } = ticket;
  if (condition !== undefined) return { ...condition, why: kept, by: "rule" } satisfies Handling;
  return { ...conditionFor(found, { severity, source, posture }), by: "rule" } satisfies Handling;
}

const kept: Bilingual = { zh: "沿用此前人工选定的一档。", en: "As it was chosen before." };

function chosenBy({ move, actor, reason = "" }: Said, id: string, found: CaseClass | null): Handling {
  if (!choosingMoves.has(move))
    throw new Fault("INPUT_INVALID", `/condition goes with ${[...choosingMoves].join(", ")}, not with "${move}"`);
  const condition = found === null ? null : findCondition(found, id);
  if (condition === null) throw new Fault("INPUT_INVALID", `/condition "${id}" is none of ${offered(found)}`);
  if (reason.trim() === "") throw new Fault("REASON_REQUIRED", "a condition is chosen for a reason");
  const why = { zh: `${actor} 选定：${reason.trim()}`, en: `Chosen by ${actor}: ${reason.trim()}` };
  return { ...condition, why, by: "chosen" };
}

function offered(found: CaseClass | null): string {
  if (found === null) return "any class of the rulebook";
  const ids = conditionsOf(found).map(({ id, name }) => `${id} (${name.zh})`);
  return `${found.name}'s: ${ids.join(", ")}`;
}
