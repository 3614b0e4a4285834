/** A mapping is judged by its own time, and what came while it rests is read when it rests no more. */
import { expect, onTestFinished, test } from "vitest";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { startEvaluator } from "./evaluate.ts";
import { startPaced } from "./paced.ts";

const endless = "($f := function($x) { $f($x) }; $f(1))";

function block(ms: number) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("a hub that is busy is not the mapping's fault", async () => {
  const made = startEvaluator({ longestMs: 100 });
  onTestFinished(() => made.close());
  expect(await made.evaluate(["1 + 1"], {})).toEqual([2]);
  const answer = made.evaluate(["1 + 2"], {});
  for (let i = 0; i < 5; i++) await Promise.resolve();
  block(500);
  expect(await answer).toEqual([3]);
});

test("what ran away once keeps waiting only those like it", async () => {
  const made = startPaced({ longestMs: 300 });
  onTestFinished(() => made.close());
  for (const _ of [1, 2]) await made.evaluate(["1 + 1"], {});
  const asked = performance.now();
  const runaways = [1, 2, 3, 4].map((n) => made.evaluate([`${endless} + ${n}`], {}).catch(() => performance.now()));
  await made.evaluate(["1 + 1"], {});
  const tookMs = performance.now() - asked;
  const firstMs = Number(await Promise.race(runaways)) - asked;
  await Promise.all(runaways);
  expect(tookMs).toBeLessThan(firstMs);
}, 30_000);

test.each([
  ["", 0],
  [", whatever becomes of the hub's clock meanwhile", 86_400_000],
])(
  "messages wait while their mapping rests, and are read in their order afterwards%s",
  async (_, putBackMs) => {
    const rig = await platformRig({
      ...{ platform: "webhook", secrets: { secret: "a-secret-of-sixteen" } },
      settings: {
        proof: "header",
        mapping: `cm = 13 ? ${endless} : {"device": id, "product": "p", "properties": {"level": cm}}`,
      },
      products: [{ product: "p", model: "nb-level-cm" }],
    });
    const say = async (cm: number, n: number) => {
      rig.clock.now += 1000;
      await rig.deliver("POST", { id: "p-1", cm, n });
    };
    for (const n of [1, 2, 3, 4]) await say(13, n);
    for (const n of [5, 6]) await say(40 + n, n);
    const states = async () => (await rig.pushes()).map(({ state }) => state).reverse();
    const resting = await states();
    expect([resting.slice(0, 3), resting.slice(-2)]).toEqual([Array(3).fill("refused"), Array(2).fill("waiting")]);
    rig.clock.now -= putBackMs;
    rig.clock.jumpedMs -= putBackMs;
    rig.clock.now += 61_000;
    rig.platforms.wake();
    await rig.platforms.settled();
    // The fourth ran away too, and so it rests again.
    rig.clock.now += 61_000;
    rig.platforms.wake();
    await rig.platforms.settled();
    expect(await states()).toEqual([...Array(4).fill("refused"), "taken", "taken"]);
    expect((await rig.values())["p-1"]).toMatchObject({ level: 0.46 });
  },
  30_000,
);
