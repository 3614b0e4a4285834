/** Background work on what is stored, in steps so small that no alert waits for one. */
import type { Logger } from "pino";
import { Fault } from "../../core/fault.ts";
import type { Store, Tables } from "../store/store.ts";
import { type Belief, believe } from "./believed.ts";

export type UpkeepOptions = {
  store: Store;
  /** Days that readings, what was folded of them by the minute and by the hour, and faults are kept. */
  keepRawDays: number;
  keepMinuteDays: number;
  keepHourDays: number;
  keepFaultDays: number;
  /** Days that messages of platforms are kept as they came, and devices that nobody adopted. */
  keepMessageDays: number;
  /** Wall clock, ms since 1970. */
  clock(): number;
  /** Ms that only go forward; the process's own unless given. */
  monotonic?: () => number;
  log: Logger;
  pause(ms: number, signal: AbortSignal): Promise<void>;
};

export type Upkeep = {
  /** Finishes the step that runs. */
  close(): Promise<void>;
};

type Round = { what: string; everyMs: number; run: (options: UpkeepOptions, closing: AbortSignal) => Promise<void> };

const rounds = (): readonly Round[] => [
  { what: "putting readings in their place", everyMs: 1000, run: settle },
  { what: "folding readings by the minute and hour", everyMs: 60_000, run: rollUp },
  { what: "letting go of what is old", everyMs: 3_600_000, run: lettingGo() },
];

const dayMs = 86_400_000;
/** An alert waits no longer for a step. */
const stepMs = 4;
/** What left the outbox may be sent for again by hand until then; the notices and stories say for longer what was told. */
const keepSentDays = 7;
/** What the district sent, word by word; what came of it is in the case's story. */
const keepCallbackDays = 90;
/** Rows that go in one step: some milliseconds. */
const rowsAtOnce = 1000;
/** Between steps others have their turn. */
const breathMs = 4;

/** Every kind of work begins at once and comes round by itself. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const closing = new AbortController();
  const running = rounds().map((round) => comeRound(round, options, closing.signal));
  return {
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

async function comeRound({ what, everyMs, run }: Round, options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      await run(options, closing);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.error({ err: error }, `upkeep failed at ${what}; it is tried again when its turn comes`);
    }
    await options.pause(everyMs, closing);
  }
}

/** Moves what was appended to where it stays, as far as it is time for it. */
export async function settle(options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  await inSteps(options, closing, ({ readings }, isOver) => readings.settle(options.clock(), isOver));
}

/** Folds the hours that are over. */
export async function rollUp(options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  await bySeries(options, closing, ({ readings }, after, isOver) => readings.rollUp(options.clock(), after, isOver));
}

const believedMark = "clock that is believed";
const nothingBelieved: Belief = { at: null, passed: null, doubt: null };

/** Rounds by the clock that is believed, which the store remembers: while there is none, nothing goes. */
function lettingGo(): Round["run"] {
  let belief: Belief | null = null;
  return async (options, closing) => {
    belief = await lookAtClock(options, belief);
    const { at } = belief;
    if (at !== null) await letGo({ ...options, clock: () => at }, closing);
  };
}

async function lookAtClock(options: UpkeepOptions, known: Belief | null): Promise<Belief> {
  const { store, clock, monotonic = () => performance.now(), log } = options;
  return store.transaction(async ({ marks, faults }) => {
    const before = known ?? { ...nothingBelieved, at: (await marks.read<number>(believedMark)) ?? null };
    const now = clock();
    const belief = believe(before, now, monotonic());
    const { at, doubt } = belief;
    if (at !== null) await marks.put(believedMark, at);
    if (at === null || doubt === null || doubt === before.doubt) return belief;
    const detail = `the hub's clock says ${iso(now)} where ${iso(at)} was believed: until it has stood there for an hour nothing is let go by it`;
    log.warn({ now, believed: at }, detail);
    await faults.add({ gateway: null, code: "CLOCK_JUMPED", subject: "", detail }, now);
    return belief;
  });
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

/** One round: all that is too old by this clock. */
export async function letGo(options: UpkeepOptions, closing: AbortSignal): Promise<void> {
  const { keepRawDays, keepMinuteDays, keepHourDays, clock } = options;
  const before = (days: number) => clock() - days * dayMs;
  const limits = {
    now: clock(),
    raw: before(keepRawDays),
    minutes: before(keepMinuteDays),
    hours: before(keepHourDays),
  };
  await bySeries(options, closing, ({ readings }, after, isOver) => readings.removeBefore(limits, after, isOver));
  const old = {
    ...{ faults: before(options.keepFaultDays), messages: before(options.keepMessageDays) },
    ...{ sent: before(keepSentDays), callbacks: before(keepCallbackDays) },
  };
  const goings: ((tables: Tables) => Promise<number>)[] = [
    ({ faults }) => faults.removeBefore(old.faults, rowsAtOnce),
    ({ outbox }) => outbox.removeDoneBefore(old.sent, rowsAtOnce),
    ({ callbacks }) => callbacks.emptyBefore(old.callbacks, rowsAtOnce),
    ({ pushes }) => pushes.removeBefore(old.messages, rowsAtOnce),
    ({ carriedCommands }) => carriedCommands.removeBefore(old.messages, rowsAtOnce),
    ({ foreignDevices }) => foreignDevices.removeUnknown(old.messages, rowsAtOnce),
    ({ ruleStates }) => ruleStates.removeGone(rowsAtOnce),
  ];
  for (const go of goings) await inSteps(options, closing, async (tables) => (await go(tables)) >= rowsAtOnce);
}

type Step<Result> = (tables: Tables, isOver: () => boolean) => Promise<Result>;

/** Until a step finds that there is no more. */
async function inSteps(options: UpkeepOptions, closing: AbortSignal, step: Step<boolean>): Promise<void> {
  while (!closing.aborted && (await takeStep(options, step))) await options.pause(breathMs, closing);
}

async function bySeries(
  options: UpkeepOptions,
  closing: AbortSignal,
  step: (tables: Tables, after: number, isOver: () => boolean) => Promise<number | null>,
): Promise<void> {
  let after = 0;
  await inSteps(options, closing, async (tables, isOver) => {
    const next = await step(tables, after, isOver);
    after = next ?? after;
    return next !== null;
  });
}

function takeStep<Result>({ store, monotonic = () => performance.now() }: UpkeepOptions, step: Step<Result>) {
  return store.transaction((tables) => {
    const began = monotonic();
    return step(tables, () => monotonic() - began >= stepMs);
  });
}
