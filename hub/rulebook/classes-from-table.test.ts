/** The shipped classes are what the table they name gives; a wrong line is refused by its number. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { operatorCookie, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { devices, registrationOf } from "../../test/kit/samples.ts";
import { openTicket } from "../tickets/open.ts";
import { importTable } from "./books.ts";
import { findClass } from "./classes.ts";
import { classesFromTable } from "./classes-from-table.ts";
import { type Books, kinds } from "./kinds.ts";

const gateway = "gw-1" as GatewayId;
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

/** The two bytes that Chinese Windows writes for each character. */
const gbk = new Map<string, number[]>();
for (let high = 0x81; high <= 0xfe; high += 1)
  for (let low = 0x40; low <= 0xfe; low += 1) {
    const character = new TextDecoder("gb18030").decode(Uint8Array.of(high, low));
    if (character.length === 1 && !gbk.has(character)) gbk.set(character, [high, low]);
  }
const inGbk = (text: string) =>
  Buffer.from([...text].flatMap((one) => (one < "\x80" ? [one.charCodeAt(0)] : (gbk.get(one) ?? [0x3f]))));

describe("as a file of Chinese Windows", () => {
  const put = async (payload: Buffer, query = "") => {
    const hub = await quietHub();
    const headers = { cookie: await operatorCookie(hub), "content-type": "text/tab-separated-values" };
    const url = `/api/rulebook/classes?source=x${query}`;
    return (await hub.app.inject({ method: "PUT", url, headers, payload })).json();
  };
  const names = (body: { classes: { name: string }[] }) => body.classes.map(({ name }) => name);

  test.each([
    ["GB18030", inGbk(table)],
    ["UTF-8", Buffer.from(table)],
    ["Excel's Unicode text", Buffer.from(`\uFEFF${table}`, "utf16le")],
  ])("it is read as it was written: %s", async (_, payload) => {
    const { body, counts } = await put(payload);
    expect(names(body)).toEqual(names(shipped));
    expect(counts).toMatchObject({ added: 0, removed: 0 });
  });

  test("it is refused when no encoding gives whole characters", async () => {
    const answer = await put(Buffer.concat([Buffer.from(table), Buffer.from([0xff, 0xff, 0xff, 0x0a])]));
    expect(answer).toMatchObject({ code: "INPUT_INVALID", detail: expect.stringMatching(/neither UTF-8 nor GB18030/) });
  });

  test("a table that was cut short takes no class away unless that is meant", async () => {
    const half = table
      .split("\n")
      .filter((line) => !/^event\t0[1346]/.test(line))
      .join("\n");
    const lost = shipped.classes.filter(({ code }) => /^event:0[1346]/.test(code)).length;
    expect(await put(Buffer.from(half))).toMatchObject({ code: "INPUT_INVALID" });
    const taken = await put(Buffer.from(half), "&replace=yes");
    expect(taken).toMatchObject({ version: 1, counts: { added: 0, changed: 0, removed: lost } });
  });
});

test("a class of an open case, or of a sensor that is there, goes only when that is meant", async () => {
  const hub = await quietHub();
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(
    topics.devices(gateway),
    registrationOf(gateway, { devices: devices.map((one) => ({ ...one, class: "GB/T 30428.2:0201" })) }),
  );
  const put = (code: string, replace?: "yes") => {
    const body = { ...shipped, classes: shipped.classes.filter((one) => one.code !== code) };
    return hub.store.transaction((tables) =>
      importTable(tables, { kind: "classes", body, by: "小陈", replace }, hub.clock.now),
    );
  };
  const report = { id: "hot-1", event: "event-9", source: "hotline", title: { zh: "井", en: "cover" }, place: "南门" };
  await hub.act((tables, changes) =>
    openTicket(
      tables,
      { ...report, severity: 3, class: "event:0202", openedAt: hub.clock.now, by: "小陈" } as never,
      changes,
      hub.clock.now,
    ),
  );
  await expect(put("event:0201")).rejects.toThrow(/would lose 1 that are in use .*: event:0201 非法小广告; add/);
  await expect(put("event:0202")).rejects.toThrow(/would lose 1 that are in use .*: event:0202/);
  expect(await put("event:0203")).toMatchObject({ counts: { removed: 1 } });
  expect(await put("event:0201", "yes")).toMatchObject({ version: 2 });
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

test("what the text would make of the classes is read without a version of it", async () => {
  const hub = await quietHub();
  const headers = { cookie: await operatorCookie(hub), "content-type": "text/tab-separated-values" };
  const read = (payload: Buffer) =>
    hub.app.inject({ method: "POST", url: "/api/rulebook/classes/read?source=某区", headers, payload });
  const { body } = (await read(inGbk(table))).json();
  expect(body).toMatchObject({ source: "某区" });
  expect(body.classes).toHaveLength(195);
  expect((await read(Buffer.from("nonsense"))).json()).toMatchObject({ code: "INPUT_INVALID" });
  const { version } = (await hub.app.inject({ url: "/api/rulebook/classes", headers })).json();
  expect(version).toBe(0);
});
