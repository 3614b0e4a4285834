/** What people are told of a model before they write for it. */
import { expect, test } from "vitest";
import { allModels } from "../../../test/kit/quiet-hub.ts";
import { alarmPointsOf, namesOf } from "./model-names.ts";

const models = allModels();
const model = (name: string) => {
  const found = models.find(name);
  if (found === null) throw new Error(name);
  return found;
};

test("the names its driver reads stand by point, with the values that may stand there", () => {
  const [smoke, , battery] = namesOf(model("nb-smoke"));
  expect(smoke).toMatchObject({ point: "smoke", names: expect.arrayContaining(["smoke_state", "alarm"]) });
  expect(smoke?.values).toEqual(["0", "1", "true", "false"]);
  expect(battery).toMatchObject({ point: "battery", values: [] });
});

test("a model that reads bytes has no names", () => {
  expect(namesOf(model("gs524n"))).toEqual([]);
});

test("the points of its gravest rules are what it alarms by", () => {
  expect(alarmPointsOf(model("nb-smoke"))).toEqual(["smoke"]);
  expect(alarmPointsOf(model("nb-smoke-wanlin-json"))).toEqual(["smoke", "heat"]);
  expect(alarmPointsOf({ rules: [] })).toEqual([]);
});

test("every model that can come by a platform and has rules alarms by a point of its own", () => {
  for (const one of models.list())
    expect(one.points.map(({ id }) => id)).toEqual(expect.arrayContaining(alarmPointsOf(one)));
});
