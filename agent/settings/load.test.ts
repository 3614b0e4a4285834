import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { drivers } from "../../drivers/drivers.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { root } from "../../test/rig/paths.ts";
import { loadSettings } from "./load.ts";

const link = { id: "bus-a", kind: "tcp", host: "127.0.0.1", port: 15_020 };
const device = {
  id: "pit-1",
  model: "qdy30a",
  link: "bus-a",
  title: { zh: "水位计", en: "Level" },
  place: "3号楼",
  settings: { unit: 1 },
};
const sound = {
  gateway: { id: "gw-1", title: "网关", place: "门卫室" },
  hub: { url: "mqtt://127.0.0.1:1883" },
  links: [link],
  devices: [device],
};
const rule = { id: "high", point: "level", when: { above: 1 }, severity: 2, title: { zh: "高", en: "high" } };

function load(document: unknown, text = JSON.stringify(document)) {
  const path = join(tempFolder(), "gateway.json");
  writeFileSync(path, text);
  return loadSettings(path, join(root, "hardware/sensors"), drivers);
}

const withDevice = (part: object) => ({ ...sound, devices: [{ ...device, ...part }] });
const withSecond = (part: object) => ({ ...sound, devices: [device, { ...device, id: "pit-2", ...part }] });
const serial = (id: string, path: string) => ({ id, kind: "serial", path });
const withLink = (part: object) => ({ ...sound, links: [{ ...link, ...part }] });

describe("the settings of a gateway", () => {
  it("are filled with defaults, and a device with its model's points, rules and interval", async () => {
    const { settings, devices } = await load(sound);
    expect(settings.hub).toMatchObject({ keepaliveS: 20, firstPauseMs: 5000 });
    expect(settings.links[0]).toMatchObject({ timeoutMs: 600, gapMs: 20 });
    expect(settings.journal.commitEveryMs).toBe(1000);
    expect(devices[0]?.device.points.map(({ id }) => id)).toContain("level");
    expect(devices[0]?.device.rules.length).toBeGreaterThan(0);
  });

  it("may name no hub and nothing that hangs there: a gateway that is not installed yet", async () => {
    const { settings, devices } = await load({ gateway: sound.gateway, links: [], devices: [], page: {} });
    expect(settings.hub).toBeUndefined();
    expect(devices).toEqual([]);
  });

  it("say a device's class before its model does, and what watches the like where neither says", async () => {
    const classOf = async (more: object) => {
      const device = { ...sound.devices[0], ...more };
      return (await load({ ...sound, devices: [device] })).devices[0]?.device.class;
    };
    expect(await classOf({})).toBe("GB/T 30428.2:0503");
    expect(await classOf({ class: "CJ/T 214:0104" })).toBe("CJ/T 214:0104");
    const silentModel = { model: "smart-level-sl651", settings: { unit: 9 } };
    expect(await classOf(silentModel)).toBe("CJ/T 214:0104");
  });

  it("that ship with the virtual neighbourhood are sound", async () => {
    const { devices } = await loadSettings(
      join(root, "hardware/virtual/gateway.json"),
      join(root, "hardware/sensors"),
      drivers,
    );
    expect(devices).toHaveLength(9);
  });

  it.each<[string, unknown, string]>([
    ["an unknown field", { ...sound, hbu: {} }, "additional"],
    [
      "a gateway id with a slash",
      { ...sound, gateway: { ...sound.gateway, id: "a/b" } },
      "/gateway/id must match pattern",
    ],
    ["a port out of range", withLink({ port: 70_000 }), "/links/0/port must be <= 65535"],
    ["a port as text", withLink({ port: "502" }), "/links/0/port must be integer"],
    [
      "an unknown kind of link",
      withLink({ kind: "lora" }),
      "/links/0/kind must be one of serial, tcp, udp, tcp-listen, udp-listen, ble, firmata, gpiod",
    ],
    [
      "a serial link without a path",
      { ...sound, links: [{ id: "bus-a", kind: "serial" }] },
      "/links/0: the document must have required properties path",
    ],
    ["a gap shorter than adapters can", withLink({ gapMs: 3 }), "/links/0/gapMs must be >= 10"],
    ["two links of one name", { ...sound, links: [link, link] }, '/links/1/id "bus-a" is used twice'],
    ["two devices of one name", { ...sound, devices: [device, device] }, '/devices/1/id "pit-1" is used twice'],
    [
      "a device named as the gateway is",
      withDevice({ id: "gateway" }),
      '/devices/0/id "gateway" is the gateway\'s own',
    ],
    ["a device on no link", withDevice({ link: "bus-x" }), '/devices/0/link "bus-x" is not one of /links'],
    [
      "a device without an address",
      withDevice({ settings: {} }),
      "/devices/0/settings: the document must have required properties unit",
    ],
    ["an address out of range", withDevice({ settings: { unit: 300 } }), "/devices/0/settings/unit must be <= 247"],
    ["an interval of nothing", withDevice({ everyMs: 1 }), "/devices/0/everyMs must be >= 100"],
    [
      "a rule on an unknown point",
      withDevice({ rules: [{ ...rule, point: "depth" }] }),
      '/devices/0/rules/0/point "depth" is not a point',
    ],
    [
      "a rule that compares a number with true",
      withDevice({ rules: [{ ...rule, when: { equals: true } }] }),
      "/devices/0/rules/0/when compares",
    ],
    [
      "a rule that clears above its threshold",
      withDevice({ rules: [{ ...rule, when: { above: 1, clearBelow: 2 } }] }),
      "/devices/0/rules/0/when/clearBelow",
    ],
    [
      "votes that cannot be won",
      withDevice({ rules: [{ ...rule, votes: { needed: 5, of: 2 } }] }),
      "/devices/0/rules/0/votes/needed",
    ],
    [
      "two links on one TCP port",
      { ...sound, links: [link, { ...link, id: "bus-b" }] },
      '/links/1/port: 127.0.0.1:15020 is already that of /links/0 "bus-a"',
    ],
    [
      "two links on one serial port",
      { ...sound, links: [link, serial("bus-b", "/dev/ttyUSB0"), serial("bus-c", "/dev/../dev/ttyUSB0")] },
      '/links/2/path: /dev/ttyUSB0 is already that of /links/1 "bus-b"',
    ],
    [
      "two devices at one address of one link",
      withSecond({ settings: { unit: 1 } }),
      '/devices/1/settings: unit 1 on link "bus-a" is already that of /devices/0 "pit-1"',
    ],
    [
      "two devices of different models at one address",
      withSecond({ model: "cover-contact", settings: { unit: 1, channel: 1 } }),
      '/devices/1/settings: unit 1 on link "bus-a" is already that of /devices/0 "pit-1"',
    ],
    [
      "a hub's address that is none",
      { ...sound, hub: { url: "mqtt://127.0.0.1:70000" } },
      '/hub/url "mqtt://127.0.0.1:70000" is neither',
    ],
  ])("with %s are refused, naming the field", async (_, document, message) => {
    await expect(load(document)).rejects.toThrow(message);
    await expect(load(document)).rejects.toThrow(/^SETTING_INVALID/);
  });

  it("take one address on two links, and two channels of one module", async () => {
    const far = { ...link, id: "bus-b", port: 15_021 };
    const apart = { ...device, id: "pit-2", link: "bus-b" };
    const [one, two] = [1, 2].map((channel) => {
      const settings = { unit: 9, channel };
      return { ...device, id: `cover-${channel}`, model: "cover-contact", settings };
    });
    const { devices } = await load({ ...sound, links: [link, far], devices: [device, apart, one, two] });
    expect(devices.map(({ address }) => address)).toEqual(["unit 1", "unit 1", "unit 9", "unit 9, channel 2"]);
  });

  it("with a model nobody knows name it", async () => {
    await expect(load(withDevice({ model: "qdy99" }))).rejects.toThrow(/^MODEL_UNKNOWN: \/devices\/0\/model "qdy99"/);
    await expect(load(withDevice({ model: "../../package" }))).rejects.toThrow(/^MODEL_UNKNOWN/);
  });

  it("that are no JSON say so", async () => {
    await expect(load(null, "")).rejects.toThrow(/^SETTING_INVALID: .*gateway\.json cannot be read/);
  });
});
