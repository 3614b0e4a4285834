/** Taking a flow's answer about a ticket, and deciding without one: each inside one transaction. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Changes } from "../changes.ts";
import { readBooks } from "../rulebook/books.ts";
import { findUnit } from "../rulebook/units.ts";
import type { Tables } from "../store/store.ts";
import { calledTicket } from "../tickets/called.ts";
import { dispatchAs, dispatchByTable } from "../tickets/dispatch/dispatch.ts";
import { faultZh } from "../tickets/fault-zh.ts";
import { noteTicket } from "../tickets/hear.ts";
import { type Answer, bilingual } from "./answer.ts";
import { type Handover, type HandoverEvent, isOpen, stepHandover } from "./handover.ts";
import { failed, failing, unknownUnit, useless } from "./words.ts";

/** Who the story names for what a flow decided. */
export const flowsActor = "flows";

/** States in which nobody was sent yet. */
const undispatched: readonly string[] = ["reported", "admitted", "registered"];

async function isUndispatched(tables: Tables, id: TicketId): Promise<boolean> {
  const ticket = await tables.tickets.find(id);
  return ticket !== null && undispatched.includes(ticket.state);
}

/** The first answer counts. Throws `NOT_FOUND`, `HANDOVER_OVER`, and what dispatching throws: then nothing was decided. */
export async function takeAnswer(
  tables: Tables,
  ticket: TicketId,
  answer: Answer,
  changes: Changes,
  now: number,
): Promise<Handover> {
  const handover = await tables.handovers.find(ticket);
  if (handover === null) throw new Fault("NOT_FOUND", `the flows were not asked about ticket ${ticket}`);
  const next = stepHandover(handover, eventOf(answer, now), now);
  if (!(await isUndispatched(tables, ticket)))
    throw new Fault("HANDOVER_OVER", `people moved ticket ${ticket} already`);
  await takers[answer.decision](tables, ticket, answer, changes, now);
  await tables.handovers.put(next);
  return next;
}

function eventOf(answer: Answer, now: number): HandoverEvent {
  if (answer.decision === "table") return { kind: "answered", reason: null };
  const reason = bilingual(answer.why);
  if (answer.decision === "dispatch") return { kind: "answered", reason };
  return { kind: "held", until: now + answer.minutes * 60_000, reason };
}

type Taker = (tables: Tables, ticket: TicketId, answer: Answer, changes: Changes, now: number) => Promise<void>;

const takers: Record<Answer["decision"], Taker> = {
  async dispatch(tables, ticket, answer, changes, now) {
    if (answer.decision !== "dispatch") return;
    const { unit, assignee } = answer;
    const wish = { unit, assignee, why: bilingual(answer.why), actor: flowsActor };
    await dispatchAs(tables, ticket, wish, changes, now);
  },
  table: (tables, ticket, _answer, changes, now) => dispatchByTable(tables, ticket, changes, now),
  async hold(tables, ticket, answer, changes, now) {
    if (answer.decision !== "hold") return;
    const reason = `先等 ${answer.minutes} 分钟再派`;
    const line = { at: now, actor: flowsActor, move: "note" as const, reason, why: bilingual(answer.why) };
    await noteTicket(tables, ticket, line, changes, now);
  },
};

/**
 * The hub decides by itself, and says why when there is a reason. What its table cannot decide either becomes a task for
 * an operator: nothing is asked for ever.
 */
export async function giveUp(
  tables: Tables,
  handover: Handover,
  why: Bilingual | null,
  changes: Changes,
  now: number,
): Promise<void> {
  const { ticket } = handover;
  if (!(await isUndispatched(tables, ticket)))
    return tables.handovers.put(stepHandover(handover, { kind: "overtaken" }, now));
  await tables.handovers.put(stepHandover(handover, { kind: "given-up", reason: why }, now));
  const because = why === null ? undefined : { zh: `${why.zh}。`, en: `${why.en}. ` };
  try {
    await tables.attempt(() => dispatchByTable(tables, ticket, changes, now, because));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await askOperator(tables, ticket, error, now);
  }
}

/** What a flow answered cannot be used: the words for it. */
export async function whyUseless(tables: Tables, answer: Answer): Promise<Bilingual> {
  if (answer.decision !== "dispatch") return useless;
  return findUnit((await readBooks(tables)).units, answer.unit) === null ? unknownUnit(answer.unit) : useless;
}

/**
 * A flow failed at a ticket: the table decides at once and the story says why; where a flow caught it and has decided, the
 * story says so too. Told again, or of a ticket that nobody asked the flows about, changes nothing.
 */
export async function failAnswer(tables: Tables, ticket: TicketId, why: Bilingual, changes: Changes, now: number) {
  const handover = await tables.handovers.find(ticket);
  if (handover === null || handover.state === "fallen-back" || handover.state === "overtaken") return;
  await tables.tasks.raise(failing(ticket, why), now);
  if (isOpen(handover)) return giveUp(tables, handover, failed(why), changes, now);
  await noteTicket(tables, ticket, { at: now, actor: flowsActor, move: "note", reason: why.zh, why }, changes, now);
}

async function askOperator(tables: Tables, ticket: TicketId, fault: Fault, now: number): Promise<void> {
  const { code, detail } = fault;
  const row = await tables.tickets.find(ticket);
  const name = row === null ? { zh: `工单 ${ticket}`, en: `Ticket ${ticket}` } : await calledTicket(tables, row);
  const text = {
    zh: `${name.zh}自动派不出去（${faultZh(fault, row)}）。请在工单页人工派遣，再看派遣表缺了哪一行。`,
    en: `${name.en} cannot be dispatched by itself (${detail}). Dispatch it by hand, then see which row the table lacks.`,
  };
  await tables.tasks.raise({ kind: code, subject: ticket, for: "operator", text }, now);
}
