/** The ledgers grow and never forget; files come in whole or not at all; what ends soon is a task once. */
import { readSheet } from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { registrationOf } from "../../test/kit/samples.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { zipOf } from "../../test/kit/zip.ts";
import { remind } from "./remind.ts";
import { sheetTypes } from "./sheet.ts";
import type { BroughtView, LedgerEntryView } from "./views.ts";

const check = { name: "核心机房", kind: "机房", place: "街道办 3 楼", checked: "2026-11-01", next: "2027-01-01" };

async function setUp() {
  const hub = await quietHub();
  const ask = await signedIn(hub);
  const cookie = await operatorCookie(hub);
  const list = async (query = "") => (await ask("GET", `/api/ledgers/environment${query}`)).body as LedgerEntryView[];
  const write = async (fields: object) =>
    (await ask("POST", "/api/ledgers/environment", { fields })).body as LedgerEntryView;
  const send = async (payload: Buffer | string, type: string, query = "") => {
    const headers = { cookie, "content-type": type };
    const answer = await hub.app.inject({
      method: "POST",
      url: `/api/ledgers/environment/import${query}`,
      headers,
      payload,
    });
    return { status: answer.statusCode, body: answer.json() as BroughtView & { detail?: string } };
  };
  return { hub, ask, cookie, list, write, send };
}

const tasks = ({ read }: QuietHub) => read(({ tasks }) => tasks.list("open", 99));

describe("an entry", () => {
  test("is changed by a next revision, and every one stays readable with who, when and why", async () => {
    const { ask, write, hub } = await setUp();
    const { id, rev } = await write(check);
    hub.clock.now += 1000;
    const changed = { rev, fields: { ...check, result: "带病运行" }, why: "空调漏水" };
    expect((await ask("PATCH", `/api/ledgers/environment/entries/${id}`, changed)).body).toMatchObject({ rev: 2 });
    const { body } = await ask("GET", `/api/ledgers/environment/entries/${id}/history`);
    expect(body).toMatchObject([
      { rev: 2, by: "operator", why: "空调漏水", fields: { result: "带病运行" } },
      { rev: 1, by: "operator", fields: check },
    ]);
  });

  test("that somebody else changed meanwhile is not overwritten", async () => {
    const { ask, write } = await setUp();
    const { id } = await write(check);
    const change = { rev: 1, fields: check };
    await ask("PATCH", `/api/ledgers/environment/entries/${id}`, change);
    const second = await ask("PATCH", `/api/ledgers/environment/entries/${id}`, change);
    expect(second).toMatchObject({ status: 412, body: { code: "STALE" } });
  });

  test("is voided with a reason, stays in the list of void ones, and takes no more changes", async () => {
    const { ask, write, list } = await setUp();
    const { id } = await write(check);
    const path = `/api/ledgers/environment/entries/${id}/void`;
    expect((await ask("POST", path, { rev: 1, why: " " })).status).toBe(400);
    await ask("POST", path, { rev: 1, why: "机房撤了" });
    expect(await list()).toEqual([]);
    expect(await list("?state=void")).toMatchObject([{ id, state: "void", why: "机房撤了" }]);
    expect((await ask("POST", path, { rev: 2, why: "again" })).status).toBe(409);
  });

  test.each([
    [{ name: "" }, "/fields/name must be filled in"],
    [{ checked: "2026-02-30" }, /^\/fields\/checked "2026-02-30" is no date/],
    [{ kind: "花园" }, /^\/fields\/kind/],
    [{ colour: "red" }, /^\/fields\/colour is no column/],
  ])("with a wrong field is refused by its name: %o", async (wrong, detail) => {
    const { ask, list } = await setUp();
    const answer = await ask("POST", "/api/ledgers/environment", { fields: { ...check, ...wrong } });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringMatching(detail) } });
    expect(await list()).toEqual([]);
  });
});

describe("a file", () => {
  const head = ["对象", "类别", "地点", "检查日期"];

  test.each([
    ["UTF-8", Buffer.from("对象,类别,地点,检查日期\n机柜 1,机柜,机房,2026/11/2\n")],
    ["GBK", Buffer.from("b6d4cff32cc0e0b1f02cb5d8b5e30abbfab9f1312cbbfab9f12cbbfab7bf0a", "hex")],
  ])("of CSV in %s is taken in", async (_, payload) => {
    const { send, list } = await setUp();
    expect((await send(payload, "text/csv")).body).toMatchObject({ result: "imported", added: 1 });
    expect(await list()).toMatchObject([{ fields: { kind: "机柜", place: "机房" } }]);
  });

  test("of XLSX with one wrong row names row and column, and changes nothing", async () => {
    const { send, list } = await setUp();
    const rows = [head, ["机柜 1", "机柜", "机房", "2026.11.2"], ["机柜 2", "机柜", null, "昨天"]];
    const file = await writeExcelFile([{ data: rows, sheet: "台账" }]).toBuffer();
    const { body } = await send(file, sheetTypes.xlsx);
    expect(body).toMatchObject({ result: "refused", added: 2 });
    expect(body.faults).toMatchObject([
      { row: 3, column: "地点", why: { zh: "必须填写" } },
      { row: 3, column: "检查日期", why: { zh: "“昨天”不是日期，写成 2026-11-27" } },
    ]);
    expect(await list()).toEqual([]);
  });

  test("that is only checked, or sent twice, adds nothing more", async () => {
    const { send, list } = await setUp();
    const file = "对象,类别,地点\n机柜 1,机柜,机房\n机柜 1,机柜,机房\n";
    expect((await send(file, "text/csv", "?check=true")).body).toMatchObject({ result: "checked", added: 1, same: 1 });
    expect(await list()).toEqual([]);
    await send(file, "text/csv");
    expect((await send(file, "text/csv")).body).toMatchObject({ result: "imported", added: 0, same: 2 });
    expect(await list()).toHaveLength(1);
  });

  test("that was exported comes back as changes of the same entries", async () => {
    const { hub, cookie, send, write, list } = await setUp();
    const { id } = await write(check);
    const url = "/api/ledgers/environment/export?format=csv";
    const csv = (await hub.app.inject({ url, headers: { cookie } })).body;
    expect((await send(csv.replace("街道办 3 楼", "街道办 4 楼"), "text/csv")).body).toMatchObject({
      changed: 1,
      added: 0,
    });
    expect(await list()).toMatchObject([{ id, rev: 2, fields: { place: "街道办 4 楼" } }]);
  });

  test.each([
    ["no table at all", Buffer.from([0, 1, 2, 0])],
    ["a table without our columns", Buffer.from("a,b\n1,2\n")],
    ["more rows than anybody types", Buffer.from(`对象\n${"x\n".repeat(50_000)}`)],
  ])("that is %s is refused", async (_, payload) => {
    const { send } = await setUp();
    expect((await send(payload, "application/octet-stream")).status).toBe(400);
  });

  test("that is a workbook which unpacks to more than it says is refused, however much that is", async () => {
    const { send, list } = await setUp();
    const part = "xl/worksheets/sheet1.xml";
    const bomb = Buffer.alloc(210 * 1024 * 1024, " ");
    for (const [told, why] of [
      [bomb.length, "太大"],
      [100, "结构不对"],
      [0, "结构不对"],
    ] as const) {
      const { status, body } = await send(zipOf(part, bomb, told), sheetTypes.xlsx);
      expect([status, body.detail]).toEqual([422, expect.stringContaining(why)]);
    }
    expect(await list()).toEqual([]);
  });

  test("leaves sensitive columns out unless they are asked for, and no text in it runs as a formula", async () => {
    const { hub, ask, cookie } = await setUp();
    const person = { name: "=1+1", identity: "310101199001010011", kind: "年度", date: "2026-11-01", result: "通过" };
    await ask("POST", "/api/ledgers/checks", { fields: person });
    const rows = async (query: string) =>
      readSheet((await hub.app.inject({ url: `/api/ledgers/checks/export${query}`, headers: { cookie } })).rawPayload);
    const plain = await rows("");
    expect(plain[0]).not.toContain("证件号码");
    expect(plain[1]?.[0]).toBe("'=1+1");
    expect((await rows("?sensitive=true"))[1]).toContain("310101199001010011");
  });
});

test("links, equipment and drills fill themselves, say where from, and cannot be changed", async () => {
  const { hub, ask } = await setUp();
  const id = "gw-1" as GatewayId;
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  const links = (await ask("GET", "/api/ledgers/links")).body as LedgerEntryView[];
  expect(links).toMatchObject([
    { rev: 0, fields: { state: "在线" }, source: { zh: "网关的连接" }, about: { gateway: id } },
  ]);
  const equipment = (await ask("GET", "/api/ledgers/equipment?limit=1")).body as LedgerEntryView[];
  expect(equipment).toMatchObject([{ rev: 0, about: { gateway: id } }]);
  const path = `/api/ledgers/links/entries/${encodeURIComponent(links[0]?.id as string)}`;
  expect((await ask("PATCH", path, { rev: 1, fields: { name: "x" } })).status).toBe(404);
});

test("what ends within 30 days is one task, which ends when the date has moved", async () => {
  const { hub, ask, write } = await setUp();
  const soon = new Date(hub.clock.now + 20 * 86_400_000).toISOString().slice(0, 10);
  const { id } = await write({ ...check, next: soon });
  const look = () => hub.act((tables) => remind(tables, hub.clock.now));
  await look();
  await look();
  const [task, ...others] = await tasks(hub);
  expect(task).toMatchObject({ kind: "LEDGER_EXPIRES", subject: `environment/${id}`, count: 1 });
  expect(others).toEqual([]);
  await hub.act(({ tasks }) => tasks.finish(task?.id as string, "operator", "知道了", hub.clock.now).then(() => {}));
  await look();
  expect(await tasks(hub)).toEqual([]);
  await ask("PATCH", `/api/ledgers/environment/entries/${id}`, { rev: 1, fields: { ...check, next: "2030-01-01" } });
  await look();
  expect(await tasks(hub)).toEqual([]);
});
