/** The hub's wishes: applied, rejected, tried and taken back; whatever happens, a restart runs the last that worked. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Reported } from "../../core/desired.ts";
import type { DeviceId, PointId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { drivers } from "../../drivers/drivers.ts";
import { handClock } from "../../test/kit/hand-clock.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { root } from "../../test/rig/paths.ts";
import { type Loaded, loadDocument, loadSettings } from "../settings/load.ts";
import { openConfiguration, type SettingsDocument } from "./configuration.ts";
import { selfDevice } from "./self-device.ts";

const sensors = join(root, "hardware/sensors");
const rule = { id: "high", point: "level", when: { above: 1 }, severity: 2, title: { zh: "高", en: "high" } };
const pit = {
  id: "pit-1",
  model: "qdy30a",
  link: "bus-a",
  title: { zh: "水位计", en: "Level" },
  place: "3号楼",
  settings: { unit: 1 },
  rules: [rule],
};
const document = {
  gateway: { id: "gw-1", title: "网关", place: "门卫室" },
  hub: { url: "mqtt://127.0.0.1:1883" },
  links: [{ id: "bus-a", kind: "tcp", host: "127.0.0.1", port: 15_020 }],
  devices: [pit],
  remote: { trialMs: 60_000 },
};

async function setUp(folder = tempFolder(), isNew = true) {
  const path = join(folder, "gateway.json");
  if (isNew) writeFileSync(path, JSON.stringify(document));
  const clock = handClock();
  const line = { isOnline: true };
  const restarted = { links: ["bus-a"] };
  const told: Reported[] = [];
  const applied: Loaded[] = [];
  const configuration = await openConfiguration(await loadSettings(path, sensors, drivers), {
    ...{ path, folder, clock, report: () => undefined },
    load: (wished) => loadDocument(wished, sensors, drivers),
    selfOf: ({ settings }) => selfDevice(settings.gateway),
    isOnline: () => line.isOnline,
    onReported: (reported) => void told.push(reported),
  });
  await configuration.follow(async (loaded) => {
    applied.push(loaded);
    return restarted.links;
  });
  const hear = (id = "pit-1") =>
    configuration.hear({ device: id as DeviceId, point: "level" as PointId, at: 0, value: 1, quality: 0 });
  const fail = () =>
    configuration.hear({
      ...{ device: "pit-1" as DeviceId, point: faultPoint, at: 0, value: "FIELD_SILENT", quality: 0 },
    });
  /** Whatever was asked before has had its turn. */
  const itsTurn = () =>
    configuration
      .change(() => {
        throw new Error("nothing");
      })
      .catch(() => undefined);
  const onDisk = () => JSON.parse(readFileSync(path, "utf8")) as SettingsDocument;
  return { folder, configuration, applied, clock, told, hear, fail, itsTurn, onDisk, line, restarted };
}

const wish = (hash: string, part: object = {}) => ({ hash, devices: [{ id: "pit-1", everyMs: 500, ...part }] });
const at = (unit: number) => ({ links: document.links, devices: [{ ...pit, settings: { unit } }] });
const moved = at(9);
const rewired = (hash: string, settings: object = moved) => ({ hash, devices: [], settings });

describe("a wish of the hub", () => {
  it("is applied, told, and still runs after a restart", async () => {
    const { folder, configuration, applied } = await setUp();
    const rules = [{ ...rule, when: { above: 2 } }];
    expect(await configuration.wish(wish("h1", { rules }))).toMatchObject({ hash: "h1", state: "applied" });
    expect(applied.map(({ devices: [first] }) => [first?.everyMs, first?.device.rules])).toEqual([
      [expect.any(Number), [rule]],
      [500, rules],
    ]);
    const after = await setUp(folder, false);
    expect(after.applied[0]?.devices[0]).toMatchObject({ everyMs: 500, device: { rules } });
    expect(after.configuration.reported()).toMatchObject({ hash: "h1", state: "applied" });
  });

  it("of the same hash is a no-op", async () => {
    const { configuration, applied } = await setUp();
    await configuration.wish(wish("h1"));
    expect(await configuration.wish(wish("h1"))).toBeNull();
    expect(applied).toHaveLength(2);
  });

  it.each([
    ["an unknown device", wish("h2", { id: "pit-9" }), '/devices/0/id "pit-9" is not a device'],
    [
      "a rule on an unknown point",
      wish("h2", { rules: [{ ...rule, point: "depth" }] }),
      '/devices/0/rules/0/point "depth"',
    ],
    ["an interval out of range", wish("h2", { everyMs: 1 }), "/devices/0/everyMs"],
    [
      "a sensor on no link",
      rewired("h2", { links: [], devices: [pit] }),
      '/devices/0/link "bus-a" is not one of /links',
    ],
  ])("with %s is rejected whole, naming the field, and what ran goes on", async (_, wished, error) => {
    const { configuration, applied, onDisk } = await setUp();
    expect(await configuration.wish(wished)).toMatchObject({
      hash: "h2",
      state: "rejected",
      error: expect.stringContaining(error),
    });
    expect(applied).toHaveLength(1);
    expect(onDisk()).toEqual(document);
  });
});

describe("a wish for other links and sensors", () => {
  it("is tried, and stays when the sensors that worked answer again", async () => {
    const { configuration, hear, clock, told, onDisk, applied } = await setUp();
    hear();
    expect(await configuration.wish(rewired("h1"))).toMatchObject({ hash: "h1", state: "trying" });
    expect(applied.at(-1)?.devices[0]?.config).toMatchObject({ unit: 9 });
    hear();
    await clock.pass(2000);
    await configuration.change((same) => same);
    expect(told[0]).toMatchObject({ hash: "h1", state: "applied", settings: { devices: moved.devices } });
    expect(onDisk().devices).toEqual(moved.devices);
  });

  it("is taken back when a sensor that worked no longer answers, and is not tried again", async () => {
    const { folder, configuration, hear, clock, told, onDisk, applied } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    await clock.pass(61_000);
    await expect.poll(() => told.length).toBe(1);
    expect(told[0]).toMatchObject({ hash: "h1", state: "reverted" });
    expect(told[0]?.error).toMatch(/^CONFIGURATION_REVERTED: pit-1 no longer answer\. /);
    expect(applied.at(-1)?.devices[0]?.config).toMatchObject({ unit: 1 });
    expect(onDisk().devices).toEqual(document.devices);
    expect(await configuration.wish(rewired("h1"))).toBeNull();
    const after = await setUp(folder, false);
    expect(await after.configuration.wish(rewired("h1"))).toBeNull();
    expect(after.configuration.reported()).toMatchObject({ hash: "h1", state: "reverted" });
  });

  it("is taken back when the uplink does not come back", async () => {
    const { configuration, hear, clock, told, line } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    hear();
    line.isOnline = false;
    await clock.pass(61_000);
    await expect.poll(() => told[0]?.error).toContain("the hub is no longer reached");
  });

  it("waits for no sensor that did not work before", async () => {
    const { configuration, clock, told, fail } = await setUp();
    fail();
    await configuration.wish(rewired("h1"));
    await clock.pass(2000);
    await expect.poll(() => told[0]?.state).toBe("applied");
  });

  it("that follows a bad one in mid-trial is measured by what worked before both", async () => {
    const { folder, configuration, hear, clock, told, onDisk, applied } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    await clock.pass(5000);
    expect(await configuration.wish(rewired("h2", at(8)))).toMatchObject({ hash: "h2", state: "trying" });
    await clock.pass(2000);
    expect(told).toEqual([]);
    await clock.pass(60_000);
    await expect.poll(() => told).toMatchObject([{ hash: "h2", state: "reverted" }]);
    expect(applied.at(-1)?.devices[0]?.config).toMatchObject({ unit: 1 });
    expect(onDisk().devices).toEqual(document.devices);
    expect((await setUp(folder, false)).applied[0]?.devices[0]?.config).toMatchObject({ unit: 1 });
  });

  it("that follows a bad one and touches another link waits for the sensors of both", async () => {
    const { configuration, hear, clock, told, restarted } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    restarted.links = [];
    await configuration.wish(rewired("h2", { ...moved, night: { from: "22:00", to: "06:00" } }));
    await clock.pass(61_000);
    await expect.poll(() => told).toMatchObject([{ hash: "h2", state: "reverted" }]);
  });

  it("that follows a bad one in mid-trial and works stays", async () => {
    const { configuration, hear, clock, told, onDisk } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    await configuration.wish(rewired("h2", at(8)));
    hear();
    await clock.pass(2000);
    await expect.poll(() => told).toMatchObject([{ hash: "h2", state: "applied" }]);
    expect(onDisk().devices).toEqual(at(8).devices);
  });

  it("for rules alone takes an untested one back first", async () => {
    const { configuration, hear, clock, told, onDisk, applied } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    expect(await configuration.wish(wish("h2"))).toMatchObject({ hash: "h2", state: "applied" });
    expect(onDisk().devices).toEqual(document.devices);
    expect(applied.at(-1)?.devices[0]).toMatchObject({ everyMs: 500, config: { unit: 1 } });
    await clock.pass(61_000);
    expect(told).toEqual([]);
  });

  it("that waited while the gateway was off is tried once its sensors have been heard, and is taken back", async () => {
    const { configuration, hear, clock, told, applied, onDisk, itsTurn } = await setUp();
    const answer = configuration.wish(rewired("h1"));
    await itsTurn();
    expect(applied).toHaveLength(1);
    hear();
    expect(await answer).toMatchObject({ hash: "h1", state: "trying" });
    await clock.pass(61_000);
    await expect.poll(() => told).toMatchObject([{ hash: "h1", state: "reverted" }]);
    expect(onDisk().devices).toEqual(document.devices);
  });

  it("waits no longer for the first round than a trial lasts, and then for each sensor that has not failed", async () => {
    const { configuration, clock, told, itsTurn } = await setUp();
    const answer = configuration.wish(rewired("h1"));
    await itsTurn();
    await clock.pass(60_000);
    expect(await answer).toMatchObject({ hash: "h1", state: "trying" });
    await clock.pass(61_000);
    await expect.poll(() => told).toMatchObject([{ hash: "h1", state: "reverted" }]);
  });

  it("that waits for the first round gives way to a newer one", async () => {
    const { configuration, hear, itsTurn } = await setUp();
    const older = configuration.wish(rewired("h1"));
    await itsTurn();
    expect(await configuration.wish(wish("h2"))).toMatchObject({ hash: "h2", state: "applied" });
    hear();
    expect(await older).toBeNull();
    expect(configuration.reported()).toMatchObject({ hash: "h2", state: "applied" });
  });

  it("is taken back by a restart in the middle: the power was cut", async () => {
    const { folder, configuration, hear } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    const after = await setUp(folder, false);
    expect(after.onDisk().devices).toEqual(document.devices);
    expect(after.applied[0]?.devices[0]?.config).toMatchObject({ unit: 1 });
    expect(after.configuration.reported()).toMatchObject({ hash: "h1", state: "reverted" });
  });
});

describe("a technician's change", () => {
  it("is on the disk, runs, and is told", async () => {
    const { configuration, onDisk, told, applied } = await setUp();
    await configuration.change((now) => ({
      ...now,
      devices: [...now.devices, { ...pit, id: "pit-2", settings: { unit: 2 } }],
    }));
    expect(onDisk().devices).toHaveLength(2);
    expect(applied.at(-1)?.devices.map(({ device }) => device.id)).toEqual(["pit-1", "pit-2"]);
    expect(told[0]?.settings?.devices).toHaveLength(2);
  });

  it("stands on what is proved: a wish in mid-trial is taken back for it, and that is told", async () => {
    const { folder, configuration, hear, clock, told, onDisk, applied } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    const { takenBack } = await configuration.change((now) => ({
      ...now,
      devices: [...now.devices, { ...pit, id: "pit-2", settings: { unit: 2 } }],
    }));
    const sentence = "CONFIGURATION_REVERTED: a technician changed the gateway meanwhile. ";
    expect(takenBack).toMatchObject({ hash: "h1", state: "reverted", error: expect.stringContaining(sentence) });
    expect(told).toMatchObject([{ hash: "h1", state: "reverted", settings: { devices: onDisk().devices } }]);
    const units = (loaded: Loaded | undefined) =>
      loaded?.devices.map(({ config }) => (config as { unit: number }).unit);
    expect(units(applied.at(-1))).toEqual([1, 2]);
    await clock.pass(61_000);
    expect(told).toHaveLength(1);
    expect(await configuration.wish(rewired("h1"))).toBeNull();
    const after = await setUp(folder, false);
    expect(units(after.applied[0])).toEqual([1, 2]);
    expect(after.configuration.reported()).toMatchObject({ hash: "h1", state: "reverted" });
  });

  it("that does not fit leaves a trial as it is", async () => {
    const { configuration, hear, clock, told } = await setUp();
    hear();
    await configuration.wish(rewired("h1"));
    const change = configuration.change((now) => ({ ...now, devices: [...now.devices, { ...pit, id: "pit-2" }] }));
    await expect(change).rejects.toThrow(/unit 1 on link "bus-a" is already that of/);
    hear();
    await clock.pass(2000);
    await expect.poll(() => told).toMatchObject([{ hash: "h1", state: "applied" }]);
  });

  it("that does not fit changes nothing", async () => {
    const { configuration, onDisk } = await setUp();
    const change = configuration.change((now) => ({ ...now, devices: [...now.devices, { ...pit, id: "pit-2" }] }));
    await expect(change).rejects.toThrow(/unit 1 on link "bus-a" is already that of/);
    expect(onDisk()).toEqual(document);
  });
});
