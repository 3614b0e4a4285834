/** What a registration says of a device beyond its model: how often it is read, and what its settings say without the hub's wishes. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { drivers } from "../../drivers/drivers.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { root } from "../../test/rig/paths.ts";
import { OwnRules, withSilence } from "../alarms/own-rules.ts";
import { loadSettings } from "../settings/load.ts";
import { asRegistered } from "./registration.ts";

const ownRules = check(
  OwnRules,
  JSON.parse(readFileSync(join(root, "hardware/gateway/rules.json"), "utf8")),
  "SETTING_INVALID",
);
const rule = { id: "high", point: "level", when: { above: 1 }, severity: 2, title: { zh: "高", en: "high" } };

async function load() {
  const path = join(tempFolder(), "gateway.json");
  const pit = { id: "pit-1", model: "qdy30a", link: "bus-a", title: { zh: "水位", en: "Level" }, place: "3号楼" };
  const document = {
    gateway: { id: "gw-1", title: "网关", place: "门卫室" },
    links: [{ id: "bus-a", kind: "tcp", host: "127.0.0.1", port: 15_020 }],
    devices: [{ ...pit, settings: { unit: 1 }, rules: [rule], everyMs: 5000 }],
  };
  writeFileSync(path, JSON.stringify(document));
  return loadSettings(path, join(root, "hardware/sensors"), drivers);
}

it("says how often a device is read and what it is for", async () => {
  const loaded = await load();
  const [entry] = loaded.devices;
  const device = asRegistered(withSilence(entry?.device as never, ownRules), loaded, ownRules);
  expect(device).toMatchObject({ everyMs: 5000, measures: "level" });
  expect(device).not.toHaveProperty("usual");
});

it("keeps apart what the hub wished and what the settings say, silence included", async () => {
  const loaded = await load();
  const [entry] = loaded.devices;
  if (entry === undefined) throw new Error("no device");
  const wished = { ...entry, everyMs: 1000, usual: { everyMs: 5000, rules: entry.device.rules } };
  const silent = withSilence({ ...entry.device, rules: [] }, ownRules);
  const device = asRegistered(silent, { ...loaded, devices: [wished] }, ownRules);
  expect(device).toMatchObject({ everyMs: 1000, rules: [{ id: "silent" }] });
  expect(device.usual).toMatchObject({ everyMs: 5000, rules: [rule, { id: "silent" }] });
});
