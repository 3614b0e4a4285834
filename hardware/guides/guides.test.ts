/** The guides that the gateway's page shows: one for each kind of sensor, short enough to be read while something is wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { Measures } from "../../core/model.ts";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const Guide = Type.Object(
  {
    steps: Type.Array(Bilingual, { minItems: 2, maxItems: 5 }),
    call: Type.Optional(Type.String({ pattern: "^\\d{3,8}$" })),
  },
  strict,
);
const text = Type.String({ minLength: 1 });
const Guides = Type.Object(
  { version: text, note: text, source: text, guides: Type.Record(Type.String(), Guide) },
  strict,
);
const { guides } = check(
  Guides,
  JSON.parse(readFileSync(join(import.meta.dirname, "guides.json"), "utf8")),
  "SETTING_INVALID",
);

it("there is one for each kind of sensor and one for the gateway itself", () => {
  expect(Object.keys(guides).sort()).toEqual([...(Measures.enum as string[]), "gateway"].sort());
});

it("a door is no cover: what fits a manhole is not said of a pump room's door", () => {
  const model = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, "..", "sensors", `${name}.json`), "utf8"));
  const said = (name: string) => JSON.stringify([model(name).rules, guides[model(name).measures]]);
  expect(said("shelly-blu-door")).not.toMatch(/井盖|围挡|盖回去/);
  expect(said("shelly-blu-door")).toMatch(/门开着没关/);
  expect(said("shelly-blu-cover")).toMatch(/井盖被打开.*围挡/);
});

it.each(Object.entries(guides))("%s: each step is one short sentence or two", (_, { steps }) => {
  for (const { zh, en } of steps) {
    expect(zh.length).toBeLessThanOrEqual(40);
    expect(en.length).toBeLessThanOrEqual(110);
    expect(zh).toMatch(/。$/);
  }
});
