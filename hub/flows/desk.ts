/** Hands reported tickets to the flows and waits for no one: what has no answer by its deadline, or no flow to ask, the table dispatches. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";
import { type Changes, noChanges } from "../changes.ts";
import type { Store, Tables } from "../store/store.ts";
import { startWaking } from "../wake.ts";
import type { Answer } from "./answer.ts";
import { failAnswer, giveUp, takeAnswer, whyUseless } from "./decide.ts";
import { deadlineOf, type Handover } from "./handover.ts";
import { gone, late, settleSilent, silent, silentAfter, threw, waited } from "./words.ts";

export type DeskOptions = {
  store: Store;
  /** Tells what a commit changed; the desk's own changes too. */
  tell(changes: Changes): void;
  /** `off`: there are no flows by setting, so nothing is said of them. */
  flows(): "up" | "down" | "off";
  deadlineMs: number;
  /** Wall clock, ms since 1970. */
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

export type Listener = (handovers: readonly Handover[]) => void;

export type Desk = {
  /** Call after each commit. */
  hear(changes: Changes): void;
  /** A flow is there: it is told all that is open and asked for after `after`, then what comes. Returns what ends it. */
  listen(after: number, listener: Listener): () => void;
  /** How many flows are there. */
  listeners(): number;
  /** A flow failed at this ticket, in its own words. */
  fail(ticket: TicketId, text: string): Promise<void>;
  /** Throws what `takeAnswer` throws; what cannot be used is decided by the table at once, and said. */
  answer(ticket: TicketId, answer: Answer): Promise<Handover>;
  /** The flows came up or went down. */
  look(): void;
  deadlineMs: number;
  /** Resolves when nothing is due. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

/** Decided in one transaction. */
const batch = 50;
const mostOffered = 1000;
/** After a store that failed. */
const failedMs = 1000;
const longestMs = 3_600_000;

/** Not that there was nothing to answer, or that the store failed. */
function isOfTheAnswer({ code }: Fault): boolean {
  return code === "INPUT_INVALID" || code === "MOVE_NOT_ALLOWED" || code === "REASON_REQUIRED";
}

type Listening = { listener: Listener; told: number };

export function startDesk(options: DeskOptions): Desk {
  const { store, tell, clock, log, deadlineMs } = options;
  const listening = new Set<Listening>();
  /** Since the last answer, while a flow was there to give one. */
  let unanswered = 0;

  const isAttended = () => listening.size > 0 && options.flows() === "up";

  /** Answers how long nothing is to be done. A store that fails is asked again: nothing was written, nothing is lost. */
  const round = async (): Promise<number> => {
    try {
      if (isAttended()) await offer();
      const waitMs = await untilNext();
      if (waitMs <= 0) await decide();
      return waitMs;
    } catch (error) {
      log.error({ err: error }, "handovers could not be read or decided; it is tried again");
      return failedMs;
    }
  };

  const offer = async () => {
    const told = Math.min(...[...listening].map((one) => one.told));
    const open = await store.read(({ handovers }) => handovers.open(told, mostOffered));
    for (const one of listening) {
      const news = open.filter(({ n }) => n > one.told);
      one.told = news.at(-1)?.n ?? one.told;
      if (news.length > 0) one.listener(news);
    }
  };

  const dueOf = ({ handovers }: Tables, now: number) =>
    handovers.due(now, isAttended() ? now - deadlineMs : Number.MAX_SAFE_INTEGER, batch);

  const decide = async (): Promise<void> => {
    const changes = noChanges();
    await store.transaction(async (tables) => {
      const now = clock();
      const due = await dueOf(tables, now);
      for (const handover of due) await giveUp(tables, handover, why(handover, now), changes, now);
      unanswered += isAttended() ? due.filter(({ state }) => state === "asked").length : 0;
      if (unanswered >= silentAfter) await tables.tasks.raise(silent(unanswered), now);
    });
    tell(changes);
  };

  const why = (handover: Handover, now: number): Bilingual | null => {
    if (handover.state === "held") return waited;
    if (options.flows() === "off") return null;
    return deadlineOf(handover, deadlineMs) <= now ? late(deadlineMs) : gone;
  };

  const untilNext = async (): Promise<number> => {
    const { askedAt, heldUntil } = await store.read(({ handovers }) => handovers.next());
    const answerBy = askedAt === null ? null : askedAt + (isAttended() ? deadlineMs : 0);
    const times = [answerBy, heldUntil].filter((at) => at !== null);
    return Math.min(longestMs, ...times.map((at) => at - clock()));
  };

  const failed = async (ticket: TicketId, why: (tables: Tables) => Promise<Bilingual>) => {
    const changes = noChanges();
    await store.transaction(async (tables) => failAnswer(tables, ticket, await why(tables), changes, clock()));
    tell(changes);
    waking.wake();
  };

  const waking = startWaking(round, options.pause);
  return {
    deadlineMs,
    hear(changes) {
      if (changes.handovers.size > 0) waking.wake();
    },
    look: waking.wake,
    listen(after, listener) {
      const one = { listener, told: after };
      listening.add(one);
      waking.wake();
      return () => {
        if (listening.delete(one)) waking.wake();
      };
    },
    listeners: () => listening.size,
    fail: (ticket, text) => failed(ticket, async () => threw(text)),
    async answer(ticket, answer) {
      const changes = noChanges();
      const handover = await store
        .transaction((tables) => takeAnswer(tables, ticket, answer, changes, clock()))
        .catch(async (error: unknown) => {
          if (error instanceof Fault && isOfTheAnswer(error))
            await failed(ticket, (tables) => whyUseless(tables, answer));
          throw error;
        });
      if (unanswered >= silentAfter) await store.transaction((tables) => settleSilent(tables, clock()));
      unanswered = 0;
      tell(changes);
      if (handover.state === "held") waking.wake();
      return handover;
    },
    settled: waking.settled,
    close: waking.close,
  };
}
