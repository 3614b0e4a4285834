/** The gateway's own rules: data with words in both languages, one for each link, and none that a device has already. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import type { RuleId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { checkDevice } from "../../core/registration.ts";
import { devices } from "../../test/kit/samples.ts";
import { root } from "../../test/rig/paths.ts";
import { selfDevice } from "../registration/self-device.ts";
import { OwnRules, withLinks, withSilence } from "./own-rules.ts";

const rules = check(
  OwnRules,
  JSON.parse(readFileSync(join(root, "hardware/gateway/rules.json"), "utf8")),
  "SETTING_INVALID",
);
const [device] = devices;
if (device === undefined) throw new Error("no sample");

describe("the gateway's own rules", () => {
  it("give each link two rules of its own name, and the hub takes the device", () => {
    const self = withLinks(selfDevice({ title: "东昌小区网关", place: "门卫室" }), ["bus-a", "air"], rules);
    expect(self.rules.map(({ id, when }) => [id, when])).toEqual([
      ["link-bus-a-down", { equals: "down" }],
      ["link-bus-a-silent", { equals: "silent" }],
      ["link-air-down", { equals: "down" }],
      ["link-air-silent", { equals: "silent" }],
    ]);
    expect(JSON.stringify(self)).not.toContain("{link}");
    expect(() => checkDevice(self, "")).not.toThrow();
  });

  it("watch each device's silence, unless it has a rule of its own for that", () => {
    expect(withSilence(device, rules).rules.at(-1)).toMatchObject({ id: "silent", point: faultPoint });
    const [first] = device.rules;
    if (first === undefined) throw new Error("no rule");
    const own = { ...device, rules: [{ ...first, id: "dead" as RuleId, point: faultPoint }] };
    expect(withSilence(own, rules)).toBe(own);
  });
});
