/** Handing a ticket to the flows, taking their answer, and deciding without them: each inside one transaction. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import type { Changes } from "../changes.ts";
import type { Tables } from "../store/store.ts";
import { noteTicket } from "../tickets/hear.ts";
import { type Answer, bilingual } from "./answer.ts";
import { type Handover, type HandoverEvent, stepHandover } from "./handover.ts";

/** How the hub dispatches; the story says why. */
export type Dispatch = {
  byTable(tables: Tables, ticket: TicketId, changes: Changes, now: number): Promise<void>;
  as(
    tables: Tables,
    ticket: TicketId,
    wish: { unit: string; assignee?: string; why: Bilingual; actor: string },
    changes: Changes,
    now: number,
  ): Promise<void>;
};

/** Who the story names for what a flow decided. */
export const flowsActor = "flows";
const hubActor = "hub";

/** Asks the flows about a ticket; part of the transaction that reports it. Asked already, it changes nothing. */
export async function handOver(tables: Tables, ticket: TicketId, changes: Changes, now: number): Promise<void> {
  if (await tables.handovers.ask(ticket, now)) changes.handovers.add(ticket);
}

/** States in which nobody was sent yet. */
const undispatched: readonly string[] = ["reported", "admitted", "verifying", "registered"];

async function isUndispatched(tables: Tables, id: TicketId): Promise<boolean> {
  const ticket = await tables.tickets.find(id);
  return ticket !== null && undispatched.includes(ticket.state);
}

/** The first answer counts. Throws `NOT_FOUND`, `HANDOVER_OVER`, and what dispatching throws: then nothing was decided. */
export async function takeAnswer(
  tables: Tables,
  dispatch: Dispatch,
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
  await takers[answer.decision](tables, dispatch, ticket, answer, changes, now);
  await tables.handovers.put(next);
  return next;
}

function eventOf(answer: Answer, now: number): HandoverEvent {
  if (answer.decision === "table") return { kind: "answered", reason: null };
  const reason = bilingual(answer.why);
  if (answer.decision === "dispatch") return { kind: "answered", reason };
  return { kind: "held", until: now + answer.minutes * 60_000, reason };
}

type Taker = (
  tables: Tables,
  dispatch: Dispatch,
  ticket: TicketId,
  answer: Answer,
  changes: Changes,
  now: number,
) => Promise<void>;

const takers: Record<Answer["decision"], Taker> = {
  async dispatch(tables, dispatch, ticket, answer, changes, now) {
    if (answer.decision !== "dispatch") return;
    const { unit, assignee } = answer;
    const who = assignee === undefined ? {} : { assignee };
    const wish = { unit, ...who, why: bilingual(answer.why), actor: flowsActor };
    await dispatch.as(tables, ticket, wish, changes, now);
  },
  table: (tables, dispatch, ticket, _answer, changes, now) => dispatch.byTable(tables, ticket, changes, now),
  async hold(tables, _dispatch, ticket, answer, changes, now) {
    if (answer.decision !== "hold") return;
    const reason = `流程：先等 ${answer.minutes} 分钟再派。${bilingual(answer.why).zh}`;
    await noteTicket(tables, ticket, { at: now, actor: flowsActor, move: "note", reason }, changes);
  },
};

/**
 * The hub decides by itself, and says why when there is a reason. What its table cannot decide either becomes a task for
 * an operator: nothing is asked for ever.
 */
export async function giveUp(
  tables: Tables,
  dispatch: Dispatch,
  handover: Handover,
  why: Bilingual | null,
  changes: Changes,
  now: number,
): Promise<void> {
  const { ticket } = handover;
  if (!(await isUndispatched(tables, ticket)))
    return tables.handovers.put(stepHandover(handover, { kind: "overtaken" }, now));
  await tables.handovers.put(stepHandover(handover, { kind: "given-up", reason: why }, now));
  if (why !== null)
    await noteTicket(tables, ticket, { at: now, actor: hubActor, move: "note", reason: why.zh }, changes);
  try {
    await tables.attempt(() => dispatch.byTable(tables, ticket, changes, now));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await askOperator(tables, ticket, error, now);
  }
}

async function askOperator({ tasks }: Tables, ticket: TicketId, { code, detail }: Fault, now: number): Promise<void> {
  const text = {
    zh: `工单 ${ticket} 自动派不出去（${detail}）。请在工单页人工派遣，再看派遣表缺了哪一行。`,
    en: `Ticket ${ticket} cannot be dispatched by itself (${detail}). Dispatch it by hand, then see which row the table lacks.`,
  };
  await tasks.raise({ kind: code, subject: ticket, for: "operator", text }, now);
}
