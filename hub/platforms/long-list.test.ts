/** The list of messages shows their beginnings, and costs as little where each is a mebibyte. */
import { expect, test } from "vitest";
import { platformRig } from "../../test/kit/platform-rig.ts";
import { operatorCookie } from "../../test/kit/quiet-hub.ts";

test("200 messages of a mebibyte are listed by their beginnings, others have their turns, and the memory stays", async () => {
  const rig = await platformRig({ platform: "ctwing", secrets: { token: "a-long-token" } });
  const { connector, clock, store, app } = rig;
  const body = Buffer.from("\u6c34".repeat(349_000));
  for (let n = 0; n < 200; n++)
    await store.transaction(({ pushes }) =>
      pushes.add([{ connector, key: `k${n}`, received: clock.now, from: "POST", body }]),
    );
  const headers = { cookie: await operatorCookie(rig) };
  const before = process.memoryUsage().rss;
  let turns = 0;
  let isOver = false;
  const asked = app.inject({ url: `/api/connectors/${connector}/messages?limit=200`, headers }).finally(() => {
    isOver = true;
  });
  for (; !isOver; turns++) await new Promise((resolve) => setImmediate(resolve));
  const list = (await asked).json();
  expect(list).toHaveLength(200);
  expect(list[0]).toMatchObject({ bytes: body.length, encoding: "utf8", text: "\u6c34".repeat(300) });
  expect(turns).toBeGreaterThan(3);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
}, 30_000);
