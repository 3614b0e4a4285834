import { describe, expect, it } from "vitest";
import { checkRegistration } from "./registration.ts";

const level = { id: "level", title: { zh: "水位", en: "Level" }, kind: "number", unit: "m", range: [0, 5] };
const rule = {
  id: "high",
  point: "level",
  when: { above: 1.2 },
  severity: 2,
  title: { zh: "水位高", en: "High level" },
};
const device = {
  id: "pit-1",
  model: "qdy30a",
  title: { zh: "水位计", en: "Level" },
  place: "3号楼",
  points: [level],
  rules: [rule],
};
const document = { gateway: "gw-1", title: "网关", place: "门卫室", devices: [device], hash: "h" };
const withDevice = (part: object) => ({ ...document, devices: [{ ...device, ...part }] });

describe("a registration", () => {
  it("is taken as it is when sound", () => {
    expect(checkRegistration(document)).toEqual(document);
  });

  it.each([
    [
      "a rule on an unknown point",
      withDevice({ rules: [{ ...rule, point: "depth" }] }),
      '/devices/0/rules/0/point "depth" is not a point of "pit-1"',
    ],
    ["a device twice", { ...document, devices: [device, device] }, '/devices/1/id "pit-1" is used twice'],
    [
      "a point twice",
      withDevice({ points: [level, level] }),
      '/devices/0/points/1/id "level" is reserved or used twice',
    ],
    [
      "the reserved point",
      withDevice({ points: [{ ...level, id: "fault" }], rules: [] }),
      '/devices/0/points/0/id "fault" is reserved',
    ],
    ["a rule twice", withDevice({ rules: [rule, rule] }), '/devices/0/rules/1/id "high" is used twice'],
    ["no points", withDevice({ points: [] }), "/devices/0/points"],
    ["an unknown field", { ...document, extra: 1 }, "additional"],
  ])("with %s names the field", (_, broken, message) => {
    expect(() => checkRegistration(broken)).toThrow(message);
    expect(() => checkRegistration(broken)).toThrow(/^REGISTRATION_INVALID/);
  });
});
