/** A start of the hub registers connectors' devices anew: what is as it was is not written again. */
import { expect, test } from "vitest";
import { type Counts, countedStore } from "../../../test/kit/counted-tables.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { silent } from "../../../test/kit/quiet-hub.ts";
import type { ConnectorRow } from "../../store/connectors.ts";
import { putDevice } from "../direct/devices.ts";
import type { Models } from "../kit/models.ts";
import { registerAgain } from "./register.ts";

const named = (device: string) => ({ device, model: "water-gauge" });
const setUp = () => platformRig({ platform: "direct", devices: ["a", "b", "c"].map(named) });

async function startAgain({ store, platforms, clock }: PlatformRig, models: Models = platforms.models) {
  const counts: Counts = { written: [], lists: 0 };
  const about = { store: countedStore(store, counts), models, tell: () => undefined, clock: () => clock.now };
  await registerAgain({ ...about, log: silent });
  return counts;
}

const feedOf = async ({ read, connector }: PlatformRig) =>
  Object.fromEntries(
    (await read((tables) => tables.inventory.listOf(connector))).map((row) => [row.device, row.cursor]),
  );
const hashOf = async ({ read, connector }: PlatformRig) =>
  (await read(({ gateways }) => gateways.find(connector)))?.registration;

test("after a device was added singly, none is written again and the district is told nothing", async () => {
  const rig = await setUp();
  await startAgain(rig);
  const before = await hashOf(rig);
  await rig.act(async (tables, changes) => {
    const row = (await tables.connectors.find(rig.connector)) as ConnectorRow;
    const wish = { foreign: "d", title: "d", place: "花园坊 4 号楼", is: { model: "water-gauge" } };
    await putDevice(tables, row, wish, rig.platforms.models, changes, rig.clock.now);
  });
  const feed = await feedOf(rig);
  expect(Object.keys(feed)).toEqual(["a", "b", "c", "d"]);
  expect(await startAgain(rig)).toEqual({ written: [], lists: 0 });
  expect([await feedOf(rig), (await hashOf(rig)) === before]).toEqual([feed, false]);
});

test("one that is another by its model is written and told, and it alone", async () => {
  const rig = await setUp();
  await startAgain(rig);
  const cursor = Math.max(...Object.values(await feedOf(rig)));
  const { models } = rig.platforms;
  const deviceOf: Models["deviceOf"] = (foreign, place) => {
    const device = models.deviceOf(foreign, place);
    return foreign.foreign === "b" ? { ...device, title: { zh: "新水尺", en: "New gauge" } } : device;
  };
  expect(await startAgain(rig, { ...models, deviceOf })).toEqual({ written: ["b"], lists: 0 });
  const newer = Object.entries(await feedOf(rig)).filter(([, at]) => at > cursor);
  expect(newer.map(([device]) => device)).toEqual(["b"]);
});
