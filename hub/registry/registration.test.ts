/** A registration touches the devices that are others than they were, and those alone: of thousands a few differ. */
import { expect, test } from "vitest";
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { type Counts, countedTables } from "../../test/kit/counted-tables.ts";
import { quietHub } from "../../test/kit/quiet-hub.ts";
import { cover, devices, open, pit, registrationOf } from "../../test/kit/samples.ts";
import { type Adopting, adoptMark } from "./adopt.ts";
import { takeRegistration } from "./registration.ts";

const gateway = "gw-1" as GatewayId;
const [pitDevice, coverDevice] = devices as [Device, Device];
/** It says nothing of the area it is in. */
const lost = { ...pitDevice, id: "lost-1" as DeviceId, place: "泵房" };
const all = [pitDevice, coverDevice, lost];

async function setUp(adopting: Adopting = "registered") {
  const hub = await quietHub();
  const adopt = (way: Adopting) => hub.act(({ marks }) => marks.put(adoptMark, way));
  await adopt(adopting);
  await hub.act(({ gateways }) => gateways.meet(gateway, hub.clock.now));
  const feed = async () =>
    new Map((await hub.read((t) => t.inventory.listOf(gateway))).map((row) => [row.device, row]));
  /** Which devices were written, and of which the district is told. */
  const take = async (some: Device[], more: { title?: string; place?: string } = {}) => {
    const [counts, before]: [Counts, Awaited<ReturnType<typeof feed>>] = [{ written: [], lists: 0 }, await feed()];
    const registration = registrationOf(gateway, { devices: some, ...more });
    await hub.act((t, changes) => takeRegistration(countedTables(t, counts), registration, changes, hub.clock.now));
    const told = [...(await feed()).values()].filter(({ device, cursor }) => before.get(device)?.cursor !== cursor);
    return { ...counts, told: told.map(({ device }) => device).sort() };
  };
  const areaOf = (device: DeviceId) => hub.read(({ registry }) => registry.areaOf({ gateway, device }));
  return { hub, adopt, feed, take, areaOf };
}

test("the first one writes all its devices, and the next the one that is another now, without a list of all", async () => {
  const { take, areaOf } = await setUp();
  expect(await take(all)).toMatchObject({ written: all.map(({ id }) => id), told: [cover, "lost-1", pit] });
  const moved = { ...coverDevice, place: "东昌居委 东门" };
  expect(await take([pitDevice, moved, lost])).toEqual({ written: [cover], lists: 0, told: [cover] });
  expect([await areaOf(cover), await areaOf(pit)]).toEqual(["dongchang", "dongchang-xiaoqu"]);
});

test("another title of the gateway writes no device", async () => {
  const { take } = await setUp();
  await take(all);
  expect(await take(all, { title: "东昌小区新网关" })).toEqual({ written: [], lists: 0, told: [] });
});

test("one it does not name any more leaves the feed, and its series; named again, it is back in both", async () => {
  const { hub, take, feed } = await setUp();
  await take(all);
  await hub.act(({ series }) => series.create({ gateway, device: cover, point: open }, true));
  const isKnown = async () => (await hub.read(({ series }) => series.list(gateway, cover))).map(({ known }) => known);
  expect(await take([pitDevice, lost])).toMatchObject({ written: [], told: [cover] });
  expect([(await feed()).get(cover)?.item, await isKnown()]).toEqual([null, [false]]);
  expect(await take(all)).toMatchObject({ written: [cover], told: [cover] });
  expect([(await feed()).get(cover)?.item, await isKnown()]).toMatchObject([{ device: cover }, [true]]);
});

test("a gateway that moves takes along what says nothing of where it is: that is told, and not written", async () => {
  const { take, areaOf } = await setUp();
  await take(all);
  expect(await areaOf(lost.id)).toBe("dongchang-xiaoqu");
  expect(await take(all, { place: "东昌居委 门卫室" })).toMatchObject({ written: [], told: ["lost-1"] });
  expect(await areaOf(lost.id)).toBe("dongchang");
});

test("what waited goes into service with the next one, once that is how the installation chose it", async () => {
  const { adopt, take } = await setUp("by-hand");
  expect(await take(all)).toMatchObject({ told: [] });
  await adopt("registered");
  expect(await take(all, { title: "新" })).toMatchObject({ written: [], told: [cover, "lost-1", pit] });
});
