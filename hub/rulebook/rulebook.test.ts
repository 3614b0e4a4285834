/** The shipped tables hold what they ask of others, wrong ones are refused by name, and each import is a version. */
import { describe, expect, test } from "vitest";
import { check } from "../../core/check.ts";
import { operatorCookie, quietHub } from "../../test/kit/quiet-hub.ts";
import { areaOf, within } from "./areas.ts";
import { importTable, readBooks } from "./books.ts";
import { classForDevice, findClass } from "./classes.ts";
import { conditionFor } from "./conditions.ts";
import { rowFor } from "./dispatch.ts";
import { type Books, kinds, type RulebookKind, rulebookKinds } from "./kinds.ts";
import { holeOf, onDuty } from "./roster.ts";

const shipped = Object.fromEntries(rulebookKinds.map((kind) => [kind, kinds[kind].standard])) as Books;
const copy = <Kind extends RulebookKind>(kind: Kind): Books[Kind] => structuredClone(shipped[kind]);
const today = Date.parse("2026-11-27T10:00:00+08:00");
const at = (text: string) => Date.parse(`${text}+08:00`);

test.each(rulebookKinds)("the shipped table of %s is right, and says where it comes from", (kind) => {
  const { schema, fault } = kinds[kind] as (typeof kinds)["units"];
  const body = check(schema, shipped[kind], "INPUT_INVALID");
  expect(fault(body, shipped)).toBeNull();
  expect((shipped[kind] as { source: string }).source.length).toBeGreaterThan(10);
});

describe("import", () => {
  const units = (at: number, more: object) => ({
    units: shipped.units.units.with(at, { ...shipped.units.units[at], ...more } as never),
  });
  const area = (more: object) => ({
    areas: shipped.areas.areas.with(0, { ...shipped.areas.areas[0], ...more } as never),
  });
  const shift = (more: object) => ({
    shifts: shipped.roster.shifts.with(0, { ...shipped.roster.shifts[0], ...more } as never),
  });
  const row = (more: object) => ({ rows: [...shipped.dispatch.rows, more] });
  const { classes } = shipped.classes;
  const wrong: [RulebookKind, object, RegExp][] = [
    ["units", units(1, { parent: "nobody" }), /^INPUT_INVALID: \/units\/1\/parent/],
    ["units", { units: [...shipped.units.units, shipped.units.units[0]] }, /is there twice/],
    ["units", units(0, { parent: "dongchang" }), /leads back/],
    ["areas", { gateways: { "gw-1": "mars" } }, /\/gateways\/gw-1 "mars"/],
    ["areas", area({ parent: "dongchang" }), /leads back/],
    ["classes", { otherwise: "local:none" }, /\/otherwise "local:none"/],
    ["classes", { classes: [...classes, classes[0]] }, /is there twice/],
    ["classes", { classes: classes.with(1, { ...classes[1], limits: [] } as never) }, /\/classes\/1\/limits/],
    ["dispatch", row({ unit: "nobody" }), /\/rows\/4\/unit "nobody"/],
    ["dispatch", row({ unit: "street", area: "mars" }), /\/rows\/4\/area "mars"/],
    ["dispatch", row({ unit: "street", class: "zz:1" }), /\/rows\/4\/class "zz:1" is no class; import/],
    ["dispatch", row({ unit: "street", class: "component:99*" }), /\/rows\/4\/class "component:99\*" is no class/],
    [
      "classes",
      { classes: classes.filter(({ code }) => code !== "local:fire") },
      /\/classes has none for sensors of "CJ\/T 214:0113", which are "local:fire"/,
    ],
    [
      "classes",
      { classes: classes.filter(({ code }) => !code.startsWith("event:05")) },
      /the table "dispatch" in force would not fit: \/rows\/2\/class "event:05\*"/,
    ],
    [
      "classes",
      { classes: classes.filter(({ code }) => !/^event:0[1346]/.test(code)) },
      /\/classes would lose \d+ of the 195 classes there are: event:0101 私搭乱建, .* and \d+ more; add them, or send it with \?replace=yes/,
    ],
    ["classes", { classes: classes.with(0, { ...classes[0], name: "��ˮ" } as never) }, /\/classes\/0\/name holds lost/],
    ["ladder", { rungs: [{ ...shipped.ladder.rungs[0], channels: ["pigeon"] }] }, /\/rungs\/0\/channels\/0 "pigeon"/],
    [
      "roster",
      { shifts: shipped.roster.shifts.toSpliced(1, 1) },
      /^ROSTER_HOLE: "street" has nobody on duty Monday 00:00 to Monday 08:00/,
    ],
    ["roster", shift({ from: "25:00" }), /\/shifts\/0\/from/],
    [
      "units",
      { units: shipped.units.units.filter(({ id }) => id !== "municipal") },
      /^INPUT_INVALID: the table "dispatch" in force would not fit: \/rows\/1\/unit "municipal"/,
    ],
    ["calendar", { years: { 2024: { holidays: [], workdays: [] } } }, /\/years\/2026 is missing/],
    ["calendar", { years: { 2027: { holidays: ["2026-10-01"], workdays: [] } } }, /must be a day of 2027/],
  ];
  test.each(wrong)("of a wrong table of %s is refused (%#) and changes nothing", async (kind, spoilt, why) => {
    const { store } = await quietHub();
    const body = { ...shipped[kind], ...spoilt };
    await expect(store.transaction((tables) => importTable(tables, { kind, body, by: "小陈" }, today))).rejects.toThrow(
      why,
    );
    expect(await store.read((tables) => readBooks(tables))).toEqual(shipped);
    expect(await store.read(({ rulebook }) => rulebook.history(kind))).toEqual([]);
  });

  test("makes a version of its own, in force from then on, the earlier ones kept", async () => {
    const { store } = await quietHub();
    const first = { ...copy("dispatch"), otherwise: "dongchang" };
    const put = (body: unknown) =>
      store.transaction((tables) => importTable(tables, { kind: "dispatch", body, by: "小陈" }, 5));
    expect((await put(first)).version).toBe(1);
    expect((await put(copy("dispatch"))).version).toBe(2);
    expect((await store.read(readBooks)).dispatch.otherwise).toBe("street");
    expect(await store.read(({ rulebook }) => rulebook.find("dispatch", 1))).toMatchObject({ body: first });
  });

  test("that is undone with its transaction is not remembered", async () => {
    const { store } = await quietHub();
    const body = { ...copy("dispatch"), otherwise: "dongchang" };
    const undone = store.transaction(async (tables) => {
      await importTable(tables, { kind: "dispatch", body, by: "小陈" }, 5);
      expect((await readBooks(tables)).dispatch.otherwise).toBe("dongchang");
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    const other = { ...copy("dispatch"), otherwise: "emergency" };
    await store.transaction((tables) => importTable(tables, { kind: "dispatch", body: other, by: "小陈" }, 6));
    expect((await store.read(readBooks)).dispatch.otherwise).toBe("emergency");
  });
});

test("a place lies in the area whose name it begins with, and in all that holds it", () => {
  const area = areaOf(shipped.areas, "gw-1", "东昌小区 3号楼 B1 水泵房");
  expect(within(shipped.areas, area).map(({ id }) => id)).toEqual(["dongchang-xiaoqu", "dongchang", "310115005"]);
  expect(areaOf(shipped.areas, "gw-1", "别处")).toBeNull();
  const given = { ...shipped.areas, gateways: { "gw-1": "dongchang" } };
  expect(areaOf(given, "gw-1", "别处")?.id).toBe("dongchang");
});

test("a device's class names the case's, its severity the limit", () => {
  const cover = classForDevice(shipped.classes, "CJ/T 214:0103");
  expect(cover).toMatchObject({ code: "component:0103", name: "雨水井盖" });
  const facts = { source: "sensor", posture: "everyday" } as const;
  expect(conditionFor(cover as never, { ...facts, severity: 1 }).limit).toEqual({ basis: "urgent_hour", amount: 2 });
  expect(conditionFor(cover as never, { ...facts, severity: 3 }).limit).toEqual({ basis: "work_hour", amount: 4 });
  expect(classForDevice(shipped.classes, "GB/T 30428.2:0506")).toMatchObject({ code: "event:0506", name: "道路积水" });
  expect(findClass(shipped.classes, "local:fire")).toMatchObject({ reviews: 2 });
});

test("of the rows that fit, a whole class goes before a group, a small area before a large one, then the severity", () => {
  const dispatch = {
    ...copy("dispatch"),
    rows: [
      { unit: "a", severities: [1 as const] },
      { unit: "b", class: "component:01*" },
      { unit: "c", class: "component:01*", area: "310115005" },
      { unit: "d", class: "component:01*", area: "dongchang" },
      { unit: "e", class: "component:0103" },
      { unit: "f", class: "component:0103", severities: [4 as const] },
    ],
  };
  const area = areaOf(shipped.areas, null, "东昌小区");
  const unit = (code: string, severity: 1 | 2 | 3 | 4, where = area) =>
    rowFor(dispatch, { class: code, severity, area: where }, shipped.areas)?.row.unit ?? null;
  expect(unit("component:0103", 1)).toBe("e");
  expect(unit("component:0103", 4)).toBe("f");
  expect(unit("component:0104", 1)).toBe("d");
  expect(unit("component:0104", 1, null)).toBe("b");
  expect(unit("local:fire", 1)).toBe("a");
  expect(unit("local:fire", 2)).toBeNull();
});

test.each([
  ["2026-11-27T08:00", "street", "白班"],
  ["2026-11-27T19:59", "street", "白班"],
  ["2026-11-27T20:00", "street", "夜班"],
  ["2026-11-29T23:00", "street", "夜班"],
  ["2026-11-30T03:00", "street", "夜班"],
  ["2026-11-27T08:29", "dongchang", null],
  ["2026-11-27T08:30", "dongchang", "日班"],
  ["2026-11-28T10:00", "dongchang", null],
  ["2026-11-27T10:00", "municipal", null],
])("at %s the shift of %s is %s", (when, unit, shift) => {
  expect(onDuty(shipped.roster, unit, at(when))?.shift ?? null).toBe(shift);
});

test("a hole of the roster is named by its hours", () => {
  expect(holeOf(shipped.roster, "street")).toBeNull();
  expect(holeOf(shipped.roster, "dongchang")).toBe("Monday 00:00 to Monday 08:30");
  const late = copy("roster");
  late.shifts[1] = { ...late.shifts[1], days: [1, 2, 3, 4, 5, 6] } as never;
  expect(holeOf(late, "street")).toBe("Monday 00:00 to Monday 08:00");
});

describe("over the API", () => {
  test("a table is read, imported with its history, and refused with the field's name", async () => {
    const hub = await quietHub();
    const { app } = hub;
    const cookie = await operatorCookie(hub);
    const ask = async (method: "GET" | "PUT", url: string, payload?: unknown) => {
      const answer = await app.inject({
        method,
        url,
        headers: { cookie },
        ...(payload === undefined ? {} : { payload: payload as object }),
      });
      return { status: answer.statusCode, body: answer.json() };
    };
    expect((await ask("GET", "/api/rulebook")).body.map(({ kind, version }: never) => [kind, version])).toContainEqual([
      "classes",
      0,
    ]);
    expect((await ask("GET", "/api/rulebook/classes")).body.body.classes.length).toBeGreaterThan(190);
    const put = await ask("PUT", "/api/rulebook/dispatch", { ...shipped.dispatch, source: "街道 2026 年派遣规则" });
    expect(put).toMatchObject({ status: 200, body: { version: 1, by: "operator", source: "街道 2026 年派遣规则" } });
    expect((await ask("GET", "/api/rulebook/dispatch/history")).body).toHaveLength(1);
    expect(await ask("PUT", "/api/rulebook/roster", { ...shipped.roster, shifts: [] })).toMatchObject({
      ...{ status: 422, body: { code: "ROSTER_HOLE" } },
    });
    expect(await ask("PUT", "/api/rulebook/units", [])).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
    expect((await ask("GET", "/api/rulebook/weather")).status).toBe(400);
    expect((await ask("GET", "/api/rulebook/units?version=7")).status).toBe(404);
  });
});

describe("two people at one table", () => {
  test("who saves on top of an older version is refused, and nothing of the first is lost", async () => {
    const hub = await quietHub();
    const cookie = await operatorCookie(hub);
    const url = "/api/rulebook/units";
    const look = async () => String((await hub.app.inject({ url, headers: { cookie } })).headers.etag);
    const put = async (seen: string, source: string) => {
      const payload = { ...copy("units"), source };
      return hub.app.inject({ method: "PUT", url, headers: { cookie, "if-match": seen }, payload });
    };
    const seen = await look();
    expect((await put(seen, "the first")).statusCode).toBe(200);
    const second = await put(seen, "the second");
    expect([second.statusCode, second.json().code]).toEqual([412, "STALE"]);
    expect((await put(await look(), "the second, having looked")).json().version).toBe(2);
  });
});

describe("trying the dispatch table", () => {
  const ask = async (payload: object) => {
    const hub = await quietHub();
    const headers = { cookie: await operatorCookie(hub) };
    return hub.app.inject({ method: "POST", url: "/api/rulebook/dispatch/try", headers, payload });
  };

  test("says which row takes the case, of the table in force and of a draft", async () => {
    const fire = { class: "local:fire", severity: 1 };
    expect((await ask(fire)).json()).toMatchObject({
      row: 1,
      unit: "emergency",
      why: { zh: expect.stringContaining("第 1 行") },
    });
    const draft = { ...copy("dispatch"), rows: [] };
    const answer = (await ask({ ...fire, area: "dongchang-xiaoqu", table: draft })).json();
    expect(answer).toMatchObject({ unit: "dongchang", why: { zh: expect.stringContaining("东昌小区") } });
    expect(answer).not.toHaveProperty("row");
  });

  test("refuses a draft that names nobody, with the field", async () => {
    const draft = { ...copy("dispatch"), rows: [{ unit: "mars" }] };
    const answer = await ask({ class: "local:fire", severity: 1, table: draft });
    expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringMatching(/^\/rows\/0\/unit "mars"/)]);
  });
});

describe("books", () => {
  const renamed = (name: string) => {
    const units = copy("units");
    return { ...units, units: units.units.map((unit, i) => (i === 0 ? { ...unit, name } : unit)) };
  };
  const nameIn = ({ units }: Books) => units.units[0]?.name;

  test("are the same as long as nothing is imported, and others in the transaction that imports", async () => {
    const { store } = await quietHub();
    const before = await store.transaction(readBooks);
    expect(await store.read(readBooks)).toBe(before);
    const seen = await store.transaction(async (tables) => {
      const first = await readBooks(tables);
      await importTable(tables, { kind: "units", body: renamed("新名"), by: "administrator" }, 1);
      return [first, await readBooks(tables)].map(nameIn);
    });
    expect(seen).toEqual([nameIn(before), "新名"]);
    expect(nameIn(await store.read(readBooks))).toBe("新名");
  });

  test("of an import that was undone are forgotten, whatever is imported in its place", async () => {
    const { store } = await quietHub();
    const before = await store.transaction(async (tables) => {
      const undone = tables.attempt(async () => {
        await importTable(tables, { kind: "units", body: renamed("撤销"), by: "administrator" }, 1);
        expect(nameIn(await readBooks(tables))).toBe("撤销");
        throw new Error("undone");
      });
      await expect(undone).rejects.toThrow("undone");
      return nameIn(await readBooks(tables));
    });
    expect(before).toBe(nameIn(shipped));
    await store.transaction((tables) =>
      importTable(tables, { kind: "units", body: renamed("生效"), by: "administrator" }, 2),
    );
    expect(nameIn(await store.read(readBooks))).toBe("生效");
    expect(nameIn(await store.transaction(readBooks))).toBe("生效");
  });
});
