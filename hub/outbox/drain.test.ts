/** What waits is sent in order, slower while it fails, and told when it does not move. */

import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import type { OutboxRow } from "../store/outbox.ts";
import { type Drain, type Sent, startDrain, stuckAfter, waitMs } from "./drain.ts";

async function setUp(send: (row: OutboxRow) => Promise<Sent>) {
  const clock = { now: 1_790_000_000_000 };
  const store = openStore(tempFolder(), clock.now);
  const waits: { ms: number; go: () => void }[] = [];
  const slept = () => {
    for (const { go } of waits.splice(0)) go();
  };
  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      waits.push({ ms, go: resolve });
    });
  const log = pino({ level: "silent" });
  const drain: Drain = startDrain({
    ...{ store, lane: "district", send, pause, log },
    clock: () => clock.now,
    random: () => 1,
  });
  onTestFinished(async () => {
    await drain.close();
    await store.close();
  });
  const add = (key: string, id: string) =>
    store.transaction(async ({ outbox }) => {
      await outbox.add({ lane: "district", key, id, body: { id }, at: clock.now });
    });
  const tasks = () => store.read(({ tasks }) => tasks.list("open", 9));
  /** Time passes, and everything that is due by then is tried. */
  const after = async (ms: number) => {
    await drain.settled();
    clock.now += ms;
    drain.wake();
    slept();
    await Promise.resolve();
    await drain.settled();
  };
  return { clock, store, drain, add, tasks, after };
}

test("rows of a key go one after the other, and once", async () => {
  const heard: string[] = [];
  const { add, after, store } = await setUp(async ({ id }) => {
    heard.push(id);
    return { state: "done" };
  });
  for (const id of ["a1", "a2", "a3"]) await add("a", id);
  await after(0);
  await after(0);
  expect(heard).toEqual(["a1", "a2", "a3"]);
  expect(await store.read(({ outbox }) => outbox.waiting("district"))).toMatchObject({ count: 0 });
});

test("a row that fails holds its own key back and no other", async () => {
  const heard: string[] = [];
  const { add, after } = await setUp(async ({ id, key }) => {
    heard.push(id);
    return key === "a" ? { state: "later", error: "503" } : { state: "done" };
  });
  for (const [key, id] of [
    ["a", "a1"],
    ["a", "a2"],
    ["b", "b1"],
    ["b", "b2"],
  ] as const)
    await add(key, id);
  await after(0);
  await after(0);
  expect(heard.filter((id) => id.startsWith("b"))).toEqual(["b1", "b2"]);
  expect(heard).not.toContain("a2");
});

test("a row that is refused lets the next of its key go", async () => {
  const { add, after, store } = await setUp(async ({ id }) =>
    id === "a1" ? { state: "refused", error: "unknown class" } : { state: "done" },
  );
  for (const id of ["a1", "a2"]) await add("a", id);
  await after(0);
  await after(0);
  expect(await store.read(({ outbox }) => outbox.find("district", "a1"))).toMatchObject({
    state: "refused",
    error: "unknown class",
  });
  expect(await store.read(({ outbox }) => outbox.find("district", "a2"))).toMatchObject({ state: "done" });
});

test("a lane that does not move is a task after five tries, and none when it moves again", async () => {
  let isUp = false;
  const { add, after, tasks } = await setUp(async () => {
    if (!isUp) throw new Error("connect ECONNREFUSED");
    return { state: "done" };
  });
  await add("a", "a1");
  for (let i = 0; i < stuckAfter - 1; i++) await after(waitMs(i, 1));
  expect(await tasks()).toEqual([]);
  await after(waitMs(stuckAfter, 1));
  expect(await tasks()).toMatchObject([{ kind: "DELIVERY_STUCK", subject: "district" }]);
  isUp = true;
  await after(waitMs(stuckAfter + 1, 1));
  expect(await tasks()).toEqual([]);
});

test("a row whose turn has not come waits without a failed try, and no task is made of it", async () => {
  let tries = 0;
  const { clock, add, after, tasks, store } = await setUp(async () => {
    tries++;
    return tries < 8 ? { state: "wait", until: clock.now + 5000 } : { state: "done" };
  });
  await add("a", "a1");
  await after(0);
  await after(4999);
  expect(tries).toBe(1);
  for (let n = 0; n < 8; n++) await after(5000);
  expect(await store.read(({ outbox }) => outbox.find("district", "a1"))).toMatchObject({ state: "done", attempts: 0 });
  expect(await tasks()).toEqual([]);
});

test("the waits double up to five minutes", () => {
  expect([0, 1, 2, 8, 9, 40].map((attempts) => waitMs(attempts, 1))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ]);
  expect(waitMs(9, 0)).toBe(150_000);
});
