/** A day is read again in slices: each message once, and others have their turn in between. */
import { expect, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import type { Tables } from "../../store/store.ts";
import { replay } from "./replay.ts";

const moment = 1_789_000_000_000;

test("a day of messages is marked in slices, of its connector alone, each once", async () => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token: "a-long-token" } });
  await rig.platforms.close();
  const ids = [rig.connector, "other-1" as never];
  await rig.act(async ({ pushes }) => {
    const body = Buffer.from("{}");
    const all = Array.from({ length: 12_000 }, (_, n) => ({
      ...{ connector: ids[n % 2] as never, key: `k${n}`, received: moment + Math.floor(n / 100), from: "POST", body },
    }));
    await pushes.add(all);
    const outcome = { state: "taken" as const, why: "", platformAt: null, yielded: [], foreign: null };
    for (const id of ids) for (const { n } of await pushes.waiting(id, 12_000)) await pushes.settle(n, outcome);
  });
  let [transactions, longestMs] = [0, 0];
  const act = async <Result>(work: (tables: Tables) => Promise<Result>) => {
    const began = performance.now();
    transactions += 1;
    const result = await rig.act(work);
    longestMs = Math.max(longestMs, performance.now() - began);
    return result;
  };
  // The first and the last ten moments stay as they are.
  expect(await replay(act, rig.connector, { from: moment + 10, to: moment + 110 })).toBe(5000);
  expect(transactions).toBeGreaterThan(1);
  const counts = await rig.store.read(({ pushes }) => Promise.all(ids.map((id) => pushes.count(id))));
  expect(counts).toMatchObject([
    { again: 5000, taken: 1000 },
    { again: 0, taken: 6000 },
  ]);
  process.stdout.write(
    `5,000 messages to be read again: ${transactions} turns, the longest ${Math.round(longestMs)} ms\n`,
  );
}, 60_000);
