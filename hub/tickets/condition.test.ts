/** What a case is decides how long its limit: by severity, posture and source until somebody who has seen it says otherwise; against a real store. */
import { beforeEach, describe, expect, test } from "vitest";
import type { EventId, TicketId } from "../../core/id.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";
import type { TicketStory } from "../http/views.ts";
import { importTable, readBooks } from "../rulebook/books.ts";
import type { CaseClass, Classes, LimitRow } from "../rulebook/classes.ts";
import { conditionFor } from "../rulebook/conditions.ts";

const id = "ticket-1" as TicketId;
const hourMs = 3_600_000;
const minuteMs = 60_000;
let hub: QuietHub;
let ask: Ask;

const row = (more: Partial<LimitRow>): LimitRow => ({
  ...{ condition: "其他", done: "处理", limit: { basis: "work_day", amount: 3 }, severities: [4] },
  ...more,
});
const rows: LimitRow[] = [
  row({
    id: "burst",
    name: { zh: "爆管", en: "Burst main" },
    limit: { basis: "urgent_hour", amount: 2 },
    severities: [1, 2],
  }),
  row({ id: "damp", name: { zh: "渗漏", en: "Damp" }, limit: { basis: "work_hour", amount: 8 }, severities: [3] }),
  row({}),
  row({
    id: "flood",
    name: { zh: "汛期漏水", en: "Leak in a flood" },
    limit: { basis: "urgent_hour", amount: 4 },
    severities: [3, 4],
    postures: ["typhoon-red"],
  }),
  row({
    id: "call",
    name: { zh: "居民来电", en: "A call" },
    limit: { basis: "urgent_hour", amount: 12 },
    severities: [4],
    sources: ["hotline"],
  }),
];

beforeEach(async () => {
  hub = await quietHub();
  // A Tuesday.
  hub.clock.now = Date.parse("2026-03-03T10:00:00+08:00");
  ask = await signedIn(hub);
  await hub.act(async (tables) => {
    const { classes, dispatch } = await readBooks(tables);
    const sent = { ...dispatch, auto: ["patrol"] };
    await importTable(tables, { kind: "dispatch", body: sent, by: "小陈" }, hub.clock.now);
    const mended = classes.classes.map((one) => (one.code === "local:leak" ? { ...one, limits: rows } : one));
    await importTable(tables, { kind: "classes", body: { ...classes, classes: mended }, by: "小陈" }, hub.clock.now);
  });
});

async function report(severity: 1 | 2 | 3 | 4, more: object = {}): Promise<TicketStory> {
  const what = { id, event: "report-1" as EventId, source: "patrol", title: { zh: "漏水", en: "A leak" } };
  await say("POST", "/api/tickets", { ...what, place: "东昌小区", severity, class: "local:leak", ...more });
  await hub.goRound();
  return read();
}

async function say(method: string, url: string, body?: object) {
  const answer = await ask(method, url, body);
  expect(answer, url).toMatchObject({ status: 200 });
  return answer.body;
}
const read = () => say("GET", `/api/tickets/${id}/story`) as Promise<TicketStory>;
const go = (wish: object) => ask("POST", `/api/tickets/${id}/moves`, wish);
const clockOf = async () => (await hub.read(({ tickets }) => tickets.find(id)))?.clock;

describe("until somebody says what a case is", () => {
  const leak = { limits: rows } as CaseClass;
  test.each([
    [
      "its severity decides",
      { severity: 3, source: "sensor", posture: "everyday" },
      "damp",
      "自动选定：黄色（III 级）。",
    ],
    [
      "the posture goes before that",
      { severity: 3, source: "sensor", posture: "typhoon-red" },
      "flood",
      "自动选定：黄色（III 级）、台风红色。",
    ],
    [
      "a milder posture does not",
      { severity: 3, source: "sensor", posture: "typhoon-blue" },
      "damp",
      "自动选定：黄色（III 级）。",
    ],
    [
      "how it was found goes before that",
      { severity: 4, source: "hotline", posture: "everyday" },
      "call",
      "自动选定：蓝色（IV 级）、热线来件。",
    ],
    [
      "a row without an id goes by its number",
      { severity: 4, source: "sensor", posture: "everyday" },
      "3",
      "自动选定：蓝色（IV 级）。",
    ],
  ] as const)("%s", (_what, facts, wanted, why) => {
    expect(conditionFor(leak, facts)).toMatchObject({ id: wanted, why: { zh: why } });
  });

  test("a class whose rows name no such case takes the first that asks for nothing special", () => {
    const special = [row({ severities: [], postures: ["typhoon-red"] }), row({ id: "rest", severities: [] })];
    const found = conditionFor({ limits: special } as CaseClass, {
      severity: 1,
      source: "sensor",
      posture: "everyday",
    });
    expect(found).toMatchObject({ id: "rest", why: { zh: expect.stringContaining("没有一档") } });
  });

  test("the dispatch says by which condition its limit was set", async () => {
    const { story, limit, condition } = await report(3);
    expect(limit).toMatchObject({ basis: "work_hour", amount: 8 });
    expect(condition).toBeUndefined();
    expect(story.at(-1)).toMatchObject({
      ...{ move: "dispatch", condition: { name: { zh: "渗漏" }, why: { zh: "自动选定：黄色（III 级）。" } } },
    });
  });

  test("the posture of the moment counts", async () => {
    await say("PUT", "/api/posture", { level: "typhoon-red", reason: "台风" });
    expect((await report(3)).limit).toMatchObject({ basis: "urgent_hour", amount: 4 });
  });
});

describe("who accepts it", () => {
  test("is offered the class's conditions, and the limit of the chosen one counts from when the clock began", async () => {
    const began = hub.clock.now;
    expect((await report(3)).conditions).toMatchObject([
      { id: "burst", name: { zh: "爆管" }, limit: { basis: "urgent_hour", amount: 2 } },
      { id: "damp" },
      { id: "3", name: { zh: "其他", en: "其他" } },
      { id: "flood" },
      { id: "call" },
    ]);
    hub.clock.now += 30 * minuteMs;
    const moved = await go({ move: "accept", condition: "burst", reason: "现场看是爆管" });
    expect(moved).toMatchObject({
      body: { dueAt: began + 2 * hourMs, limit: { basis: "urgent_hour", amount: 2 }, condition: { id: "burst" } },
    });
    expect((await read()).story.at(-1)).toMatchObject({
      ...{ move: "accept", due: began + 2 * hourMs, reason: "现场看是爆管" },
      condition: { name: { zh: "爆管", en: "Burst main" }, why: { zh: "operator 选定：现场看是爆管" } },
    });
  });

  test("is warned by the new limit, whatever was warned by the old one", async () => {
    await report(1);
    hub.clock.now += 1.7 * hourMs;
    await hub.goRound();
    expect((await read()).warned).toBe("yellow");
    await go({ move: "accept", condition: "flood", reason: "不急" });
    await hub.goRound();
    expect((await read()).warned).toBe("none");
  });

  test("keeps what was chosen when the case comes back and is sent again", async () => {
    await report(3);
    await go({ move: "accept", condition: "burst", reason: "爆管" });
    await go({ move: "return", reason: "不归我们管" });
    const sent = await go({ move: "dispatch", unit: "dongchang" });
    expect(sent.body).toMatchObject({ limit: { basis: "urgent_hour", amount: 2 } });
    expect((await read()).story.at(-1)).toMatchObject({ condition: { why: { zh: "沿用此前人工选定的一档。" } } });
  });

  test.each([
    ["without a reason", { condition: "burst" }, 422, "REASON_REQUIRED", /reason/],
    ["that the class does not know", { condition: "x", reason: "y" }, 400, "INPUT_INVALID", /burst \(爆管\), damp/],
    [
      "with another move",
      { move: "extend", amount: 1, condition: "burst", reason: "y" },
      400,
      "INPUT_INVALID",
      /accept/,
    ],
    ["when it is raised", { move: "escalate", condition: "burst", reason: "y" }, 400, "INPUT_INVALID", /accept/],
  ])("cannot choose one %s, and the case stays as it was", async (_what, wish, status, code, detail) => {
    await report(3);
    const before = await clockOf();
    const refused = await go({ move: "accept", ...wish });
    expect(refused).toMatchObject({ status, body: { code, detail: expect.stringMatching(detail) } });
    expect(await clockOf()).toEqual(before);
    expect((await read()).state).toBe("dispatched");
  });

  test("cannot change the kind of time in which more was granted already", async () => {
    await report(3);
    await go({ move: "extend", amount: 2, reason: "等配件" });
    const wish = { move: "accept", condition: "burst", reason: "爆管" };
    expect(await go(wish)).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
    expect((await go({ ...wish, condition: "damp" })).body).toMatchObject({
      limit: { basis: "work_hour", amount: 10 },
    });
  });
});

test("who registers it chooses for the unit that will be sent", async () => {
  await hub.act(async (tables) => {
    const { dispatch } = await readBooks(tables);
    await importTable(tables, { kind: "dispatch", body: { ...dispatch, auto: [] }, by: "小陈" }, hub.clock.now);
  });
  await report(4);
  await go({ move: "admit" });
  // What is registered is sent at once.
  const sent = await go({ move: "register", condition: "burst", reason: "看照片是爆管" });
  expect(sent.body).toMatchObject({ state: "dispatched" });
  expect(sent.body).toMatchObject({ limit: { basis: "urgent_hour", amount: 2 }, dueAt: hub.clock.now + 2 * hourMs });
  expect((await read()).story.find(({ move }) => move === "register")).toMatchObject({
    condition: { name: { zh: "爆管" } },
  });
});

test("a table whose class has one id twice is refused by its place", async () => {
  const { classes } = await hub.read(readBooks);
  const twice = (one: CaseClass) => (one.code === "local:leak" ? { ...one, limits: [rows[0], rows[0]] } : one);
  const body = { ...classes, classes: classes.classes.map(twice) } as Classes;
  expect(await ask("PUT", "/api/rulebook/classes", body)).toMatchObject({
    ...{
      status: 400,
      body: { code: "INPUT_INVALID", detail: expect.stringContaining('/limits has the id "burst" twice') },
    },
  });
});
