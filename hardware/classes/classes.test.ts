/** The class tables are whole, and what sensors are mapped to is in them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { describe, expect, it } from "vitest";
import { check } from "../../core/check.ts";
import { ClassCode } from "../../core/class-code.ts";
import { Measures, Model } from "../../core/model.ts";
import { copyOf, copyPath, rowsOf, tables } from "./copy.ts";

const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");
const Nullable = Type.Union([ClassCode, Type.Null()]);
const Mapping = Type.Object(
  {
    version: Type.String(),
    note: Type.String(),
    classes: Type.Record(
      Type.String(),
      Type.Object(
        {
          component: Nullable,
          event: Nullable,
          why: Type.String(),
          latch: Type.Optional(
            Type.Literal(true, { description: "its gravest alert sounds until it is acknowledged" }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

describe.each(Object.entries(tables))("the table of %s", (_, file) => {
  const rows = rowsOf(file);
  it("says where it comes from, and which version it is", () =>
    expect(read(file)).toMatch(/^# .+\n# source: .+\n# version: /));
  it("has a code of four digits and a name in each row, and no row twice", () => {
    for (const { code, name_zh } of rows) expect(`${code} ${name_zh}`).toMatch(/^\d{4} \S/);
    const keys = rows.map(({ code, kind = "", name_zh, level = "" }) => `${kind} ${code} ${name_zh} ${level}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("the mapping of sensors", () => {
  const { classes } = check(Mapping, JSON.parse(read("sensor-classes.json")), "SETTING_INVALID");
  it("has a row for everything a model can measure", () =>
    expect(Object.keys(classes).sort()).toEqual([...(Measures.enum as string[])].sort()));
  it("says where the siren goes on until somebody has come, and those models do", () => {
    const sensors = join(import.meta.dirname, "..", "sensors");
    const models = readdirSync(sensors)
      .filter((file) => file.endsWith(".json"))
      .map((file) => check(Model, JSON.parse(readFileSync(join(sensors, file), "utf8")), "SETTING_INVALID"));
    const latching = models.flatMap(({ model, measures, rules }) =>
      rules.map((rule) => [
        `${model} ${rule.id}`,
        rule.latch === true,
        classes[measures]?.latch === true && rule.severity === 1,
      ]),
    );
    expect(latching.filter(([, is, should]) => is !== should)).toEqual([]);
    expect(latching.filter(([, is]) => is).length).toBeGreaterThan(4);
  });
  it("names only classes that the tables have", () => {
    for (const { component, event } of Object.values(classes))
      for (const name of [component, event]) {
        if (name === null) continue;
        const [standard = "", code] = name.split(":");
        const table = tables[standard as keyof typeof tables];
        expect(
          rowsOf(table).map((row) => row.code),
          name,
        ).toContain(code);
      }
  });
});

it("has a copy in the hub that is the same; node hardware/classes/copy.ts writes it", () =>
  expect(JSON.parse(readFileSync(copyPath, "utf8"))).toEqual(copyOf()));
