/** What tickets do by themselves: new ones are sent, clocks warn and escalate, suspensions end, closed ones are fed back and archived. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { Changes } from "../changes.ts";
import { caseRejectedTask } from "../district/cases/send.ts";
import { calendarOf, readBooks } from "../rulebook/books.ts";
import { parentOf } from "../rulebook/units.ts";
import type { Store, Tables } from "../store/store.ts";
import { startWaking, type Waking } from "../wake.ts";
import { calledTicket } from "./called.ts";
import { dispatchByTable } from "./dispatch/dispatch.ts";
import { faultZh } from "./fault-zh.ts";
import { keepTicket, withTimes } from "./keep.ts";
import { move } from "./move.ts";
import type { TicketState } from "./moves.ts";
import type { Ticket } from "./ticket.ts";
import { clockActor, tickTicket } from "./timing.ts";

export type RoundsOptions = {
  store: Store;
  /** Runs work in a transaction and tells what it changed. */
  act<Result>(work: (tables: Tables, changes: Changes) => Promise<Result>): Promise<Result>;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

export type Rounds = Waking;

/** Tickets in one transaction: an alert waits no longer than for these. */
const atOnce = 20;
const longestMs = 60_000;
/** Others may have set a time without a word. */
const pollMs = 5000;
/** After a store that failed. */
const failedMs = 1000;
/** What the district has not confirmed yet is woken by it; should that be missed, it is looked at after so long. */
const patienceMs = 3_600_000;

type Due = (tables: Tables, ticket: Ticket, changes: Changes, now: number) => Promise<void>;

/** Everywhere else the clock decides. */
const due: Partial<Record<TicketState, Due>> = {
  reported: send,
  registered: sendOrAsk,
  verifying: askAfter,
  closed: feedBack,
  fedback: (tables, { id }, changes, now) => move(tables, id, { move: "archive", actor: clockActor }, changes, now),
};

function send(tables: Tables, { id }: Ticket, changes: Changes, now: number): Promise<void> {
  return dispatchByTable(tables, id, changes, now);
}

/** A unit that sent a case back would only get it again: an operator decides. */
async function sendOrAsk(tables: Tables, ticket: Ticket, changes: Changes, now: number): Promise<void> {
  const isReturned = (await tables.tickets.story(ticket.id)).findLast(({ from, to }) => from !== to)?.move === "return";
  if (!isReturned) return send(tables, ticket, changes, now);
  const name = await calledTicket(tables, ticket);
  const text = {
    zh: `${name.zh}被退回，还没有人接。请看退单原因，改派别的单位。`,
    en: `${name.en} was returned and nobody has it. Read why, and dispatch it to somebody else.`,
  };
  await tables.tasks.raise({ kind: "TICKET_RETURNED", subject: ticket.id, for: "operator", text }, now);
  await tables.tickets.put({ ...ticket, wakeAt: null });
}

async function askAfter(tables: Tables, ticket: Ticket, _changes: Changes, now: number): Promise<void> {
  const name = await calledTicket(tables, ticket);
  const text = {
    zh: `${name.zh}派人核实已经 4 小时，还没有结果。催一下${ticket.assignee ?? "核实的人"}。`,
    en: `${name.en} has been looked at on the spot for 4 hours. Ask ${ticket.assignee ?? "who went"}.`,
  };
  await tables.tasks.raise({ kind: "TICKET_UNVERIFIED", subject: ticket.id, for: "operator", text }, now);
  await tables.tickets.put({ ...ticket, wakeAt: null });
}

export function startRounds(options: RoundsOptions): Rounds {
  return startWaking(() => lookRound(options), options.pause);
}

/** Does what is due now, and answers how long nothing is to be done: 0 when there may be more. */
async function lookRound(options: RoundsOptions): Promise<number> {
  const { store, clock, log } = options;
  try {
    const next = await store.read(({ tickets }) => tickets.nextWake());
    if (next === null || next > clock()) return next === null ? pollMs : Math.min(pollMs, Math.max(5, next - clock()));
    await round(options);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "tickets could not be looked at; it is tried again");
    return failedMs;
  }
}

/** Looks once at what is due now; answers how many tickets that were. */
export async function round({ store, act, clock, log }: Omit<RoundsOptions, "pause">): Promise<number> {
  const ids = (await store.read(({ tickets }) => tickets.toWake(clock(), atOnce))).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await act(async (tables, changes) => {
    for (const id of ids) {
      const ticket = await tables.tickets.find(id);
      if (ticket !== null) await lookIfDue(tables, ticket, changes, clock(), log);
    }
  });
  return ids.length;
}

export async function lookIfDue(tables: Tables, ticket: Ticket, changes: Changes, now: number, log: Logger) {
  if (ticket.wakeAt !== null && ticket.wakeAt <= now) await lookAt(tables, ticket, changes, now, log);
}

/** One ticket that cannot be dealt with is put off and told; the others go on. */
async function lookAt(tables: Tables, ticket: Ticket, changes: Changes, now: number, log: Logger): Promise<void> {
  try {
    await tables.attempt(() => (due[ticket.state] ?? tick)(tables, ticket, changes, now));
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "DISK_FAILED") throw error;
    log.warn({ err: error, ticket: ticket.id }, "a ticket could not be moved on");
    const name = await calledTicket(tables, ticket);
    const text = {
      zh: `${name.zh}没法自动往下走：${faultZh(error, ticket)}。请到工单页人工办。`,
      en: `${name.en} cannot go on by itself: ${error.message}`,
    };
    await tables.tasks.raise({ kind: error.code, subject: ticket.id, for: "operator", text }, now);
    await tables.tickets.put({ ...ticket, wakeAt: now + longestMs });
  }
}

async function tick(tables: Tables, ticket: Ticket, changes: Changes, now: number): Promise<void> {
  const seen = await withTimes(tables, ticket, now);
  const isRunning = seen.state === "dispatched" || seen.state === "handling";
  const isUntimed = isRunning && seen.clock !== null && seen.dueAt === null;
  const books = await readBooks(tables);
  const above = parentOf(books.units, ticket.unit);
  const outcomes = isUntimed ? [] : tickTicket(ticket, now, calendarOf(books), above);
  for (const outcome of outcomes) await keepTicket(tables, outcome, changes, now);
  if (outcomes.length > 0) return;
  // Nothing was due after all: it is not looked at again at once.
  const isDue = seen.wakeAt !== null && seen.wakeAt <= now;
  await tables.tickets.put(isDue ? { ...seen, wakeAt: now + longestMs } : seen);
  changes.tickets.add(ticket.id);
}

/** 反馈: who has to hear of the result has it. */
async function feedBack(tables: Tables, ticket: Ticket, changes: Changes, now: number): Promise<void> {
  // Closed by a version that set it a time: nobody waits for the result of a drill.
  if (ticket.drill) return tables.tickets.put({ ...ticket, wakeAt: null });
  const isRejected = await tables.tasks.isOpen(caseRejectedTask, ticket.id);
  if (isRejected || (await tables.outbox.isWaiting("district/cases", ticket.id)))
    return tables.tickets.put({ ...ticket, wakeAt: now + patienceMs });
  await move(tables, ticket.id, { move: "feedback", actor: clockActor }, changes, now);
}
