/** Live updates: what each commit changed, as the views of `LiveEvents`, to everyone who listens. */
import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import { alertView, deviceFinder } from "../alerts/view.ts";
import { addChanges, type Changes, isNothing, noChanges } from "../changes.ts";
import { postureView } from "../posture/view.ts";
import { faultView } from "../registry/fault-view.ts";
import { gatewayViews, healthView, latestView } from "../registry/views.ts";
import type { Store, Tables } from "../store/store.ts";
import { ticketView } from "../tickets/view.ts";
import { look } from "./deps.ts";
import { keepRecent, type Line, recentBounds } from "./recent.ts";
import type { LiveEvents } from "./views.ts";

export type LiveEvent = { [Name in keyof LiveEvents]: { event: Name; data: LiveEvents[Name] } }[keyof LiveEvents];

/** `id`: where to go on after it. `reset`: something was lost, everything has to be read again. */
export type Listener = (event: LiveEvent["event"] | "reset", json: string, id: string) => void;

export type Live = {
  /** Call after the commit. Changes that come while views are built are told together. */
  tell(changes: Changes): void;
  /** Returns what stops it. */
  listen(listener: Listener): () => void;
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
export function startLive(store: Store, log: Logger, monotonic = () => performance.now()): Live {
  const recent = keepRecent(monotonic);
  let leftAt = Number.NEGATIVE_INFINITY;
  const listeners = new Set<Listener>();
  let waiting = noChanges();
  let running: Promise<void> | null = null;

  const run = async () => {
    while (!isNothing(waiting)) {
      await setTimeout(gatherMs);
      const changes = waiting;
      waiting = noChanges();
      try {
        for (const { event, data } of await look({ store }, (tables) => eventsOf(tables, changes))) {
          const json = JSON.stringify(data);
          const id = recent.add(event, json);
          for (const listener of listeners) listener(event, json, id);
        }
      } catch (error) {
        log.error({ err: error }, "live updates could not be built; who listens is told to read everything again");
        recent.forget();
        for (const listener of listeners) listener("reset", "{}", recent.now());
      }
    }
    running = null;
  };

  return {
    tell(changes) {
      if (listeners.size === 0 && monotonic() - leftAt > recentBounds.ms) return recent.forget();
      addChanges(waiting, changes);
      running ??= run();
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        leftAt = monotonic();
      };
    },
    after: recent.after,
    now: recent.now,
    listeners: () => listeners.size,
    async settled() {
      while (running !== null) await running;
    },
  };
}

async function eventsOf(tables: Tables, changes: Changes): Promise<LiveEvent[]> {
  const find = deviceFinder(tables);
  const events: LiveEvent[] = [...changes.registrations].map((gateway) => ({
    event: "registration",
    data: { gateway },
  }));
  if (changes.gateways.size > 0)
    for (const data of await gatewayViews(tables, changes.gateways)) events.push({ event: "gateway", data });
  for (const { gateway, device } of changes.devices.values()) {
    const [row, owner] = [await find(gateway, device), await tables.gateways.find(gateway)];
    if (row !== null)
      events.push({ event: "device", data: { gateway, device, health: healthView(row, owner ?? undefined) } });
  }
  if (changes.latest.size > 0) events.push({ event: "readings", data: latestOf(changes) });
  for (const id of changes.alerts) {
    const alert = await tables.alerts.find(id);
    if (alert !== null) events.push({ event: "alert", data: await alertView(alert, find) });
  }
  for (const id of changes.tickets) {
    const ticket = await tables.tickets.find(id);
    if (ticket !== null) events.push({ event: "ticket", data: await ticketView(tables, ticket, find) });
  }
  for (const id of changes.faults) {
    const fault = await tables.faults.find(id);
    if (fault !== null) events.push({ event: "fault", data: faultView(fault) });
  }
  if (changes.postures.size > 0) events.push({ event: "posture", data: await postureView(tables) });
  return events;
}

function latestOf({ latest }: Changes): LiveEvents["readings"] {
  return [...latest.values()].map(({ gateway, device, point, ...row }) => ({
    gateway,
    device,
    point,
    ...latestView(row),
  }));
}
