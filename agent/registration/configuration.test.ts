import { describe, expect, it } from "vitest";
import type { Device } from "../../core/device.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openConfiguration } from "./configuration.ts";

const title = { zh: "水位", en: "Level" };
const rule = { id: "high", point: "level", when: { above: 1 }, severity: 2, title };
const device = {
  id: "pit-1",
  model: "m",
  title,
  place: "3号楼",
  points: [{ id: "level", title, kind: "number" }],
  rules: [rule],
} as unknown as Device;

async function setUp(folder = tempFolder()) {
  const configuration = await openConfiguration(folder, [device], () => undefined);
  const applied: [number | undefined, unknown][] = [];
  configuration.follow(([first], everyMs) => applied.push([everyMs("pit-1"), first?.rules]));
  return { folder, configuration, applied };
}

const wish = (hash: string, part: object = {}) => ({ hash, devices: [{ id: "pit-1", everyMs: 500, ...part }] });

describe("a wish of the hub", () => {
  it("is applied, told, and still runs after a restart", async () => {
    const { folder, configuration, applied } = await setUp();
    const rules = [{ ...rule, when: { above: 2 } }];
    expect(await configuration.wish(wish("h1", { rules }))).toEqual({ hash: "h1", state: "applied" });
    expect(applied).toEqual([
      [undefined, [rule]],
      [500, rules],
    ]);
    const after = await setUp(folder);
    expect(after.applied).toEqual([[500, rules]]);
    expect(after.configuration.reported()).toEqual({ hash: "h1", state: "applied" });
  });

  it("of the same hash is a no-op", async () => {
    const { configuration, applied } = await setUp();
    await configuration.wish(wish("h1"));
    expect(await configuration.wish(wish("h1"))).toBeNull();
    expect(applied).toHaveLength(2);
  });

  it.each([
    ["an unknown device", { id: "pit-9" }, '/devices/0/id "pit-9" is not a device'],
    ["a rule on an unknown point", { rules: [{ ...rule, point: "depth" }] }, '/devices/0/rules/0/point "depth"'],
    ["an interval out of range", { everyMs: 1 }, "/devices/0/everyMs"],
  ])("with %s is rejected whole, naming the field, and what ran goes on", async (_, part, error) => {
    const { configuration, applied } = await setUp();
    expect(await configuration.wish(wish("h2", part))).toMatchObject({
      hash: "h2",
      state: "rejected",
      error: expect.stringContaining(error),
    });
    expect(applied).toHaveLength(1);
    expect(configuration.reported()).toBeNull();
  });
});
