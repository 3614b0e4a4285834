/** The shipped classes are what the table they name gives; a wrong line is refused by its number. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operatorCookie, quietHub } from "../../test/kit/quiet-hub.ts";
import { findClass } from "./classes.ts";
import { classesFromTable } from "./classes-from-table.ts";
import { type Books, kinds } from "./kinds.ts";

const table = readFileSync(join(import.meta.dirname, "case-standards.tsv"), "utf8");
const shipped = kinds.classes.standard as Books["classes"];

test("the shipped classes are those of the table, with this street's own before them", () => {
  expect(classesFromTable(table, shipped.source, shipped)).toEqual(shipped);
  expect(shipped.classes).toHaveLength(195);
});

test("without any class before it, events know their devices and everything has one review", () => {
  const bare = classesFromTable(table, "x", { ...shipped, classes: [] });
  expect(findClass(bare, "event:0506")).toMatchObject({ devices: ["GB/T 30428.2:0506"], reviews: 1 });
  expect(findClass(bare, "component:0103")?.limits[0]).toMatchObject({
    limit: { basis: "urgent_hour", amount: 2 },
    severities: [1, 2],
  });
  expect(findClass(bare, "component:0397")?.name).toBe("烟头收集器或灭烟处");
});

const [head = ""] = table.split("\n").filter((line) => !line.startsWith("#"));
test.each([
  ["", /first line must name the columns/],
  ["code\tname", /first line must name the columns/],
  [`${head}\ncomponent\t01\tx\t01\ty\ta\tb\t2天\twork_week\t2`, /line 2: "2 work_week" is no time limit/],
  [`${head}\ncomponent\t01\tx\t01\ty\ta\tb\t2天\twork_day\tzwei`, /line 2: "zwei work_day" is no time limit/],
  [`${head}\nthing\t01\tx\t01\ty\ta\tb\t2天\twork_day\t2`, /line 2: kind must be component or event/],
  [`${head}\nevent\t1\tx\t01\ty\ta\tb\t2天\twork_day\t2`, /line 2: major must be two digits/],
  [`${head}\nevent\t01\tx\t01\ty\ta\tb\t2天\twork_day\t2\tmore`, /line 2 has 11 cells/],
  [`${head}\tcolour`, /the first line has "colour"; after limit_value come condition_id/],
  [`${head}\tseverities\tseverities`, /the first line has "severities"; .* each once/],
])("a wrong table is refused by its line (%#)", (text, why) => {
  expect(() => classesFromTable(text, "x", shipped)).toThrow(why);
});

test("further columns name conditions, and say when each holds by itself", () => {
  const rows = [
    `${head}\tcondition_id\tcondition_zh\tcondition_en\tseverities\tpostures\tsources`,
    "event\t05\tx\t06\t道路积水\t积水过膝\t排除\t2\turgent_hour\t2\tdeep\t深积水\tDeep water\t1,2\t\t",
    "event\t05\tx\t06\t道路积水\t汛期\t排除\t4\turgent_hour\t4\tflood\t汛期积水\t\t2,3\ttyphoon-orange,typhoon-red\t",
    "event\t05\tx\t06\t道路积水\t来电\t排除\t1\twork_day\t1\t\t\t\t\t\thotline",
  ];
  const found = findClass(classesFromTable(rows.join("\n"), "x", shipped), "event:0506");
  expect(found?.limits).toEqual([
    {
      ...{
        id: "deep",
        name: { zh: "深积水", en: "Deep water" },
        condition: "积水过膝",
        done: "排除",
        severities: [1, 2],
      },
      limit: { basis: "urgent_hour", amount: 2 },
    },
    {
      ...{ id: "flood", name: { zh: "汛期积水", en: "汛期积水" }, condition: "汛期", done: "排除", severities: [2, 3] },
      ...{ postures: ["typhoon-orange", "typhoon-red"], limit: { basis: "urgent_hour", amount: 4 } },
    },
    {
      ...{ condition: "来电", done: "排除", severities: [], sources: ["hotline"] },
      limit: { basis: "work_day", amount: 1 },
    },
  ]);
});

test("over the API the same table is imported as text, as a version of its own", async () => {
  const hub = await quietHub();
  const headers = { cookie: await operatorCookie(hub), "content-type": "text/tab-separated-values" };
  const put = (payload: string) =>
    hub.app.inject({ method: "PUT", url: "/api/rulebook/classes?source=某区立案结案规范%202026", headers, payload });
  const answer = await put(table.replace("2紧急工作时\turgent_hour\t2", "3紧急工作时\turgent_hour\t3"));
  expect(answer.json()).toMatchObject({ version: 1, source: "某区立案结案规范 2026", by: "operator" });
  expect(answer.json().body.classes).toHaveLength(195);
  expect((await put("nonsense")).statusCode).toBe(400);
  expect(
    (await hub.app.inject({ method: "PUT", url: "/api/rulebook/units", headers, payload: table })).statusCode,
  ).toBe(400);
});
