/** Looks every few seconds at what no gateway can see of itself, and tells it as a gateway would. */
import type { Logger } from "pino";
import { isInAlarm } from "../../../core/alert-state.ts";
import { Fault } from "../../../core/fault.ts";
import type { AlertId } from "../../../core/id.ts";
import { type Changes, noChanges } from "../../changes.ts";
import type { Store, Tables } from "../../store/store.ts";
import { type Alert, explain } from "../alert.ts";
import { applyAlertEvent } from "../apply.ts";
import { endShelvings } from "../shelving.ts";
import { judgeAreas } from "./area-dark.ts";
import { type Battery, isBattery, judgeBattery } from "./battery.ts";
import { gatherFacts, type HubFacts } from "./facts.ts";
import { judgeGateways } from "./gateway-silent.ts";
import { type HubRules, hubRules } from "./hub-rules.ts";
import { judgeSensors } from "./sensor-stale.ts";

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

const everyMs = 5000;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** What `look` remembers from one time to the next: nothing that would be lost with it. */
export type Watching = { listeningSince: number; batteriesAt: number };

export function startWatch(options: WatchOptions): Watch {
  const closing = new AbortController();
  const watching: Watching = { listeningSince: options.clock(), batteriesAt: 0 };
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
      await look(options, watching);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      options.log.error({ err: error }, "the hub's own rules could not be looked at; it is tried again");
    }
    await options.pause(everyMs, closing);
  }
}

/** One look. It reads first: while nothing is to be told, nobody waits for it. */
export async function look({ store, tell, clock, rules = hubRules }: WatchOptions, watching: Watching): Promise<void> {
  const now = clock();
  const withBatteries = now - watching.batteriesAt >= rules.batteryLow.everyMs;
  const findings = (tables: Tables) => findOut(tables, rules, watching.listeningSince, withBatteries, now);
  const before = await store.read(findings);
  if (withBatteries) watching.batteriesAt = now;
  if (before.isNothing) return;
  const changes = noChanges();
  await store.transaction(async (tables) => {
    const { events, explained } = await findings(tables);
    for (const { gateway, event } of events) await applyAlertEvent(tables, gateway, event, changes, now);
    for (const { alert, cause } of explained) await keepCause(tables, alert, cause, changes, now);
    await endShelvings(tables, changes, now);
  });
  tell(changes);
}

type Explained = { alert: Alert; cause: AlertId };

async function findOut(tables: Tables, rules: HubRules, listeningSince: number, withBatteries: boolean, now: number) {
  const facts = await gatherFacts(tables, now >= listeningSince + rules.graceMs);
  const areas = judgeAreas(facts, rules, now);
  const events = [
    ...areas.events,
    ...judgeGateways(facts, rules, areas.causes, now),
    ...judgeSensors(facts, rules, now),
  ];
  if (withBatteries)
    for (const battery of await batteriesOf(tables, rules, now))
      events.push(...judgeBattery(battery, facts.open, rules, now));
  const explained = explainedBy(facts, areas.causes);
  const isShelvingOver = (await tables.alerts.listShelvedUntil(now)).length > 0;
  return { events, explained, isNothing: events.length + explained.length === 0 && !isShelvingOver };
}

/** What stood before neighbours agreed is explained by them now. */
function explainedBy({ gateways, open }: HubFacts, causes: ReadonlyMap<string, AlertId>): Explained[] {
  return open.flatMap((alert): Explained[] => {
    const cause = causes.get(alert.gateway);
    const mains = gateways.find(({ id }) => id === alert.gateway)?.mainsCut?.alert;
    const isOfMains = alert.history.occurrences.at(-1)?.id === mains;
    const isOfSilence = alert.rule === "hub-gateway-silent";
    if (cause === undefined || !isInAlarm(alert) || alert.cause === cause || !(isOfMains || isOfSilence)) return [];
    return [{ alert, cause }];
  });
}

async function keepCause(tables: Tables, { id }: Alert, cause: AlertId, changes: Changes, now: number): Promise<void> {
  const alert = await tables.alerts.find(id);
  if (alert === null) return;
  await tables.alerts.put(explain(alert, cause, now));
  changes.alerts.add(id);
}

async function batteriesOf(tables: Tables, { batteryLow }: HubRules, now: number): Promise<Battery[]> {
  const batteries: Battery[] = [];
  for (const { gateway, id: device, registered, document } of await tables.devices.list())
    for (const { id: point, unit = "", ...rest } of registered ? (document?.points ?? []) : []) {
      if (!isBattery({ id: point, unit, ...rest }, batteryLow)) continue;
      const series = await tables.series.find({ gateway, device, point });
      if (series === null) continue;
      const query = {
        from: now - batteryLow.overDays * dayMs,
        to: now,
        stepMs: hourMs,
        limit: 24 * batteryLow.overDays + 1,
      };
      batteries.push({ gateway, device, point, unit, buckets: await tables.readings.buckets(series.id, query) });
    }
  return batteries;
}
