import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceId, PointId } from "./id.ts";
import type { Reading } from "./reading.ts";
import { decodeSenml, encodeSenml, readSenml } from "./senml.ts";
import { atOnce } from "./steps.ts";

const now = 1_790_000_000_000;
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/);

describe("SenML", () => {
  it("survives the round trip", () => {
    const reading: fc.Arbitrary<Reading> = fc.record({
      device: name as fc.Arbitrary<DeviceId>,
      point: name as fc.Arbitrary<PointId>,
      at: fc.integer({ min: 2 ** 28 * 1000, max: 4_000_000_000_000 }),
      // JSON has no minus zero.
      value: fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
        fc.boolean(),
        fc.string(),
      ),
      quality: fc.integer({ min: 0, max: 7 }),
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 30 }), (readings) => {
        expect(decodeSenml(encodeSenml(readings), now)).toEqual(readings);
      }),
    );
  });

  it("reads the multiple-measurement example of the standard [RFC8428 §5.1.3]", () => {
    const text = `[{"bn":"urn:dev:ow:10e2073a01080063/","bt":1.320067464e+09,"bu":"%RH","n":"humidity","v":20},
      {"u":"lon","v":24.30621,"n":"longitude"},{"u":"lat","v":60.07965,"n":"latitude"},{"t":60,"v":20.3,"n":"humidity"}]`;
    expect(decodeSenml(text, now).map(({ point, at, value, unit }) => [point, at, value, unit])).toEqual([
      ["humidity", 1_320_067_464_000, 20, "%RH"],
      ["longitude", 1_320_067_464_000, 24.30621, "lon"],
      ["latitude", 1_320_067_464_000, 60.07965, "lat"],
      ["humidity", 1_320_067_524_000, 20.3, "%RH"],
    ]);
  });

  it("reads a colon, which no id of ours has, as a dot", () => {
    const [reading] = decodeSenml('[{"bn":"urn:dev:ow:10e2073a01080063/","n":"humidity","v":20}]', now);
    expect(reading).toMatchObject({ device: "urn.dev.ow.10e2073a01080063", point: "humidity" });
  });

  it("takes small times as relative to now [RFC8428 §4.5.3]", () => {
    expect(decodeSenml('[{"n":"pit-1/level","t":-5,"v":1.2}]', now)[0]?.at).toBe(now - 5000);
    expect(decodeSenml('[{"n":"pit-1/level","v":1.2}]', now)[0]?.at).toBe(now);
  });

  it("adds a base value, and uses it where a value is absent [RFC8428 §4.2]", () => {
    const values = decodeSenml('[{"bn":"d/","bv":10,"n":"a","v":1},{"n":"b"}]', now).map(({ value }) => value);
    expect(values).toEqual([11, 10]);
  });

  it.each([
    ["no JSON", "[", /not JSON/],
    ["no list", "{}", /must be array/],
    ["a name without a point", '[{"n":"pit","v":1}]', /record 0: name "pit" is not <device>\/<point>/],
    ["a name with two slashes", '[{"n":"a/b/c","v":1}]', /record 0: name "a\.?\/b\/c" is not/],
    ["a device of 65 characters", `[{"n":"${"d".repeat(65)}/p","v":1}]`, /record 0: name "d+\/p" is not/],
    ["a name with a line feed", '[{"n":"a/b\\n","v":1}]', /record 0: name/],
    ["a sum that is not finite", '[{"n":"a/b","v":1},{"bv":1.7e308,"n":"a/b","v":1.7e308}]', /record 1: its value/],
    ["a time that is not finite", '[{"bt":1.7e308,"t":1.7e308,"n":"a/b","v":1}]', /record 0: time Infinity s/],
    ["a record of another kind", `[${'{"n":"a/b","v":1},'.repeat(700)}{"n":"a/b","v":"1"}]`, /\/700\/v must be number/],
    ["more lists than records need", `[${"[],".repeat(20_000)}[]]`, /holds more than 20000 lists and objects/],
    ["a newer version", '[{"bver":11,"n":"a/b","v":1}]', /version 11 is newer/],
    ["a field that must be understood", '[{"n":"a/b","v":1,"foo_":2}]', /field "foo_" must be understood/],
  ])("with %s is BATCH_INVALID and says what", (_, text, message) => {
    expect(() => decodeSenml(text, now)).toThrow(message);
    expect(() => decodeSenml(text, now)).toThrow(/^BATCH_INVALID/);
  });

  it.each([
    ["an absolute time each", '[{"n":"p","t":1.79e9,"v":1},{"bt":1.79e9,"n":"p","v":2}]', true],
    ["a relative time", '[{"n":"p","t":1.79e9,"v":1},{"n":"p","t":-5,"v":2}]', false],
    ["no time", '[{"n":"p","v":1}]', false],
    ["a time that no value is of", '[{"bt":1.79e9,"bu":"m"},{"n":"p","v":1}]', true],
    ["the device's own name in it", '[{"n":"cellar/p","t":1.79e9,"v":1}]', true],
  ])("with %s is a pack whose times are its own, or not", (_, text, isTimed) => {
    expect(atOnce(readSenml(text, now, "cellar" as DeviceId)).isTimed).toBe(isTimed);
  });

  it("reads the largest pack in steps, and the same as in one go", () => {
    const text = JSON.stringify(Array.from({ length: 10_000 }, (_, n) => ({ n: "d/level", v: n })));
    const steps = readSenml(text, now);
    let [count, step] = [0, steps.next()];
    for (; !step.done; count++) step = steps.next();
    expect(count).toBeGreaterThanOrEqual(20);
    expect(step.value.readings).toEqual(decodeSenml(text, now));
  });
});
