/** A district that does not keep what it takes is asked slower and slower, and somebody is told; one that lost its place once is not. */
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { coverAt, gateway } from "../../../test/kit/district-samples.ts";
import { quietHub, silent } from "../../../test/kit/quiet-hub.ts";
import { until } from "../../../test/kit/until.ts";
import type { Entry } from "../../store/registry.ts";
import type { InventoryAnswer, InventoryPort } from "../inventory-port.ts";
import { startFeed } from "./feed.ts";
import { noteInventory } from "./note.ts";

const taken: InventoryAnswer = { state: "taken", rejected: [] };

/** `keep`: how the centre stands after a page that it answers as taken. */
function centre(keep: (to: number) => number) {
  const stands = { feed: null as string | null, cursor: 0 };
  const asked: string[] = [];
  const port: InventoryPort = {
    standing: async () => ({ ...stands, count: 0, checksum: "" }),
    async delta({ feed, from, to }) {
      await setImmediate();
      asked.push(`delta ${from}`);
      if (feed !== stands.feed || from !== stands.cursor) return { state: "gap", ...stands };
      stands.cursor = keep(to);
      return taken;
    },
    async full({ feed, cursor, isLast }) {
      asked.push("full");
      if (isLast) Object.assign(stands, { feed, cursor: keep(cursor) });
      return taken;
    },
    hashes: async () => [],
  };
  return { port, asked, stands };
}

/** The feed of a hub; each of its pauses is written down, and ends when the test lets it. */
async function feedTo(port: InventoryPort) {
  const hub = await quietHub();
  const pauses: number[] = [];
  let go = () => {};
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      pauses.push(ms);
      go = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const note = (count: number, place = "东昌小区 东门") =>
    hub.store.transaction(async (tables) => {
      await tables.gateways.meet(gateway, hub.clock.now);
      for (let n = 0; n < count; n++) {
        const device = coverAt(n, { place });
        await tables.devices.putDocument(gateway, device);
        const entry = (await tables.registry.find({ gateway, device: device.id })) as Entry;
        await tables.registry.put({ ...entry, life: "in-service" });
      }
      await noteInventory(tables, gateway, hub.clock.now);
    });
  const begin = () => {
    const { store, clock } = hub;
    const rest = { clock: () => clock.now, random: () => 1, log: silent, pause };
    const feed = startFeed({ store, portNow: async () => port, classes: async () => () => true, ...rest });
    onTestFinished(() => feed.close());
  };
  /** Until the feed rests for the n-th time. */
  const rested = async (times: number) => {
    for (let n = 1; n <= times; n++) {
      await until(`rest ${n}`, () => pauses.length >= n);
      if (n < times) go();
    }
    return pauses;
  };
  const tasks = async () => (await hub.store.read((tables) => tables.tasks.list("open", 9))).map(({ kind }) => kind);
  return { note, begin, rested, tasks };
}

test("a centre that always stands at the beginning is asked slower and slower, and is a task", async () => {
  const { port, asked } = centre(() => 0);
  const { note, begin, rested, tasks } = await feedTo(port);
  await note(3);
  begin();
  await rested(1);
  await note(3, "东昌小区 西门");
  port.delta = async ({ feed, from }) => {
    await setImmediate();
    asked.push(`delta ${from}`);
    return { state: "gap", feed, cursor: 0 };
  };
  expect(await rested(7)).toEqual([1000, 1000, 2000, 4000, 8000, 16_000, 32_000]);
  expect(asked).toEqual(["full", "delta 3", ...Array.from({ length: 6 }, () => "delta 0")]);
  expect(await tasks()).toContain("DELIVERY_STUCK");
});

test("a centre that takes pages and loses them is no faster asked than one that is down, and is a task", async () => {
  const { port } = centre(() => 0);
  const { note, begin, rested, tasks } = await feedTo(port);
  await note(1);
  begin();
  await rested(1);
  await note(1200);
  expect((await rested(7)).slice(1)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000]);
  expect(await tasks()).toContain("DELIVERY_STUCK");
});

test("a centre that lost its place once is told from there without a pause, and nobody is asked", async () => {
  const { port, asked, stands } = centre((to) => to);
  const { note, begin, rested, tasks } = await feedTo(port);
  await note(3);
  begin();
  await rested(1);
  await note(3, "东昌小区 西门");
  stands.cursor = 1;
  expect(await rested(2)).toEqual([1000, 1000]);
  expect(asked).toEqual(["full", "delta 3", "delta 1"]);
  expect(stands.cursor).toBe(6);
  expect(await tasks()).toEqual([]);
});
