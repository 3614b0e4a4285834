/** What the district is told, on its way out: lines of cases, attachments, inventory. */

import { Fault } from "../../core/fault.ts";
import { type Drain, startDrain } from "../outbox/drain.ts";
import { componentName } from "../registry/component-classes.ts";
import { readBooks } from "../rulebook/books.ts";
import { classForDevice } from "../rulebook/classes.ts";
import type { Tables } from "../store/store.ts";
import { attachmentLane, attachmentSender, lineEnded, lineSender } from "./cases/send.ts";
import { startCoverageFeed } from "./coverage-feed.ts";
import type { KnowsClass } from "./inventory/checked.ts";
import { type Feed, startFeed } from "./inventory/feed.ts";
import type { InventoryReport } from "./inventory/reconcile.ts";
import type { DistrictOptions } from "./options.ts";
import type { Ports } from "./ports.ts";
import { caseLane } from "./share-case.ts";

export type Outbound = {
  start(): { close(): Promise<void> };
  wake(): void;
  /** Throws `DISTRICT_OFF` and what the port throws. */
  reconcileInventory(): Promise<InventoryReport>;
};

/** A lane is looked at at least so often, whoever wrote into it. */
const lookMs = 1000;
const linesAtOnce = 500;
const attachmentsAtOnce = 4;

export function openOutbound(options: DistrictOptions, portsNow: Ports["now"]): Outbound {
  const { store, pause } = options;
  const casesNow = async () => (await portsNow())?.cases ?? null;
  const inventoryNow = async () => (await portsNow())?.inventory ?? null;
  let feed: Feed | null = null;
  let drains: Drain[] = [];
  const shared = { ...options, pause: (ms: number, signal: AbortSignal) => pause(Math.min(ms, lookMs), signal) };
  return {
    start() {
      const send = lineSender(store, casesNow);
      drains = [
        startDrain({ ...shared, lane: caseLane, send, ended: lineEnded, parallel: linesAtOnce }),
        startDrain({
          ...{ ...shared, lane: attachmentLane, parallel: attachmentsAtOnce },
          send: attachmentSender(store, casesNow),
        }),
      ];
      const running = startFeed({ ...options, portNow: inventoryNow, classes: classesNow });
      const coverage = startCoverageFeed({ ...options, portNow: inventoryNow });
      feed = running;
      return {
        async close() {
          await Promise.all([running.close(), coverage.close(), ...drains.map((drain) => drain.close())]);
        },
      };
    },
    wake() {
      feed?.wake();
      for (const drain of drains) drain.wake();
    },
    async reconcileInventory() {
      if (feed === null) throw new Fault("DISTRICT_OFF", "the hub is only starting");
      return feed.reconcile();
    },
  };
}

/** A device's class is known when it is a component's, or some class of cases is for such devices. */
async function classesNow(tables: Tables): Promise<KnowsClass> {
  const books = await readBooks(tables);
  return (code) => componentName(books, code) !== null || classForDevice(books.classes, code) !== null;
}
