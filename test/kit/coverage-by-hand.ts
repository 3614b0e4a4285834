/** For tests: eight components and five devices whose coverage was counted by hand. */
import { createHash } from "node:crypto";
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { registrationText } from "../../core/registration.ts";
import { topics } from "../../core/topics.ts";
import type { Component } from "../../hub/coverage/component.ts";
import type { Entry } from "../../hub/store/registry.ts";
import { type QuietHub, statusOf } from "./quiet-hub.ts";
import { devices as samples } from "./samples.ts";

const [one, two] = ["gw-1" as GatewayId, "gw-2" as GatewayId];
const [fire, cover] = ["CJ/T 214:0113", "CJ/T 214:0103"] as const;
const [pit, lid] = samples as [Device, Device];
const hung = (of: Device, id: string, code: Device["class"], place: string): Device => ({
  ...{ ...of, id: id as DeviceId, place },
  ...(code === undefined ? {} : { class: code }),
});

const first = [
  hung(pit, "pit-1", fire, "东昌小区 1号楼 水泵房"),
  hung(pit, "pit-2", fire, "东昌小区 2号楼 水泵房"),
  hung(lid, "cover-1", cover, "东昌小区 1号楼 门前雨水井"),
];
const second = [hung(lid, "cover-2", cover, "东昌小区 2号楼 门前雨水井")];

/** The fourth cover is planned only: it is the component's device and not connected. */
const planned = { gateway: one, device: "cover-3" as DeviceId };

const listed = (id: string, code: Component["class"], area: string | null, place: string): Component => ({
  ...{ id, class: code, name: "", area, place, building: "", position: null, at: null },
  ...{ owner: "", maintainer: "", note: "" },
});
const compound = "dongchang-xiaoqu";
const components = [
  listed("P1", fire, compound, "东昌小区 1号楼 水泵房"),
  listed("P2", fire, compound, "东昌小区 2号楼 水泵房"),
  listed("P3", fire, "dongchang", "东昌居委 弄口"),
  listed("C1", cover, compound, "东昌小区 1号楼 门前雨水井"),
  listed("C2", cover, compound, "东昌小区 2号楼 门前雨水井"),
  listed("C3", cover, compound, "东昌小区 3号楼 门前雨水井"),
  listed("C4", cover, "dongchang", "东昌居委 弄口"),
  listed("C5", cover, null, "某路 1 号"),
];

/** [area, depth, 应接, 已接, 正常, 已报区里]: P1 and C1 are well; P2 is faulty, C2's gateway is offline; P1 and C2 are told. */
export const areasByHand = [
  ["陆家嘴街道", 0, 7, 4, 2, 2],
  ["东昌居委", 1, 7, 4, 2, 2],
  ["东昌小区", 2, 5, 4, 2, 2],
  ["东昌居委", 2, 2, 0, 0, 0],
  ["未划片", 0, 1, 0, 0, 0],
] as const;
export const classesByHand = [
  [cover, 5, 2, 1, 1],
  [fire, 3, 2, 1, 1],
] as const;
export const totalByHand = [8, 4, 2, 2] as const;
export const gapsByHand = ["C3", "C4", "C5", "P3"];

export async function coverageByHand(hub: QuietHub): Promise<void> {
  for (const [gateway, devices] of [
    [one, first],
    [two, second],
  ] as const) {
    const bare = { gateway, title: "网关", place: "东昌小区 门卫室", devices: [...devices] };
    const hash = createHash("sha256").update(registrationText(bare)).digest("hex");
    await hub.take(topics.status(gateway), statusOf());
    await hub.take(topics.devices(gateway), { ...bare, hash });
  }
  await hub.take(topics.status(two), statusOf({ state: "offline" }));
  await hub.act(async ({ devices, inventory, registry }) => {
    const told = [...first.map(({ id }) => [one, id] as const), ...second.map(({ id }) => [two, id] as const)];
    for (const [gateway, device] of told) {
      const entry = (await registry.find({ gateway, device })) as Entry;
      await registry.put({ ...entry, life: "in-service" });
      await devices.putHealth(gateway, device, { code: device === "pit-2" ? "FIELD_SILENT" : "", since: 1, at: 1 });
      const row = await inventory.find(gateway, device);
      if (row !== null && (device === "pit-1" || device === "cover-2"))
        await inventory.mark(row, { state: "shared", sharedHash: row.hash, why: null });
    }
    const facts = { name: "3号井盖", place: "东昌小区 3号楼 门前雨水井", class: cover };
    const life = { life: "approved" as const, lifeSince: 1, lifeUntil: null, lifeReason: null };
    await registry.put({ ...planned, ...life, adopted: false, facts, replacedBy: null, revision: 1 });
  });
  await hub.act(async (tables) => {
    const n = await tables.components.openList({ import: "by-hand", name: "by-hand.csv", by: "operator", at: 1 });
    for (const component of components) await tables.components.put(n, component, component.area, 1);
  });
  hub.coverage.wake();
  await hub.coverage.settled();
}
