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

it.each(Object.entries(guides))("%s: each step is one short sentence or two", (_, { steps }) => {
  for (const { zh, en } of steps) {
    expect(zh.length).toBeLessThanOrEqual(40);
    expect(en.length).toBeLessThanOrEqual(110);
    expect(zh).toMatch(/。$/);
  }
});
