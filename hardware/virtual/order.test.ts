/** Orders: every trouble can be typed and sent, does what it says, and a wrong one says what is possible. */
import { describe, expect, it } from "vitest";
import { expectation } from "./expect.ts";
import { carryOut, orderOf, readOrder } from "./order.ts";
import { everyday } from "./physics/world.ts";
import type { Scene } from "./scene.ts";
import { readRules } from "./sensor-model.ts";
import { troubles } from "./troubles.ts";

const calm: Scene = { world: everyday(1), wire: {} };
const rules = readRules();

/** Carries typed orders out, one after the other. */
function sceneAfter(...orders: string[]): Scene {
  return orders.reduce((scene, words) => carryOut(orderOf(words.split(" ")), scene).scene, calm);
}

function told(words: string, before = calm): string {
  const outcome = carryOut(orderOf(words.split(" ")), before);
  return `${outcome.now} ${expectation(before, outcome, rules, 1)}`;
}

const lids = ({ world }: Scene) => world.covers.map(({ lid }) => lid);
const toasts = ({ world }: Scene) => world.rooms.map(({ toastMs }) => toastMs > 0);

describe("an order", () => {
  it("lifts the cover it names, or the first that is closed", () => {
    expect(lids(sceneAfter("cover lift 2"))).toEqual(["closed", "lifted", "closed"]);
    expect(lids(sceneAfter("cover lift", "cover lift"))).toEqual(["lifted", "lifted", "closed"]);
    expect(told("cover lift", sceneAfter("cover lift", "cover lift", "cover lift"))).toContain("lifted already");
  });

  it("closes the cover it names, or all", () => {
    expect(lids(sceneAfter("cover lift 1", "cover lift 2", "cover close 2"))).toEqual(["lifted", "closed", "closed"]);
    expect(lids(sceneAfter("cover lift 1", "cover lift 2", "cover close"))).toEqual(["closed", "closed", "closed"]);
  });

  it("makes it rain as hard as it says, or as in a cloudburst", () => {
    expect(sceneAfter("rain start 35").world.sky.wantedMmPerH).toBe(35);
    expect(sceneAfter("rain start").world.sky.wantedMmPerH).toBe(100);
    expect(sceneAfter("rain start", "rain stop").world.sky.wantedMmPerH).toBe(0);
  });

  it.each(["smoke 3", "smoke 502", "smoke smoke-502", "smoke start 3"])("burns toast in room 502: %s", (words) => {
    expect(toasts(sceneAfter(words))).toEqual([false, false, true]);
    expect(toasts(sceneAfter(words, "smoke stop"))).toEqual([false, false, false]);
  });

  it("stops the pump, and lets it follow its floats again", () => {
    expect(sceneAfter("pump stop").world.pit.pump).toBe("stopped");
    expect(sceneAfter("pump stop", "pump start").world.pit.pump).toBe("resting");
  });

  it("empties one battery", () => {
    expect(sceneAfter("battery sag").world.covers[0]?.battery.chargePart).toBeLessThan(0.1);
    expect(sceneAfter("battery sag smoke-402").world.rooms[1]?.battery.chargePart).toBeLessThan(0.1);
    expect(sceneAfter("battery sag 12").world.covers[1]?.battery.chargePart).toBeLessThan(0.1);
  });

  it("troubles the wire of a unit, by number or by name, one trouble beside the other", () => {
    expect(sceneAfter("silence 21").wire).toEqual({ "smoke-301": { speech: "silent", damaged: 0, lateMs: 0 } });
    expect(sceneAfter("damage pit-1 3", "late 1 400").wire).toEqual({
      "pit-1": { speech: "talking", damaged: 3, lateMs: 400 },
    });
  });

  it("pulls a plug", () => {
    const effects = (words: string) => carryOut(orderOf(words.split(" ")), calm).effects;
    expect(effects("unplug bus-b")).toEqual([{ kind: "unplug", bus: "bus-b", ms: 20_000 }]);
    expect(effects("unplug a 5")).toEqual([{ kind: "unplug", bus: "bus-a", ms: 5000 }]);
    expect(effects("heal")).toEqual([{ kind: "plug" }]);
  });

  it("heals everything that any order did", () => {
    const hurt = sceneAfter(
      "cover lift",
      "rain start",
      "smoke 1",
      "pump stop",
      "battery sag",
      "silence 1",
      "late 2 50",
    );
    const { world, wire } = carryOut(orderOf(["heal"]), hurt).scene;
    expect(wire).toEqual({});
    expect(world.sky.wantedMmPerH).toBe(0);
    expect(world.pit.pump).toBe("resting");
    expect(world.covers.every(({ lid, battery }) => lid === "closed" && battery.chargePart === 1)).toBe(true);
    expect(world.rooms.every(({ toastMs }) => toastMs === 0)).toBe(true);
  });

  it.each(troubles.map(({ usage, what, verb }) => [usage, what, verb]))(
    "is possible as it is written: %s",
    (usage, what, verb) => {
      const samples: Record<string, string> = { unit: "1", ms: "300", "bus-a|bus-b": "bus-a", "1|2|3": "2" };
      const words = (usage ?? "")
        .replace(/\[.*?\]/g, "")
        .replace(/<(.*?)>/g, (_, name) => samples[name] ?? name)
        .trim()
        .split(/ +/);
      expect(orderOf(words)).toMatchObject(verb === undefined ? { what } : { what, verb });
      expect(carryOut(orderOf(words), calm).now).toMatch(/^.+\.$/);
    },
  );
});

describe("a wrong order", () => {
  it.each(["dance", "cover", "cover jump", "rain 30", "constructor", "cover __proto__"])(
    "says what is possible: %s",
    (words) => {
      expect(() => orderOf(words.split(" "))).toThrow(/there is no trouble .*possible are: cover lift .*, heal/);
    },
  );

  it.each([
    ["cover lift 7", '"7" is not there for "cover lift [1|2|3]"; there are 1, 2, 3'],
    ["unplug bus-z", "there are bus-a, bus-b"],
    ["silence 99", "there are 1, 2, 3, 11, 12, 13, 21, 22, 23"],
    ["smoke", "needs to know which"],
    ["late 1", "needs a number of ms"],
    ["late 1 -5", "-5 ms is not within 0 to 60000"],
    ["rain start 5000", "5000 mm/h is not within 1 to 300"],
  ])("names what is wrong: %s", (words, detail) => {
    expect(() => carryOut(orderOf(words.split(" ")), calm)).toThrow(detail);
  });

  it.each(["heal x", "late 1 2 3"])("has no word too many: %s", (words) => {
    expect(() => orderOf(words.split(" "))).toThrow("one word too many");
  });

  it.each([
    [{}],
    [{ what: 3 }],
    [{ what: "heal", colour: "red" }],
    ["heal"],
    [null],
    [{ what: "late", which: 1, amount: "x" }],
  ])("is refused as JSON: %j", (document) =>
    expect(() => readOrder(document)).toThrow(/INPUT_INVALID: .*possible are/),
  );
});

describe("what an order tells", () => {
  it.each([
    [
      "cover lift 2",
      /^Cover 2 is lifted\. In about \d s the console shows an alert and a ticket: "The cover is open" \(cover-2\)\.$/,
    ],
    [
      "rain start",
      /^It rains, 100 mm\/h\. In about \d+ s the console .*\(pit-1\); in about \d (s|min): "Water on the road" \(lane-1\)\.$/,
    ],
    ["rain start 10", /No alert is expected within 30 min\.$/],
    ["smoke 3", /^Toast burns in room 502\. In about [1-9] s .*"Smoke alarm" \(smoke-502\)\.$/],
    ["battery sag", /In about 10 min .*"The battery is low" \(cover-1\)\.$/],
    ["cover close", /^Cover 1, Cover 2, and Cover 3 are in place\. Nothing of it was in alarm\.$/],
  ])("is plain: %s", (words, text) => expect(told(words)).toMatch(text));

  it("says when an alert clears again", () => {
    expect(told("cover close", sceneAfter("cover lift 1"))).toMatch(/In about 6\d s its alerts are clear again/);
  });

  it("is sooner in a faster world, where rules still hold by the clock", () => {
    const outcome = carryOut(orderOf(["pump", "stop"]), calm);
    expect(expectation(calm, outcome, rules, 1)).toContain("In about 17 min");
    expect(expectation(calm, outcome, rules, 10)).toContain("In about 118 s");
  });
});
