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
import type { LiveEvents } from "./views.ts";

export type LiveEvent = { [Name in keyof LiveEvents]: { event: Name; data: LiveEvents[Name] } }[keyof LiveEvents];

export type Listener = (event: LiveEvent["event"], json: string) => void;

export type Live = {
  /** Call after the commit. Changes that come while views are built are told together. */
  tell(changes: Changes): void;
  /** Returns what stops it. */
  listen(listener: Listener): () => void;
  /** Resolves when everything told so far has been heard. */
  settled(): Promise<void>;
};

/** Changes gather for so long: the gateway's acknowledgement leaves before views are built, and a busy hub builds fewer. */
const gatherMs = 10;

export function startLive(store: Store, log: Logger): Live {
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
          for (const listener of listeners) listener(event, json);
        }
      } catch (error) {
        log.error({ err: error }, "live updates could not be built; the console shows them when it reloads");
      }
    }
    running = null;
  };

  return {
    tell(changes) {
      if (listeners.size === 0 || isNothing(changes)) return;
      addChanges(waiting, changes);
      running ??= run();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
