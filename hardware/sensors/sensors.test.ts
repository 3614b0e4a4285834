/** What holds for every sensor model: the file, its driver, its points and its rules agree. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { Model } from "../../core/model.ts";
import type { Point } from "../../core/point.ts";
import type { Condition } from "../../core/rule.ts";
import { drivers } from "../../drivers/drivers.ts";
import type { Driver } from "../../drivers/kit/driver.ts";

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));

/** What a device adds to its model's settings, by driver. */
const address = { address: "A4:C1:38:8D:18:B2" };
const ownSettings: Record<string, Record<string, unknown>> = {
  modbus: { unit: 1 },
  bthome: address,
  mibeacon: address,
  ruuvi: address,
  eddystone: address,
  mopeka: address,
  ibeacon: { uuid: "fda50693a4e24fb1afcfc6eb07647825", major: 1, minor: 1 },
  contact: { pin: "17" },
  analog: { pin: "A0" },
  pulse: { pin: "D2" },
  sl651: { station: "0011223344" },
  milesight: { devEui: "24E124713C000001" },
  gbt26875: { source: "000000000a01" },
};

/** Units a point may have, in UCUM. */
const units = ["m", "mm", "Cel", "V", "A", "mA", "W", "kW.h", "Hz", "%", "Pa", "kPa", "MPa", "1", "deg", "dB[mW]"];

function load(file: string): Model {
  return check(Model, JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")), "SETTING_INVALID");
}

function driverOf(model: Model): Driver {
  const driver = drivers.get(model.driver);
  if (driver === undefined) throw new Error(`there is no driver "${model.driver}"`);
  return driver;
}

function settingsOf(model: Model): unknown {
  return check(driverOf(model).config, { ...model.settings, ...ownSettings[model.driver] }, "SETTING_INVALID");
}

/** The thresholds of a condition, the alarming side first; empty for states. */
function thresholds(when: Condition): number[] {
  if ("above" in when) return [when.above, when.clearBelow ?? when.above];
  return "below" in when ? [when.below, when.clearAbove ?? when.below] : [];
}

function pointOf(model: Model, id: string): Point | undefined {
  return model.points.find((point) => point.id === id);
}

describe("the catalogue", () => {
  const models = files.map(load);

  it("has at least 25 models, and some for everything a residential gateway meets", () => {
    expect(models.length).toBeGreaterThanOrEqual(25);
    const kinds = new Set(models.map(({ measures }) => measures));
    for (const kind of ["level", "smoke", "cover", "door", "leak", "gas", "rain", "temperature", "power"])
      expect(kinds).toContain(kind);
  });

  it("is as large as hardware/README.md and the changelog say", () => {
    for (const path of ["hardware/README.md", "CHANGELOG.md"]) {
      const text = readFileSync(join(import.meta.dirname, "../..", path), "utf8");
      expect([path, Number(/(\d+) models (?:for|come)/.exec(text)?.[1])]).toEqual([path, files.length]);
    }
  });

  it("calls a model captured only where a capture is named", () => {
    for (const { model, evidence, sources } of models)
      if (evidence === "captured")
        expect(
          sources.some(({ source }) => /captured/.test(source)),
          model,
        ).toBe(true);
  });
});

describe.each(files)("%s", (file) => {
  const model = load(file);

  it("is named like its model", () => expect(`${model.model}.json`).toBe(file));

  it("opens a session of its driver", () => expect(driverOf(model).open(settingsOf(model))).toBeDefined());

  it("has the points its driver yields", () => {
    const yielded = driverOf(model).points(settingsOf(model));
    expect(yielded).toEqual(model.points.map(({ id, kind }) => ({ id, kind })));
  });

  it("has a UCUM unit and an ascending range for each number", () => {
    for (const { kind, unit, range } of model.points) {
      if (kind !== "number") continue;
      expect(units).toContain(unit);
      expect(range?.[0]).toBeLessThan(range?.[1] as number);
    }
  });

  it("names both states of each boolean", () => {
    for (const { kind, states } of model.points) expect(states !== undefined).toBe(kind === "boolean");
  });

  it("has rules on its own points only, each id once", () => {
    for (const rule of model.rules) expect(pointOf(model, rule.point), rule.id).toBeDefined();
    expect(new Set(model.rules.map((rule) => rule.id)).size).toBe(model.rules.length);
  });

  it("compares numbers with thresholds and states with states", () => {
    for (const { when, point } of model.rules)
      expect(pointOf(model, point)?.kind === "number").toBe(!("equals" in when));
  });

  it("has thresholds inside the range of their point", () => {
    for (const { when, point } of model.rules) {
      const [low = -Infinity, high = Infinity] = pointOf(model, point)?.range ?? [];
      for (const threshold of thresholds(when)) {
        expect(threshold).toBeGreaterThan(low);
        expect(threshold).toBeLessThan(high);
      }
    }
  });

  it("clears on the quiet side of where it raises", () => {
    for (const { when } of model.rules) {
      const [raise = 0, clear = 0] = thresholds(when);
      if ("above" in when) expect(clear).toBeLessThanOrEqual(raise);
      if ("below" in when) expect(clear).toBeGreaterThanOrEqual(raise);
    }
  });

  it("says what to do in both languages, in Chinese with full-width punctuation", () => {
    for (const { advice, title } of model.rules) {
      expect(advice?.en.length).toBeGreaterThan(0);
      expect(`${advice?.zh}${title.zh}`).not.toMatch(/[,;:!?()]/);
      expect(advice?.zh).toMatch(/。$/);
    }
  });

  it("says where its class comes from", () => {
    const facts = model.sources.map(({ fact }) => fact).join("\n");
    if (model.class !== undefined) expect(facts).toContain(`class ${model.class}`);
  });
});
