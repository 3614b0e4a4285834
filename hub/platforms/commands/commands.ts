/** Commands for devices behind platforms, while the hub runs: sent through the outbox, ended by their deadline. */
import type { Logger } from "pino";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import { type Sent, startDrain } from "../../outbox/drain.ts";
import type { CarriedCommand } from "../../store/carried-commands.ts";
import type { OutboxRow } from "../../store/outbox.ts";
import type { Tables } from "../../store/store.ts";
import { startWaking, type Waking } from "../../wake.ts";
import type { CarrierAnswer } from "../kit/commands.ts";
import { type LaneBody, lane } from "./carry.ts";
import { goOn } from "./go-on.ts";
import { type SendOptions, sendCommand } from "./send.ts";

export type CommandOptions = SendOptions & {
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 … 1; Math.random unless given. */
  random?: () => number;
  log: Logger;
};

/** Devices that are told something side by side. */
const parallel = 8;
const mostAtOnce = 50;
const leastOftenMs = 30_000;
const diskMs = 1000;

export function startCommands(options: CommandOptions): Waking {
  const closing = new AbortController();
  const sending = { ...options, since: options.clock() };
  const drain = startDrain({
    ...{ ...options, lane, parallel, random: options.random ?? Math.random },
    send: (row) => sendCommand(sending, row, closing.signal),
    ended,
  });
  const deadlines = startWaking(() => round(options), options.pause);
  return {
    wake() {
      drain.wake();
      deadlines.wake();
    },
    async settled() {
      await drain.settled();
      await deadlines.settled();
    },
    async close() {
      closing.abort();
      await drain.close();
      await deadlines.close();
    },
  };
}

async function ended(tables: Tables, row: OutboxRow, sent: Sent, now: number): Promise<void> {
  const { connector, id } = row.body as LaneBody;
  const carried = await tables.carriedCommands.find(connector as GatewayId, id);
  if (carried === null) return;
  if (sent.state === "done") await goOn(tables, carried, sent.answer as CarrierAnswer, now);
  if (sent.state === "refused")
    await goOn(tables, carried, { step: "failed", result: { state: "failed", error: sent.error } }, now);
}

async function round({ store, clock, log }: CommandOptions): Promise<number> {
  try {
    const now = clock();
    const next = await store.read(({ carriedCommands }) => carriedCommands.nextDue());
    if (next === null || next >= now) return Math.min(leastOftenMs, next === null ? leastOftenMs : next - now + 1);
    await store.transaction(async (tables) => {
      for (const carried of await tables.carriedCommands.due(now, mostAtOnce)) await end(tables, carried, now);
    });
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "carried commands could not be ended; it is tried again");
    return diskMs;
  }
}

/** Many devices never say that they did it: what they have is as much as will ever be known. */
async function end(tables: Tables, carried: CarriedCommand, now: number): Promise<void> {
  const hasIt = carried.steps.at(-1)?.step === "delivered";
  if (hasIt)
    return goOn(tables, carried, { step: "done", result: { state: "done", result: { delivered: true } } }, now);
  const error = "COMMAND_EXPIRED: the platform did not tell in time that the device has it";
  return goOn(tables, carried, { step: "late", result: { state: "failed", error } }, now);
}
