/** What the district said becomes a move of the case: in order, once, and never lost when the case cannot go that way. */
import { Fault } from "../../../core/fault.ts";
import type { TicketId } from "../../../core/id.ts";
import type { Changes } from "../../changes.ts";
import type { CallbackRow } from "../../store/callbacks.ts";
import type { Tables } from "../../store/store.ts";
import { calledTicket } from "../../tickets/called.ts";
import { faultZh } from "../../tickets/fault-zh.ts";
import { noteTicket } from "../../tickets/hear.ts";
import { move } from "../../tickets/move.ts";
import type { TicketMove } from "../../tickets/moves.ts";
import type { Callback, CallbackKind } from "../case-port.ts";

export const districtActor = "district";

/** The move each becomes, and what is written where the district left no words. */
const kinds: Record<Exclude<CallbackKind, "attachment">, { move: TicketMove; word: string }> = {
  result: { move: "conclude", word: "已办结" },
  return: { move: "return", word: "退回" },
  urge: { move: "urge", word: "催办" },
  instruction: { move: "supervise", word: "批示" },
};

/** Everything of the case whose turn it is. */
export async function applyDue(tables: Tables, ticket: TicketId, changes: Changes, now: number): Promise<void> {
  for (let row = await tables.callbacks.due(ticket); row !== null; row = await tables.callbacks.due(ticket))
    await applyOne(tables, row, changes, now);
}

/** Where the case cannot make the move, the district's words are a note in its story, and an operator is told. */
async function applyOne(tables: Tables, row: CallbackRow, changes: Changes, now: number): Promise<void> {
  const callback = JSON.parse(row.body) as Callback;
  try {
    await tables.attempt(() => apply(tables, callback, changes, now));
    await tables.callbacks.end(row.id, "applied", null, now);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "DISK_FAILED") throw error;
    await note(tables, callback, changes, now);
    await tellRefused(tables, callback, error, now);
    await tables.callbacks.end(row.id, "refused", error.message, now);
  }
}

async function apply(tables: Tables, callback: Callback, changes: Changes, now: number): Promise<void> {
  const { id: event, case: ticket, kind } = callback;
  if (kind === "attachment") return keepAttachment(tables, callback, changes, now);
  const wish = { move: kinds[kind].move, actor: districtActor, reason: wordsOf(callback), event };
  await move(tables, ticket, wish, changes, now);
}

async function keepAttachment(tables: Tables, callback: Callback, changes: Changes, now: number): Promise<void> {
  const { sha256, type, body } = callback.attachment as NonNullable<Callback["attachment"]>;
  await tables.photos.put(sha256, { type, body: Buffer.from(body, "base64") });
  await note(tables, callback, changes, now, sha256);
}

async function note(tables: Tables, callback: Callback, changes: Changes, now: number, photo?: string): Promise<void> {
  const { id: event, case: ticket } = callback;
  const line = { at: now, actor: districtActor, event, reason: wordsOf(callback) };
  const what = photo === undefined ? { move: "note" as const } : { move: "photo" as const, photo };
  await noteTicket(tables, ticket, { ...line, ...what }, changes, now);
}

function wordsOf({ actor, kind, text }: Callback): string {
  const word = kind === "attachment" ? "附件" : kinds[kind].word;
  return `${actor}：${text.trim() || word}`;
}

async function tellRefused(tables: Tables, callback: Callback, fault: Fault, now: number): Promise<void> {
  const { case: ticket, kind } = callback;
  const word = kind === "attachment" ? "附件" : kinds[kind].word;
  const row = await tables.tickets.find(ticket);
  const name = row === null ? { zh: `案件 ${ticket}`, en: `case ${ticket}` } : await calledTicket(tables, row);
  const text = {
    zh: `区里对${name.zh}的“${word}”没法照办（${faultZh(fault, row)}）。原话已记在案件经过里；看一下再定怎么办。`,
    en: `What the district said of ${name.en} (${kind}) could not be done: ${fault.detail}. Its words are in the story; decide what to do.`,
  };
  await tables.tasks.raise({ kind: "CALLBACK_REFUSED", subject: ticket, for: "operator", text }, now);
}

/** So long a callback may wait for one before it. */
const patienceMs = 3_600_000;

/** Nothing waits for ever in silence: what lacks is asked for. */
export async function tellMissing(tables: Tables, now: number): Promise<void> {
  for (const { ticket, since } of await tables.callbacks.waiting()) {
    if (since > now - patienceMs || (await tables.callbacks.due(ticket)) !== null) continue;
    const text = {
      zh: `区里对案件 ${ticket} 的来件缺了前面的，后面的一小时没法办。请区里把缺的补发过来。`,
      en: `A callback of the district on case ${ticket} lacks; what came after it has waited for an hour. Have the district send it.`,
    };
    await tables.tasks.raise({ kind: "CALLBACK_MISSING", subject: ticket, for: "operator", text }, now);
  }
}
