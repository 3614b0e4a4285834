/** Live updates: what each commit changed, as the views of `LiveEvents`, to everyone who listens. */
import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { GatewayId } from "../../core/id.ts";
import { may, type Places, placesOf } from "../accounts/sight.ts";
import { alertView, deviceFinder } from "../alerts/view.ts";
import { addChanges, type Changes, isNothing, noChanges } from "../changes.ts";
import type { JointAction } from "../joint/joint-action.ts";
import { jointView } from "../joint/view.ts";
import { postureView } from "../posture/view.ts";
import { faultView } from "../registry/fault-view.ts";
import { gatewayViews, healthView, latestView } from "../registry/views.ts";
import type { Store, Tables } from "../store/store.ts";
import { ticketView } from "../tickets/view.ts";
import { look } from "./deps.ts";
import { keepRecent, type Line, recentBounds } from "./recent.ts";
import type { LiveEvents } from "./views.ts";

/** `area`: where it is, for those who see some areas only; `undefined`: it has no place, all may hear it. */
type Placed = LiveEvent & {
  area?: string | null /** Accounts that hear it wherever they are. */;
  called?: ReadonlySet<string>;
};

/** Whose ears: what they see, and what to do when that changed or ended. */
export type Ears = { account: string; areas: ReadonlySet<string> | null; onChanged(): void };

export type LiveEvent = { [Name in keyof LiveEvents]: { event: Name; data: LiveEvents[Name] } }[keyof LiveEvents];

/** `id`: where to go on after it. `reset`: something was lost, everything has to be read again. */
export type Listener = (event: LiveEvent["event"] | "reset", json: string, id: string) => void;

export type Live = {
  /** Call after the commit. Changes that come while views are built are told together. */
  tell(changes: Changes): void;
  /** Returns what stops it. Without ears of a person, everything is heard. */
  listen(listener: Listener, ears?: Ears): () => void;
  /** Called when role, areas or sessions of this person change or end. Returns what stops it. */
  watch(account: string, onChanged: () => void): () => void;
  /** What was told after this id, or null: see `recent.ts`. Ask in the same turn as `listen`, and nothing is missed or told twice. */
  after(id: string): Line[] | null;
  /** Where whoever begins now will go on. */
  now(): string;
  /** How many listen. */
  listeners(): number;
  /** Resolves when everything told so far has been heard. */
  settled(): Promise<void>;
};

/** Changes gather for so long: the gateway's acknowledgement leaves before views are built, and a busy hub builds fewer. */
const gatherMs = 10;

/** What is told is kept while somebody listens, and as long after as anybody may come back. */
export function startLive(store: Store, log: Logger, clock: () => number, monotonic = () => performance.now()): Live {
  const recent = keepRecent(monotonic);
  let leftAt = Number.NEGATIVE_INFINITY;
  const listeners = new Map<Listener, Ears>();
  const watchers = new Set<Pick<Ears, "account" | "onChanged">>();
  let waiting = noChanges();
  let running: Promise<void> | null = null;

  const run = async () => {
    while (!isNothing(waiting)) {
      await setTimeout(gatherMs);
      const changes = waiting;
      waiting = noChanges();
      try {
        const limited = [...listeners.values()].some(({ areas }) => areas !== null);
        const events = await look({ store }, (tables) => eventsOf(tables, changes, limited, clock()));
        for (const event of events) {
          const json = JSON.stringify(event.data);
          const id = recent.add(event.event, json);
          for (const [listener, ears] of listeners) if (hears(ears, event)) listener(event.event, json, id);
        }
      } catch (error) {
        log.error({ err: error }, "live updates could not be built; who listens is told to read everything again");
        recent.forget();
        for (const listener of listeners.keys()) listener("reset", "{}", recent.now());
      }
    }
    running = null;
  };

  return {
    tell(changes) {
      for (const { account, onChanged } of [...listeners.values(), ...watchers])
        if (changes.people.has(account)) onChanged();
      if (isNothing(changes)) return;
      if (listeners.size === 0 && monotonic() - leftAt > recentBounds.ms) return recent.forget();
      addChanges(waiting, changes);
      running ??= run();
    },
    listen(listener, ears = everybody) {
      listeners.set(listener, ears);
      return () => {
        listeners.delete(listener);
        leftAt = monotonic();
      };
    },
    watch(account, onChanged) {
      const watcher = { account, onChanged };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    after: recent.after,
    now: recent.now,
    listeners: () => listeners.size,
    async settled() {
      while (running !== null) await running;
    },
  };
}

function hears({ account, areas }: Ears, { area, called }: Placed): boolean {
  return area === undefined || may({ areas }, area) || called?.has(account) === true;
}

const everybody: Ears = { account: "", areas: null, onChanged: () => undefined };

async function eventsOf(tables: Tables, changes: Changes, limited: boolean, now: number): Promise<Placed[]> {
  const find = deviceFinder(tables);
  const places = limited ? await placesOf(tables, find) : nowhere;
  const events: Placed[] = [];
  for (const gateway of changes.registrations)
    events.push({ event: "registration", data: { gateway }, area: await places.gateway(gateway) });
  if (changes.gateways.size > 0)
    for (const data of await gatewayViews(tables, changes.gateways))
      events.push({ event: "gateway", data, area: await places.gateway(data.id as GatewayId) });
  for (const { gateway, device } of changes.devices.values()) {
    const [row, owner] = [await find(gateway, device), await tables.gateways.find(gateway)];
    const area = await places.device(gateway, device);
    if (row !== null)
      events.push({ event: "device", data: { gateway, device, health: healthView(row, owner ?? undefined) }, area });
  }
  for (const [area, data] of await latestByArea(changes, places)) events.push({ event: "readings", data, area });
  for (const id of changes.alerts) {
    const alert = await tables.alerts.find(id);
    if (alert !== null)
      events.push({ event: "alert", data: await alertView(alert, find), area: await places.alert(alert) });
  }
  for (const id of changes.tickets) {
    const ticket = await tables.tickets.find(id);
    if (ticket !== null)
      events.push({ event: "ticket", data: await ticketView(tables, ticket, find, now), area: places.ticket(ticket) });
  }
  for (const id of changes.joints) {
    const action = await tables.jointActions.find(id);
    if (action !== null) events.push(await jointEvent(tables, action));
  }
  for (const id of changes.faults) {
    const fault = await tables.faults.find(id);
    if (fault !== null)
      events.push({ event: "fault", data: await faultView(fault, find), area: await places.fault(fault) });
  }
  if (changes.postures.size > 0) events.push({ event: "posture", data: await postureView(tables) });
  return events;
}

async function jointEvent(tables: Tables, action: JointAction): Promise<Placed> {
  const data = await jointView(tables, action);
  const called = new Set(data.people.flatMap(({ account, isCalled }) => (isCalled ? [account] : [])));
  return { event: "joint", data, area: action.area, called };
}

/** While everybody who listens sees everything, nothing is looked up. */
const nowhere: Places = {
  gateway: async () => null,
  device: async () => null,
  alert: async () => null,
  fault: async () => null,
  ticket: () => null,
};

/** One event an area; one of all while nobody is limited. */
async function latestByArea({ latest }: Changes, places: Places): Promise<[string | null, LiveEvents["readings"]][]> {
  const byArea = new Map<string | null, LiveEvents["readings"]>();
  for (const { gateway, device, point, ...row } of latest.values()) {
    const area = await places.device(gateway, device);
    const one = { gateway, device, point, ...latestView(row) };
    byArea.set(area, [...(byArea.get(area) ?? []), one]);
  }
  return [...byArea];
}
