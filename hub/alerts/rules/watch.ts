/** Looks every few seconds at what no gateway can see of itself, and tells it as a gateway would. */
import type { Logger } from "pino";
import { isInAlarm } from "../../../core/alert-state.ts";
import { Fault } from "../../../core/fault.ts";
import type { AlertId } from "../../../core/id.ts";
import { type Changes, noChanges } from "../../changes.ts";
import { endMaintenance } from "../../registry/maintenance.ts";
import { readBooks } from "../../rulebook/books.ts";
import type { DeviceRow } from "../../store/devices.ts";
import type { Store, Tables } from "../../store/store.ts";
import type { Alert } from "../alert.ts";
import { applyAlertEvent } from "../apply.ts";
import { explainOne } from "../explained.ts";
import { endShelvings } from "../shelving.ts";
import { judgeAreas } from "./area-dark.ts";
import { type Battery, isBattery, judgeBattery } from "./battery.ts";
import { judgeConnectors } from "./connector-silent.ts";
import { gatherGateways, gatherSensors, type HubFacts } from "./facts.ts";
import { judgeGateways } from "./gateway-silent.ts";
import { type HubRules, hubRuleIds, hubRules } from "./hub-rules.ts";
import type { HubEvent } from "./mint.ts";
import { judgeSensors } from "./sensor-stale.ts";
import { judgeStrangers } from "./stranger-forgotten.ts";

export type WatchOptions = {
  store: Store;
  /** Called after each commit. */
  tell(changes: Changes): void;
  /** Wall clock, ms since 1970. */
  clock(): number;
  log: Logger;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  rules?: HubRules;
};

export type Watch = {
  /** Finishes the look that runs. */
  close(): Promise<void>;
};

/** What a watch remembers from one look to the next: nothing that would be lost with it. */
export type Watching = { listeningSince: number; sensorsAt: number; batteriesAt: number };

const everyMs = 5000;
const sensorsEveryMs = 30_000;
/** Between one gateway's sensors and the next, others have their turn. */
const breathMs = 4;
/** Alerts in one transaction: some ten milliseconds. */
const mostAtOnce = 10;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export function startWatch(options: WatchOptions): Watch {
  const closing = new AbortController();
  const watching: Watching = { listeningSince: options.clock(), sensorsAt: 0, batteriesAt: 0 };
  const running = keepLooking(options, watching, closing.signal);
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

async function keepLooking(options: WatchOptions, watching: Watching, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      await look(options, watching, closing);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.error({ err: error }, "the hub's own rules could not be looked at; it is tried again");
    }
    await options.pause(everyMs, closing);
  }
}

/** One look: gateways, areas and shelvings each time, sensors and batteries when it is their turn. */
export async function look(options: WatchOptions, watching: Watching, closing = new AbortController().signal) {
  const { clock, rules = hubRules } = options;
  const now = clock();
  const hasListened = now >= watching.listeningSince + rules.graceMs;
  await step(options, (tables) => findInAreas(tables, rules, hasListened, now), now);
  const withSensors = now - watching.sensorsAt >= sensorsEveryMs;
  const withBatteries = now - watching.batteriesAt >= rules.batteryLow.everyMs;
  if (!withSensors && !withBatteries) return;
  for (const row of await options.store.read(({ gateways }) => gateways.listHeard())) {
    if (closing.aborted) return;
    const judge = async (tables: Tables): Promise<Found> => {
      const [heard = row] = await tables.gateways.listHeard(row.id);
      const facts = await gatherSensors(tables, heard, hasListened);
      const events = withSensors ? [...judgeSensors(facts, rules, now), ...judgeStrangers(facts, now)] : [];
      if (withBatteries) events.push(...(await findBatteries(tables, row.id, facts.open, rules, now)));
      return { events, explained: [], isShelvingOver: false, isMaintenanceOver: false };
    };
    await step(options, judge, now);
    await options.pause(breathMs, closing);
  }
  if (withSensors) watching.sensorsAt = now;
  if (withBatteries) watching.batteriesAt = now;
}

type Explained = { alert: Alert; cause: AlertId };
type Found = {
  events: readonly HubEvent[];
  explained: readonly Explained[];
  isShelvingOver: boolean;
  isMaintenanceOver: boolean;
};

/**
 * It reads first: while nothing is to be told, nobody waits for it. What was found is told a few at a time, for an alert of
 * the edge may come in between; what changed meanwhile is found at the next look.
 */
async function step(options: WatchOptions, find: (tables: Tables) => Promise<Found>, now: number): Promise<void> {
  const { events, explained, isShelvingOver, isMaintenanceOver } = await options.store.read(find);
  for (let i = 0; i < events.length; i += mostAtOnce)
    await commit(options, async (tables, changes) => {
      for (const { gateway, event } of events.slice(i, i + mostAtOnce))
        await applyAlertEvent(tables, gateway, event, changes, now);
    });
  if (explained.length === 0 && !isShelvingOver && !isMaintenanceOver) return;
  await commit(options, async (tables, changes) => {
    for (const { alert, cause } of explained) await keepCause(tables, alert, cause, changes, now);
    await endShelvings(tables, changes, now);
    await endMaintenance(tables, changes, now);
  });
}

async function commit({ store, tell }: WatchOptions, work: (tables: Tables, changes: Changes) => Promise<void>) {
  const changes = noChanges();
  await store.transaction((tables) => work(tables, changes));
  tell(changes);
}

async function findInAreas(tables: Tables, rules: HubRules, hasListened: boolean, now: number): Promise<Found> {
  const facts = await gatherGateways(tables, hasListened, now);
  const { areas } = await readBooks(tables);
  const gateways = facts.gateways.filter(({ quietAfterMs }) => quietAfterMs === null);
  const { events, causes } = judgeAreas({ ...facts, gateways }, areas, rules, now);
  return {
    events: [...events, ...judgeGateways(facts, rules, causes, now), ...judgeConnectors(facts, rules, now)],
    explained: explainedBy(facts, causes),
    isShelvingOver: (await tables.alerts.listShelvedUntil(now)).length > 0,
    isMaintenanceOver: (await tables.registry.listMaintainedUntil(now)).length > 0,
  };
}

/** What stood before neighbours agreed is explained by them now. */
function explainedBy({ gateways, open }: HubFacts, causes: ReadonlyMap<string, AlertId>): Explained[] {
  const cuts = new Map(gateways.map(({ id, mainsCut }) => [id, mainsCut?.alert]));
  return open.flatMap((alert): Explained[] => {
    const cause = causes.get(alert.gateway);
    const isOfMains = alert.history.occurrences.at(-1)?.id === cuts.get(alert.gateway);
    const isOfSilence = alert.rule === hubRuleIds.gatewaySilent;
    if (cause === undefined || !isInAlarm(alert) || alert.cause === cause || !(isOfMains || isOfSilence)) return [];
    return [{ alert, cause }];
  });
}

async function keepCause(tables: Tables, { id }: Alert, cause: AlertId, changes: Changes, now: number): Promise<void> {
  const alert = await tables.alerts.find(id);
  const names = alert?.history.occurrences.at(-1)?.id;
  if (alert !== null && names !== undefined) await explainOne(tables, alert, { names, cause }, changes, now);
}

async function findBatteries(
  tables: Tables,
  gateway: Alert["gateway"],
  open: readonly Alert[],
  rules: HubRules,
  now: number,
) {
  const events: HubEvent[] = [];
  for (const row of await tables.devices.list(gateway))
    for (const battery of await batteriesOf(tables, row, rules, now))
      events.push(...judgeBattery(battery, open, rules, now));
  return events;
}

async function batteriesOf(
  tables: Tables,
  { gateway, id: device, registered, document }: DeviceRow,
  { batteryLow }: HubRules,
  now: number,
): Promise<Battery[]> {
  const { overDays } = batteryLow;
  const query = { from: now - overDays * dayMs, to: now, stepMs: hourMs, limit: 24 * overDays + 1 };
  const batteries: Battery[] = [];
  for (const point of registered ? (document?.points ?? []) : []) {
    if (!isBattery(point, batteryLow)) continue;
    const series = await tables.series.find({ gateway, device, point: point.id });
    if (series === null) continue;
    const buckets = await tables.readings.buckets(series.id, query);
    batteries.push({ gateway, device, point: point.id, unit: point.unit ?? "", buckets });
  }
  return batteries;
}
