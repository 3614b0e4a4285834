/** What was stored outlives the hub: read after the next start, replayed to the end, never twice; a full disk acknowledges nothing. */
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { pause } from "../../pause.ts";
import type { Store } from "../../store/store.ts";
import { startPlatforms } from "../desk.ts";

const token = "a-long-token";
const path = `/${token}`;
const messages = 40;
const setUp = () =>
  platformRig({ platform: "ctwing", secrets: { token }, products: [{ product: "15081413", model: "nb-level-cm" }] });
const body = (n: number) => ({
  ...{ messageType: "dataReport", productId: "15081413", deviceId: `d${n % 5}`, upPacketSN: n },
  ...{ timestamp: 1_789_999_000_000 + n * 1000, payload: { liquid_level: 40 + n } },
});

type Rig = Awaited<ReturnType<typeof setUp>>;

/** As a hub that starts on the same store. */
function startAgain({ store, clock, ingest, platforms }: Rig, on: Store = store) {
  const desk = startPlatforms({
    ...{ store: on, models: platforms.models, tell() {}, report: ingest.report, clock: () => clock.now, log: silent },
    ...{ pause, patienceMs: 1000, random: () => 0 },
  });
  onTestFinished(() => desk.close());
  return desk;
}

async function delivered({ store, connector }: Rig): Promise<number> {
  const series = await store.read((tables) => tables.series.list(connector));
  return series.filter(({ point }) => point === "level").reduce((sum, one) => sum + one.delivered, 0);
}

test("a message stored by a hub that ended before it read it is read once by the next", async () => {
  const rig = await setUp();
  await rig.platforms.close();
  await rig.act(({ pushes }) =>
    pushes.add(
      Array.from({ length: messages }, (_, n) => ({
        ...{ connector: rig.connector, key: `k${n}`, received: rig.clock.now, from: "POST" },
        body: Buffer.from(JSON.stringify(body(n))),
      })),
    ),
  );
  await startAgain(rig).settled();
  await startAgain(rig).settled();
  expect([(await rig.pushes()).filter(({ state }) => state === "taken").length, await delivered(rig)]).toEqual([
    messages,
    messages,
  ]);
});

test("a replay that is cut off goes on at the next start, and nothing is there twice", async () => {
  const rig = await setUp();
  for (let n = 0; n < messages; n++) await rig.push({ path, body: body(n) });
  const before = [await rig.values(), await delivered(rig)];
  await rig.platforms.close();
  await rig.act(({ pushes }) => pushes.replay(rig.connector, 0, rig.clock.now + 1));
  const cut = startAgain(rig);
  await cut.close();
  await startAgain(rig).settled();
  expect([await rig.values(), await delivered(rig)]).toEqual(before);
  expect((await rig.pushes()).every(({ state }) => state === "taken")).toBe(true);
});

test("a disk that is full acknowledges nothing and says when to come again; once it is mended the message is there once", async () => {
  const rig = await setUp();
  let isFull = true;
  const full: Store = {
    ...rig.store,
    transaction: (work) => (isFull ? Promise.reject(new Fault("DISK_FAILED", "full")) : rig.store.transaction(work)),
  };
  const { door, settled } = startAgain(rig, full);
  const send = () =>
    door.inject({ method: "POST", url: `/door/${rig.connector}${path}`, payload: JSON.stringify(body(1)) });
  expect(await send()).toMatchObject({ statusCode: 507, headers: { "retry-after": "5" } });
  expect(await rig.pushes()).toEqual([]);
  isFull = false;
  for (const _ of [1, 2]) expect(await send()).toMatchObject({ statusCode: 200 });
  await settled();
  expect(await delivered(rig)).toBe(1);
});
