/** Messages of a driver that keeps memory are read again with what it knew then; what follows from them is put right too. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import { pause } from "../../pause.ts";
import { openConnector } from "../connectors.ts";
import { startPlatforms } from "../desk.ts";
import type { Models } from "../kit/models.ts";
import { pushOf } from "./intake.ts";

const vectors: { name: string; hex: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../drivers/gbt26875/vectors.json"), "utf8"),
).vectors;
const fire = Buffer.from(vectors.find(({ name }) => name.startsWith("part state"))?.hex ?? "", "hex");
const device = "000000000000";

/** State 2 burns, 0 is well. */
function part(address: number, state: number): Buffer {
  const bytes = Buffer.from(fire);
  bytes.writeUInt16LE(address, 27 + 5);
  bytes.writeUInt16LE(state, 27 + 9);
  bytes.writeUInt16LE(address + state * 1000, 2);
  bytes[bytes.length - 3] = bytes.subarray(2, bytes.length - 3).reduce((sum, byte) => (sum + byte) & 0xff, 0);
  return bytes;
}

const setUp = (products = [{ product: "", model: "fire-panel-gbt26875" }]) =>
  platformRig({ platform: "gbt26875", settings: { tcpPort: 0, ways: "tcp" }, products });

/** As a hub that starts on the same store, with these decoders. */
function startWith({ store, clock, ingest, connector }: PlatformRig, models: Models) {
  const desk = startPlatforms({
    ...{ store, models, tell() {}, report: ingest.report, clock: () => clock.now, log: silent },
    ...{ pause, patienceMs: 1000, random: () => 0 },
  });
  onTestFinished(() => desk.close());
  const say = async (body: Buffer) => {
    clock.now += 1000;
    const open = await store.read((tables) => openConnector(tables, connector));
    if (open === null) throw new Error("the connector is gone");
    await desk.intake.take(pushOf(open, { from: `tcp 10.0.0.1 ${device}`, body }, clock.now));
    await desk.settled();
  };
  return { desk, say };
}

/** Every value of the point, by when it was measured. */
async function valuesOf({ store, connector }: PlatformRig, point: string): Promise<unknown[]> {
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100, keep: "oldest" as const };
  return store.read(async ({ series, readings }) => {
    const known = (await series.list(connector)).find((one) => one.point === point);
    return known === undefined ? [] : (await readings.query(known.id, all)).map(([, value]) => value);
  });
}

/** Overlooks the first part. */
const broken = (models: Models): Models => ({
  ...models,
  receive: (foreign, bytes, memory) =>
    Buffer.from(bytes).equals(part(1, 2))
      ? { outputs: [], memory: memory ?? {} }
      : models.receive(foreign, bytes, memory),
});

async function replay({ rig, to = rig.clock.now + 1 }: { rig: PlatformRig; to?: number }): Promise<number> {
  return rig.act(({ pushes }) => pushes.replay(rig.connector, 0, to));
}

test("read again by the same decoder, every message yields what it did, and nothing is there twice", async () => {
  const rig = await setUp();
  const { say, desk } = startWith(rig, rig.platforms.models);
  for (const body of [part(1, 2), part(2, 2), part(1, 0), part(2, 0)]) await say(body);
  const before = [await valuesOf(rig, "fire"), await rig.values()];
  expect(before[0]).toEqual([true, true, true, false]);
  expect(await replay({ rig })).toBe(4);
  desk.wake();
  await desk.settled();
  expect([await valuesOf(rig, "fire"), await rig.values()]).toEqual(before);
  expect((await rig.pushes()).map(({ state }) => state)).toEqual(Array(4).fill("taken"));
});

test("a decoder that overlooked a fire is mended: reading that one message again puts right what followed from it, and what is known now", async () => {
  const rig = await setUp();
  await rig.platforms.close();
  const first = startWith(rig, broken(rig.platforms.models));
  for (const body of [part(1, 2), part(2, 2), part(2, 0)]) await first.say(body);
  expect(await valuesOf(rig, "fire")).toEqual([true, false]);
  await first.desk.close();

  const mended = startWith(rig, rig.platforms.models);
  expect(await replay({ rig, to: rig.clock.now - 1999 })).toBe(1);
  mended.desk.wake();
  await mended.desk.settled();
  expect(await valuesOf(rig, "fire")).toEqual([true, true, true]);
  expect((await rig.values())[device]).toMatchObject({ fire: true });
  await mended.say(part(1, 0));
  expect(await valuesOf(rig, "fire")).toEqual([true, true, true, false]);
});

test("what waited until somebody said what the device is comes before what came since", async () => {
  const rig = await setUp([]);
  const { say, desk } = startWith(rig, rig.platforms.models);
  for (const body of [part(1, 2), part(2, 2)]) await say(body);
  await rig.act(async ({ foreignDevices }) => {
    const known = await foreignDevices.find(rig.connector, device);
    if (known !== null) await foreignDevices.put({ ...known, model: "fire-panel-gbt26875" });
  });
  // Newer, and read before the two.
  await say(part(2, 0));
  await rig.act(({ pushes }) => pushes.readAgain(rig.connector, device));
  desk.wake();
  await desk.settled();
  expect((await rig.values())[device]).toMatchObject({ fire: true });
  await say(part(1, 0));
  expect((await rig.values())[device]).toMatchObject({ fire: false });
});

test("what was known goes with its message, and what is too long is not kept", async () => {
  const rig = await setUp();
  const { say } = startWith(rig, rig.platforms.models);
  for (const body of [part(1, 2), part(2, 2)]) await say(body);
  const [second, first] = (await rig.pushes()).map(({ n }) => n) as [number, number];
  const knownAt = (n: number) => rig.read(({ foreignDevices }) => foreignDevices.knownBefore(rig.connector, device, n));
  expect(await knownAt(first)).toEqual({ push: first, known: null });
  expect(await knownAt(second)).toMatchObject({ known: { fire: { keys: [expect.any(String)] } } });
  await rig.act(({ foreignDevices }) => foreignDevices.keepKnown(rig.connector, device, second, "x".repeat(5000)));
  expect(await knownAt(second)).toEqual({ push: second });
  await replay({ rig });
  rig.platforms.wake();
  await rig.platforms.settled();
  expect(await valuesOf(rig, "fire")).toEqual([true, true]);
  await rig.act(({ pushes }) => pushes.removeBefore(rig.clock.now + 1, 10));
  expect(await knownAt(first)).toBeNull();
});
