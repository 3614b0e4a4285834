/** The rules of platforms' devices: run over every reading inside its transaction, and woken when time alone decides. */
import type { Logger } from "pino";
import { ulid } from "ulid";
import type { Device } from "../../../core/device.ts";
import { Fault } from "../../../core/fault.ts";
import type { GatewayId } from "../../../core/id.ts";
import type { Reading } from "../../../core/reading.ts";
import { applyAlertEvent } from "../../alerts/apply.ts";
import { breathing } from "../../breathe.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { RuleStateRow } from "../../store/rule-states.ts";
import type { Store, Tables } from "../../store/store.ts";
import { startWaking, type Waking } from "../../wake.ts";
import { hear, passTime, rowFor, type Stepped } from "./step.ts";

const ids = { mint: (at: number) => ulid(at) };
/** What a device without an interval of its own is held to. */
const usualEveryMs = 3_600_000;

/** In order of event time; `now`: by the hub's clock. Each rule is kept once, as it stands after all of them. */
export async function hearReadings(
  tables: Tables,
  gateway: GatewayId,
  device: Device,
  readings: readonly Reading[],
  changes: Changes,
  now: number,
  breathe = breathing(),
): Promise<void> {
  const rows = new Map<string, RuleStateRow>();
  for (const reading of readings) {
    await breathe();
    for (const rule of device.rules.filter(({ point }) => point === reading.point)) {
      const known = rows.get(rule.id) ?? (await tables.ruleStates.find(gateway, device.id, rule.id));
      const row = rowFor(known, { gateway, device: device.id }, rule, reading.at);
      const stepped = hear(row, rule, reading, device.everyMs ?? usualEveryMs, ids, now);
      rows.set(rule.id, stepped.row);
      await tellEvents(tables, stepped, changes, now);
    }
  }
  for (const row of rows.values()) await tables.ruleStates.put(row);
}

async function keep(tables: Tables, stepped: Stepped, changes: Changes, now: number): Promise<void> {
  await tables.ruleStates.put(stepped.row);
  await tellEvents(tables, stepped, changes, now);
}

async function tellEvents(tables: Tables, { row, events }: Stepped, changes: Changes, now: number): Promise<void> {
  for (const event of events) await applyAlertEvent(tables, row.gateway, event, changes, now);
}

export type RuleClock = Waking;

type Options = {
  store: Store;
  tell(changes: Changes): void;
  clock(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  log: Logger;
};

const mostAtOnce = 50;
/** Also looked at this often, whoever forgot to wake it. */
const leastOftenMs = 30_000;
const diskMs = 1000;

/** Wakes the rules whose hold ran out. What the store did not do is done later: each row is still due. */
export function startRuleClock(options: Options): RuleClock {
  let last = Number.POSITIVE_INFINITY;
  const look = async () => {
    const now = options.clock();
    // The clock was put back, perhaps while the hub was down: what was heard while it was ahead counts from here.
    if (now < last) while (await wakeSomeAhead(options, now));
    last = now;
    return wakeDue(options);
  };
  return startWaking(() => round(look, options.log), options.pause);
}

async function round(look: () => Promise<number>, log: Logger): Promise<number> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error({ err: error }, "rules that are due could not be woken; it is tried again");
    return diskMs;
  }
}

async function wakeSomeAhead({ store, tell }: Options, now: number): Promise<boolean> {
  const rows = await store.read(({ ruleStates }) => ruleStates.ahead(now, mostAtOnce));
  if (rows.length === 0) return false;
  const changes = noChanges();
  await store.transaction(async (tables) => {
    for (const row of await tables.ruleStates.ahead(now, mostAtOnce)) await wake(tables, row, changes, now);
  });
  tell(changes);
  return true;
}

async function wakeDue({ store, tell, clock }: Options): Promise<number> {
  const now = clock();
  const next = await store.read(({ ruleStates }) => ruleStates.nextDue());
  if (next === null || next > now) return Math.min(leastOftenMs, next === null ? leastOftenMs : next - now);
  const changes = noChanges();
  await store.transaction(async (tables) => {
    for (const row of await tables.ruleStates.due(now, mostAtOnce)) await wake(tables, row, changes, now);
  });
  tell(changes);
  return 0;
}

/** The rule of a device that is gone, or a rule that is gone, ends what it raised. */
async function wake(tables: Tables, row: RuleStateRow, changes: Changes, now: number): Promise<void> {
  const { gateway, device } = row;
  const document = (await tables.devices.find(gateway, device))?.document ?? null;
  const rule = document?.rules.find(({ id }) => id === row.rule);
  if (rule === undefined) return endRule(tables, row, changes, now);
  const known = rowFor(row, { gateway, device }, rule, now);
  await keep(tables, passTime(known, rule, now, document?.everyMs ?? usualEveryMs, ids), changes, now);
}

async function endRule(tables: Tables, row: RuleStateRow, changes: Changes, now: number): Promise<void> {
  await tables.ruleStates.remove(row.gateway, row.device, row.rule);
  if (row.open !== null)
    await applyAlertEvent(tables, row.gateway, { ...row.open, kind: "cleared", at: now }, changes, now);
}
