/** Coverage over the API: a list tried and taken, devices matched, what people say, gaps as tasks, sums that add up. */
import { createHash } from "node:crypto";
import { readSheet } from "read-excel-file/node";
import type Type from "typebox";
import { expect, test } from "vitest";
import type { Device } from "../../core/device.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { devices, event, level, pit, registrationOf } from "../../test/kit/samples.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { speak } from "../../test/kit/speak.ts";
import { until } from "../../test/kit/until.ts";
import { applyAlertEvent } from "../alerts/apply.ts";
import { hubRuleIds } from "../alerts/rules/hub-rules.ts";
import type { ComponentStory, ComponentView, CoverageView } from "../http/component-views.ts";
import type { Coverage } from "../http/coverage-views.ts";
import type { MapView } from "../http/overview-views.ts";
import type { ImportView } from "../http/registry-views.ts";
import { cookieName } from "../http/session-cookie.ts";
import type { DeviceView } from "../http/views.ts";
import { componentClasses } from "../registry/component-classes.ts";
import shipped from "../rulebook/defaults/roles.json" with { type: "json" };
import { gapTask } from "./gaps.ts";

const gw = "gw-1" as GatewayId;
const pitClass = "CJ/T 214:0113";
const coverClass = "CJ/T 214:0103";
const header = "部件编码,部件类别,名称,片区,位置,楼栋,坐标系,经度/X,纬度/Y";
const csvOf = (...rows: string[]) => Buffer.from([header, ...rows].join("\r\n"));
const pitRow = `3101150113000001,${pitClass},集水坑水位,,东昌小区 3幢 B1水泵房,,,,`;
const coverRow = `3101150103000001,${coverClass},雨水井盖,东昌小区,东昌小区 大门口,,WGS-84,121.5143,31.2335`;
const farRow = `FAR-1,${coverClass},雨水井盖,东昌居委,东昌居委 弄口,,,,`;
const streetRow = `FAR-2,${coverClass},雨水井盖,,某路 1 号,,上海地方坐标,2841.5,-512.5`;

const [pitDevice, coverDevice] = devices as [Device, Device];
const named: Device[] = [
  { ...pitDevice, class: pitClass },
  { ...coverDevice, class: coverClass },
];

async function street() {
  const hub = await quietHub();
  await hub.take(topics.status(gw), statusOf());
  await hub.take(topics.devices(gw), registrationOf(gw, { devices: named }));
  await speak(
    hub.store,
    gw,
    named.map(({ id }) => id),
    hub.clock.now,
  );
  const ask = await signedIn(hub);
  const of = (name: string) => ({ [cookieName]: `session of ${name}` });
  const get = async <Body>(url: string, name = "operator") =>
    (await hub.app.inject({ url, cookies: of(name) })).json() as Body;
  const file = async (url: string) => (await hub.app.inject({ url, cookies: of("operator") })).rawPayload;
  const rested = async (id: string, name = "operator") => {
    let view: ImportView | undefined;
    await until("the list rests", async () => {
      view = await get<ImportView>(`/api/coverage/imports/${id}`, name);
      return view.state !== "reading" && view.state !== "taking";
    });
    return view as ImportView;
  };
  const tried = async (payload: Buffer, name = "operator") => {
    const headers = { "content-type": "application/octet-stream" };
    const answer = await hub.app.inject({
      ...{ method: "POST", url: "/api/coverage/imports?name=list.csv", cookies: of(name), headers, payload },
    });
    return rested((answer.json() as ImportView).id, name);
  };
  const take = async (id: string, wish: object) => {
    const { status, body } = await ask("POST", `/api/coverage/imports/${id}/take`, wish);
    const view = status === 200 ? await rested(id) : null;
    await hub.coverage.settled();
    return { status, body, view };
  };
  const taken = async (...rows: string[]) => take((await tried(csvOf(...rows))).id, { which: "all", missing: "end" });
  const settle = async () => {
    hub.coverage.wake();
    await hub.coverage.settled();
  };
  const say = async (id: string, verb: "match" | "part", device: string) => {
    const answer = await ask("POST", `/api/coverage/components/${id}/${verb}`, { gateway: gw, device });
    await hub.coverage.settled();
    return answer as { status: number; body: Type.Static<typeof ComponentStory> };
  };
  const table = () => get<CoverageView>("/api/coverage");
  const rows = (query = "") => get<ComponentView[]>(`/api/coverage/components?${query}`);
  const gaps = () => hub.read(({ tasks }) => tasks.openOf(gapTask));
  return { hub, ask, get, file, tried, take, taken, settle, say, table, rows, gaps };
}

/** Somebody who may do everything, in one compound. */
async function keeper(hub: QuietHub) {
  const body = shipped;
  const role = { ...body.roles[0], id: "area-keeper", sees: "areas" };
  const roles = { ...body, roles: [...body.roles, role] };
  await hub.read(({ rulebook }) => rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body: roles }));
  const tokenHash = createHash("sha256").update("session of keeper").digest("hex");
  await hub.read(async ({ accounts, sessions }) => {
    await accounts.put({ name: "keeper", role: "area-keeper", areas: ["dongchang-xiaoqu"], passwordHash: "" });
    await sessions.put({ tokenHash, account: "keeper", expiresAt: hub.clock.now + 3_600_000 });
  });
  return async (method: "GET" | "POST", url: string, payload?: object) => {
    const cookies = { [cookieName]: "session of keeper" };
    const answer = await hub.app.inject({ method, url, cookies, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
}

test("a list is tried, taken, matched and counted; what is not connected is a task that ends by itself", async () => {
  const { hub, taken, table, rows, gaps, settle } = await street();
  expect(await table()).toMatchObject({ known: 0, beyond: 0, areas: [] });
  expect((await taken(pitRow, coverRow)).view).toMatchObject({ state: "done", counts: { new: 2, wrong: 0 } });
  expect(await rows("state=connected")).toMatchObject([
    { id: "3101150113000001", match: { device: "pit-1", by: "hub", reason: { rule: "place", building: "3" } } },
  ]);
  expect(await table()).toMatchObject({ known: 2, connected: 1, healthy: 0, beyond: 1, list: { by: "operator" } });
  expect((await gaps()).map(({ subject, for: who }) => [subject, who])).toEqual([
    [`dongchang-xiaoqu/${coverClass}`, "technician"],
  ]);
  const at = { lon: 121.5143, lat: 31.23355, system: "WGS84" as const, source: "people" as const };
  await hub.act(async ({ registry }) => {
    const entry = await registry.find({ gateway: gw, device: "cover-3" as DeviceId });
    if (entry !== null) await registry.put({ ...entry, facts: { location: at } });
  });
  await settle();
  expect(await rows("state=gap")).toEqual([]);
  expect((await rows("q=大门口"))[0]?.match).toMatchObject({
    device: "cover-3",
    reason: { rule: "distance", metres: 5.6 },
  });
  expect(await gaps()).toEqual([]);
  expect(await table()).toMatchObject({ known: 2, connected: 2, beyond: 0 });
});

test("known, connected, healthy and shared follow the registry", async () => {
  const { hub, taken, table, settle } = await street();
  await taken(pitRow);
  await hub.act(({ devices: all }) => all.putHealth(gw, "pit-1" as DeviceId, { code: "", since: 1, at: 1 }));
  expect(await table()).toMatchObject({ connected: 1, healthy: 1, shared: 0 });
  await hub.act(async ({ inventory }) => {
    const row = await inventory.find(gw, "pit-1" as DeviceId);
    if (row !== null) await inventory.mark(row, { state: "shared", sharedHash: row.hash, why: null });
  });
  expect(await table()).toMatchObject({ connected: 1, healthy: 1, shared: 1 });
  const late = event("raised", hub.clock.now, { device: pit, rule: hubRuleIds.sensorStale, point: level });
  await hub.act((tables, changes) => applyAlertEvent(tables, gw, late, changes, hub.clock.now));
  expect(await table()).toMatchObject({ connected: 1, healthy: 0, shared: 1 });
  const heard = { ...late, kind: "cleared" as const, at: hub.clock.now + 1 };
  await hub.act((tables, changes) => applyAlertEvent(tables, gw, heard, changes, hub.clock.now));
  expect(await table()).toMatchObject({ healthy: 1 });
  await hub.take(topics.status(gw), statusOf({ state: "offline" }));
  expect(await table()).toMatchObject({ connected: 1, healthy: 0, shared: 1 });
  await hub.act(async ({ registry }) => {
    const entry = await registry.find({ gateway: gw, device: "pit-1" as DeviceId });
    if (entry !== null) await registry.put({ ...entry, life: "retired" });
  });
  await settle();
  expect(await table()).toMatchObject({ known: 1, connected: 0, healthy: 0, shared: 0 });
});

test("each wrong cell is named with its row and what to do; a list with errors ends nothing", async () => {
  const { tried, take, taken, table, file, rows } = await street();
  await taken(pitRow, coverRow);
  const trial = await tried(
    csvOf(
      pitRow,
      `3.10115E+15,${coverClass},井盖,,某处,,,,`,
      `3101150103000009,${pitClass},水位,没有的小区,某处,,,,`,
      `OK-1,${coverClass},井盖,,,,WGS-84,31.23,121.51`,
      `OK-2,0103,井盖,,某处,,百度,121.5,31.2`,
      `OK-3,${coverClass},井盖,,某处,,,121.5,31.2`,
      `3101150113000001,${pitClass},水位,,某处,,,,`,
      `OK-4,${coverClass},井盖,,,,,,`,
    ),
  );
  expect(trial.counts).toEqual({ new: 0, changed: 0, same: 1, wrong: 7 });
  expect(trial.errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
    ...["3 部件编码", "4 部件类别", "4 片区", "5 纬度/Y", "5 位置", "6 部件类别", "6 坐标系", "7 坐标系"],
    ...["8 部件编码", "9 位置"],
  ]);
  expect((await file(`/api/coverage/imports/${trial.id}/errors`)).toString()).toContain("3,部件编码,3.10115E+15");
  const refused = await take(trial.id, { which: "right", missing: "end" });
  expect(refused).toMatchObject({ status: 422, body: { code: "SHEET_REFUSED" } });
  expect((await take(trial.id, { which: "right", missing: "keep" })).view).toMatchObject({ state: "done" });
  expect(await table()).toMatchObject({ known: 2 });
  expect(await rows("state=ended")).toEqual([]);
});

test("an event's class, one that no table knows, and one whose name means the event are wrong cells that say so", async () => {
  const { tried } = await street();
  const trial = await tried(
    csvOf(
      "E-1,GB/T 30428.2:0505,塌陷,,某处,,,,",
      "E-2,GB/T 30428.2:0503,集水坑水位,,某处,,,,",
      "E-3,CJ/T 214:9999,物,,某处,,,,",
      "E-4,GB/T 30428.2:0503,东方加油站,,某处,,,,",
      "E-5,GB/T 30428.2:0103,雨水井,,某处,,,,",
      "E-6,CJ/T 214:0104,集水坑水位,,某处,,,,",
    ),
  );
  expect(trial.counts).toEqual({ new: 3, changed: 0, same: 0, wrong: 3 });
  expect(trial.errors.map(({ row, zh }) => `${row} ${zh.split("。")[0]}`)).toEqual([
    "2 GB/T 30428.2:0505 是事件“路面塌陷”，不是部件",
    "3 GB/T 30428.2:0503 作部件是“车辆加油（气、电）站”，作事件是“排水管道堵塞、破裂”，都不像“集水坑水位”",
    "4 部件类别表里没有 CJ/T 214:9999",
  ]);
});

test("a sensor filed under the event its alert becomes is the component it watches, by name, in every count", async () => {
  const { hub, taken, rows, get, gaps } = await street();
  const filed = { ...pitDevice, class: "GB/T 30428.2:0503" as const, measures: "level" as const };
  await hub.take(topics.devices(gw), registrationOf(gw, { devices: [filed] }));
  const grate = "CJ/T 214:0104";
  await taken(
    `3101150104000001,${grate},集水坑水位,,东昌小区 3幢 B1水泵房,,,,`,
    `3101150104000002,${grate},集水坑水位,,东昌小区 5号楼 B1,,,,`,
    "3101150113000001,CJ/T 214:0113,301 烟感,,东昌小区 3号楼 301室,,,,",
  );
  expect((await rows()).find(({ id }) => id === "3101150104000001")).toMatchObject({
    ...{ className: "雨水箅子", connected: true, match: { device: "pit-1", reason: { rule: "place" } } },
  });
  expect((await get<CoverageView>("/api/coverage")).classes.map(({ name, known }) => [name, known])).toEqual([
    ["雨水箅子", 2],
    ["消防设施", 1],
  ]);
  const asked = (await gaps()).map(({ text }) => [text.zh.split("。")[0], text.en.split(".")[0]]);
  expect(asked.sort()).toEqual([
    [expect.stringMatching(/的消防设施应接 1 个，还有 1 个没接入$/), expect.stringMatching(/^Fire-fighting facility/)],
    [expect.stringMatching(/的雨水箅子应接 2 个，还有 1 个没接入$/), expect.stringMatching(/^Storm drain grate in /)],
  ]);
  expect((await get<Coverage>("/api/district/coverage")).classes).toMatchObject([
    { class: grate, name: "雨水箅子", known: 1 },
  ]);
  const devices = await get<DeviceView[]>(`/api/devices?class=${encodeURIComponent(grate)}`);
  expect(devices).toMatchObject([{ id: "pit-1", class: "GB/T 30428.2:0503", className: "雨水箅子" }]);
  expect((await get<MapView>("/api/map")).classes).toMatchObject({ [grate]: "雨水箅子" });
});

test("what a newer list no longer names has ended and is still there; it comes back as it was", async () => {
  const { tried, take, taken, rows, get, gaps } = await street();
  await taken(pitRow, coverRow);
  const trial = await tried(csvOf(pitRow.replace("集水坑水位", "坑水位")));
  expect(trial).toMatchObject({ counts: { new: 0, changed: 1 }, missing: 1 });
  await take(trial.id, { which: "all", missing: "end" });
  expect((await rows()).map(({ id, name }) => [id, name])).toEqual([["3101150113000001", "坑水位"]]);
  expect(await rows("state=ended")).toMatchObject([{ id: "3101150103000001" }]);
  expect(await gaps()).toEqual([]);
  const story = await get<Type.Static<typeof ComponentStory>>("/api/coverage/components/3101150113000001");
  expect(story.versions.map(({ name, until: end }) => [name, end === null])).toEqual([
    ["集水坑水位", false],
    ["坑水位", true],
  ]);
  await taken(pitRow, coverRow);
  expect(await rows()).toHaveLength(2);
  expect(await rows("state=ended")).toEqual([]);
});

test("a part of a list is added and ends nothing", async () => {
  const { tried, take, taken, table } = await street();
  await taken(pitRow);
  const trial = await tried(csvOf(coverRow));
  expect(trial.missing).toBe(1);
  await take(trial.id, { which: "all", missing: "keep" });
  expect(await table()).toMatchObject({ known: 2 });
});

test("a person confirms, corrects and parts; it holds when everything is matched again", async () => {
  const { taken, say, rows, settle, ask } = await street();
  await taken(pitRow, coverRow);
  const confirmed = await say("3101150103000001", "match", "cover-3");
  expect(confirmed.body.component).toMatchObject({
    connected: true,
    match: { by: "operator", reason: { rule: "person" } },
  });
  await settle();
  expect(await rows("state=connected")).toHaveLength(2);
  await say("3101150113000001", "part", "pit-1");
  expect((await rows("q=水泵房"))[0]?.match).toBeUndefined();
  await settle();
  expect((await rows("q=水泵房"))[0]?.match).toBeUndefined();
  // One device is one component: who is told last has it.
  await say("3101150113000001", "match", "cover-3");
  expect((await rows("state=connected")).map(({ id }) => id)).toEqual(["3101150113000001"]);
  const unknown = await ask("POST", "/api/coverage/components/3101150113000001/match", { gateway: gw, device: "none" });
  expect(unknown).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  expect((await ask("GET", "/api/coverage/components/NOT-THERE")).status).toBe(404);
});

test("several devices that may be it are left to a person, who sees why", async () => {
  const { hub, taken, rows, say, gaps } = await street();
  const twin: Device = { ...named[0], id: "pit-2" as DeviceId } as Device;
  await hub.take(topics.devices(gw), registrationOf(gw, { devices: [...named, twin] }));
  await speak(hub.store, gw, [twin.id], hub.clock.now);
  await taken(pitRow);
  const [doubtful] = await rows("state=doubtful");
  expect(doubtful?.doubt).toMatchObject({
    more: false,
    candidates: [
      {
        device: "pit-1",
        title: { zh: "集水坑水位", en: "Pit level" },
        reason: { rule: "place", building: "3", alike: 1 },
      },
      { device: "pit-2" },
    ],
  });
  expect((await gaps())[0]?.text.zh).toContain("其中 1 个可能已经接上");
  expect((await say("3101150113000001", "match", "pit-2")).body.component).toMatchObject({
    match: { device: "pit-2" },
  });
  expect(await rows("state=doubtful")).toEqual([]);
  expect(await gaps()).toEqual([]);
});

test("the parts of the table add up to their whole, in the API and in the file", async () => {
  const { taken, table, get, file } = await street();
  await taken(pitRow, coverRow, farRow, streetRow);
  const { areas, classes, ...all } = await table();
  const sum = (rows: readonly { known: number; connected: number }[]) =>
    rows.reduce((total, row) => [(total[0] ?? 0) + row.known, (total[1] ?? 0) + row.connected], [0, 0]);
  expect([all.known, all.connected]).toEqual([4, 1]);
  expect(sum(classes)).toEqual([4, 1]);
  expect(sum(areas.filter(({ depth }) => depth === 0))).toEqual([4, 1]);
  expect(areas.map(({ name, depth, part, known }) => [name, depth, part, known])).toEqual([
    ...[
      ["陆家嘴街道", 0, "all", 3],
      ["东昌居委", 1, "all", 3],
      ["东昌小区", 2, "all", 2],
    ],
    ...[
      ["东昌居委", 2, "own", 1],
      ["未划片", 0, "all", 1],
    ],
  ]);
  const drilled = async (query: string) => (await get<ComponentView[]>(`/api/coverage/components?${query}`)).length;
  expect(await drilled("area=dongchang")).toBe(3);
  expect(await drilled("area=dongchang&part=own")).toBe(1);
  expect(await drilled("area=-")).toBe(1);
  expect(await get(`/api/coverage?area=dongchang&class=${encodeURIComponent(coverClass)}`)).toMatchObject({ known: 2 });
  const csv = (await file("/api/coverage/export?format=csv&what=table")).toString();
  expect(csv).toContain("合计,4,1,0,0,0");
  const sheet = await readSheet(await file("/api/coverage/export"), 2);
  expect(sheet.find(([name]) => name === "合计")).toEqual(["合计", 4, 1, 0, 0, 0]);
});

test("what is exported, and the sample, can be imported; the grid of the city stays as it was told", async () => {
  const { taken, tried, file, rows } = await street();
  await taken(pitRow, coverRow, farRow, streetRow);
  expect((await rows("area=-"))[0]).toMatchObject({ position: { system: "SHANGHAI", x: 2841.5, y: -512.5 }, at: null });
  for (const format of ["xlsx", "csv"])
    expect((await tried(await file(`/api/coverage/export?format=${format}`))).counts).toEqual({
      ...{ new: 0, changed: 0, same: 4, wrong: 0 },
    });
  expect((await tried(await file("/api/coverage/sample?format=csv"))).counts).toMatchObject({ wrong: 0 });
  const gbk = Buffer.from(
    "b2bfbcfeb1e0c2eb2cb2bfbcfec0e0b1f02ccebbd6c30d0a412d31303030312c434a2f5420323134 3a303130332cc3c5bfda".replace(
      " ",
      "",
    ),
    "hex",
  );
  expect((await tried(gbk)).counts).toMatchObject({ new: 1, wrong: 0 });
});

test("GCJ-02 is turned into WGS 84, CGCS2000 taken as it is", async () => {
  const { taken, rows } = await street();
  const row = (id: string, system: string) => `${id},${coverClass},井盖,,某处,,${system},121.5,31.23`;
  await taken(row("A-GCJ", "GCJ-02"), row("B-CGCS", "国家2000"));
  const [gcj, cgcs] = await rows();
  expect(cgcs?.at).toEqual([121.5, 31.23]);
  // Some 500 m apart here; checked with another implementation of the published formula.
  expect(gcj?.at?.[0]).toBeCloseTo(121.495527, 4);
  expect(gcj?.at?.[1]).toBeCloseTo(31.232012, 4);
});

test("people kept to areas see, bring and match what lies in theirs alone", async () => {
  const { hub, taken, tried, get } = await street();
  await taken(pitRow, farRow, streetRow);
  const token = await keeper(hub);
  expect((await token("GET", "/api/coverage")).body).toMatchObject({ known: 1, areas: [{ name: "东昌小区" }] });
  expect((await token("GET", "/api/coverage/components")).body).toMatchObject([{ id: "3101150113000001" }]);
  expect((await token("GET", "/api/coverage/components/FAR-1")).status).toBe(404);
  expect((await token("POST", "/api/coverage/components/FAR-1/match", { gateway: gw, device: "pit-1" })).status).toBe(
    404,
  );
  const trial = await tried(csvOf(pitRow, farRow, coverRow), "keeper");
  expect(trial).toMatchObject({ counts: { new: 1, same: 1, wrong: 1 }, missing: 0 });
  expect(await get<ImportView[]>("/api/registry/imports")).toEqual([]);
  const tasks = (await token("GET", `/api/tasks?kind=${gapTask}`)).body as { subject: string }[];
  expect(tasks).toEqual([]);
});

test("a task that somebody ended by hand comes again only when more lacks, and no flood comes at once", async () => {
  const { hub, taken, gaps, settle, ask } = await street();
  await taken(coverRow);
  const [task] = await gaps();
  expect((await ask("POST", `/api/tasks/${task?.id}/done`, { note: "下月装" })).status).toBe(200);
  await settle();
  expect(await gaps()).toEqual([]);
  await taken(coverRow, coverRow.replace("0001", "0002"));
  expect((await gaps())[0]?.text.zh).toContain("应接 2 个，还有 2 个没接入");
  const many = componentClasses.slice(0, 150).map(([code], i) => `X-${i},${code},,东昌小区,某处,,,,`);
  await taken(...many);
  expect((await gaps()).length).toBe(100);
  hub.clock.now += 1;
});

test("a task that somebody ended by hand comes again after a week, though no more lacks", async () => {
  const { hub, taken, gaps, settle, ask } = await street();
  await taken(coverRow);
  const [task] = await gaps();
  await ask("POST", `/api/tasks/${task?.id}/done`, { note: "下月装" });
  hub.clock.now += 7 * 86_400_000 - 1;
  await settle();
  expect(await gaps()).toEqual([]);
  hub.clock.now += 1;
  await settle();
  expect((await gaps()).map(({ text }) => text.zh)).toEqual([task?.text.zh]);
});

test("what a person said of a device holds of what took its place", async () => {
  const { hub, taken, say, settle, rows, ask } = await street();
  const next: Device = { ...named[1], id: "cover-4" as DeviceId } as Device;
  await hub.take(topics.devices(gw), registrationOf(gw, { devices: [...named, next] }));
  await speak(hub.store, gw, [next.id], hub.clock.now);
  await taken(coverRow);
  await say("3101150103000001", "match", "cover-3");
  const by = { gateway: gw, device: "cover-4" };
  expect((await ask("POST", "/api/registry/devices/gw-1/cover-3/replaced-by", by)).status).toBe(200);
  await settle();
  expect((await rows())[0]?.match).toMatchObject({ device: "cover-4", by: "operator" });
});
