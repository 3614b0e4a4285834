/** A centre whose coverage fails: it is asked slower and slower, somebody is told, and the devices' feed goes on at its own pace. */
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../core/fault.ts";
import { coverAt, gateway } from "../../test/kit/district-samples.ts";
import { quietHub, silent } from "../../test/kit/quiet-hub.ts";
import { until } from "../../test/kit/until.ts";
import type { Component } from "../coverage/component.ts";
import type { Entry } from "../store/registry.ts";
import { startCoverageFeed } from "./coverage-feed.ts";
import { startFeed } from "./inventory/feed.ts";
import { noteInventory } from "./inventory/note.ts";
import type { InventoryPort } from "./inventory-port.ts";

const component: Component = {
  ...{ id: "3101150103000001", class: "CJ/T 214:0103", name: "雨水井盖", area: "dongchang", place: "东昌居委 弄口" },
  ...{ building: "", position: null, at: null, owner: "", maintainer: "", note: "" },
};

/** A centre, and both queues to it; each look for coverage waits until the test lets it. */
async function twoQueues() {
  const hub = await quietHub();
  await hub.act(async ({ components }) => {
    const n = await components.openList({ import: "list", name: "list", by: "test", at: 1 });
    await components.put(n, component, component.area, 1);
  });
  const centre = { fails: true, asked: [] as number[], cursors: [] as number[] };
  const stands = { feed: null as string | null, cursor: 0 };
  const port: InventoryPort = {
    standing: async () => ({ ...stands, count: 0, checksum: "" }),
    async delta({ to }) {
      centre.cursors.push(to);
      stands.cursor = to;
      return { state: "taken", rejected: [] };
    },
    async full({ feed, cursor }) {
      centre.cursors.push(cursor);
      Object.assign(stands, { feed, cursor });
      return { state: "taken", rejected: [] };
    },
    hashes: async () => [],
    async coverage() {
      centre.asked.push(hub.clock.now);
      if (centre.fails) throw new Fault("DISTRICT_UNREACHABLE", "500 on /v1/coverage");
      return "taken";
    },
  };
  const waits: (() => void)[] = [];
  const held = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push(resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const options = {
    store: hub.store,
    portNow: async () => port,
    clock: () => hub.clock.now,
    random: () => 1,
    log: silent,
  };
  const coverage = startCoverageFeed({ ...options, pause: held });
  const pauses = new Set<number>();
  const brief = async (ms: number) => {
    pauses.add(ms);
    await setImmediate();
  };
  const devices = startFeed({ ...options, classes: async () => () => true, pause: brief });
  onTestFinished(async () => void (await Promise.all([coverage.close(), devices.close()])));
  /** So long later the coverage's queue looks again. */
  const later = async (ms: number) => {
    await until("it waits", () => waits.length > 0);
    hub.clock.now += ms;
    waits.shift()?.();
    await until("it looked", () => waits.length > 0);
  };
  const stuck = async () =>
    (await hub.store.read(({ tasks }) => tasks.openOf("DELIVERY_STUCK"))).map((task) => task.subject);
  return { hub, centre, pauses, later, stuck };
}

test("coverage that fails has a back-off and a task of its own; devices are told meanwhile as ever", async () => {
  const { hub, centre, pauses, later, stuck } = await twoQueues();
  const began = hub.clock.now;
  for (const ms of [999, 1, 1999, 1, 4000, 8000]) await later(ms);
  expect(centre.asked.map((at) => at - began)).toEqual([0, 1000, 3000, 7000, 15_000]);
  expect(await stuck()).toEqual(["district/coverage"]);
  const told = centre.cursors.length;
  await hub.store.transaction(async (tables) => {
    await tables.gateways.meet(gateway, hub.clock.now);
    const device = coverAt(1);
    await tables.devices.putDocument(gateway, device);
    const entry = (await tables.registry.find({ gateway, device: device.id })) as Entry;
    await tables.registry.put({ ...entry, life: "in-service" });
    await noteInventory(tables, gateway, hub.clock.now);
  });
  await until("the devices are told", () => centre.cursors.length > told);
  expect([...pauses]).toEqual([1000]);
  centre.fails = false;
  await later(16_000);
  expect(centre.asked).toHaveLength(6);
  expect(await stuck()).toEqual([]);
  await later(59_999);
  expect(centre.asked).toHaveLength(6);
});
