/** What the story says of a move besides its name: until when, how much, to whom, into which, and what is still in alarm. */
import { beforeEach, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { EventId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { noChanges } from "../changes.ts";
import { move, type Wish } from "./move.ts";

const gateway = "gw-1" as GatewayId;
const id = "ticket-1" as TicketId;
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf("gw-1"));
  await hub.take(topics.batch(gateway, "alert", epochs.alert, 0), encodeAlerts([event("raised", hub.clock.now)]));
  await hub.goRound();
});

const go = (wish: Wish, ticket = id) =>
  hub.store.transaction((tables) => move(tables, ticket, wish, noChanges(), hub.clock.now));
const last = async () => (await hub.read(({ tickets }) => tickets.story(id))).at(-1);
const ask = async (method: "GET" | "POST", url: string, payload?: object) => {
  const answer = await hub.app.inject({
    method,
    url,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
};

test("a suspension says until when, an extension how much, an escalation to whom", async () => {
  await go({ move: "extend", actor: "小陈", reason: "等配件", amount: 2 });
  expect((await last())?.why?.zh).toMatch(/^延长 2 (紧急)?工作时$|^延长 2 个工作日$/);
  await go({ move: "escalate", actor: "小陈", reason: "管不了" });
  expect((await last())?.why?.zh).toMatch(/^上提到(街道|区)/);
  await go({ move: "suspend", actor: "小陈", reason: "等配件", until: Date.parse("2026-12-03T10:00:00+08:00") });
  expect((await last())?.why).toMatchObject({ zh: "挂账到 2026年12月3日 10:00" });
});

test("what the district calls dealt with while its sensor is in alarm says so, and is a task for the shift", async () => {
  await go({ move: "conclude", actor: "district", reason: "区城运中心：井盖已盖好" });
  expect(await last()).toMatchObject({ to: "closed", reason: "区城运中心：井盖已盖好" });
  expect((await last())?.why?.zh).toMatch(/^结案时还在报警：东昌小区 东门 \(cover-3\)/);
  const tasks = await hub.read(({ tasks: all }) => all.openOf("CLOSED_IN_ALARM"));
  expect(tasks).toMatchObject([{ subject: id, for: "operator", text: { zh: expect.stringContaining("区城运中心") } }]);
});

const looks = () => hub.read(({ tasks }) => tasks.openOf("CLOSED_IN_ALARM"));

test("the task to look is over by itself when the sensor clears", async () => {
  await go({ move: "conclude", actor: "district", reason: "井盖已盖好" });
  const [{ id: task = "" } = {}] = await looks();
  await hub.take(topics.batch(gateway, "alert", epochs.alert, 1), encodeAlerts([event("cleared", hub.clock.now)]));
  expect(await looks()).toEqual([]);
  expect(await hub.read(({ tasks }) => tasks.find(task))).toMatchObject({ doneBy: "gw-1/cover-3" });
});

test("the task to look is over by itself when the case is open again", async () => {
  await go({ move: "conclude", actor: "district", reason: "井盖已盖好" });
  const [{ id: task = "" } = {}] = await looks();
  await go({ move: "reopen", actor: "小陈", reason: "还没盖" });
  expect(await looks()).toEqual([]);
  expect(await hub.read(({ tasks }) => tasks.find(task))).toMatchObject({ doneBy: "小陈" });
});

test("a move that is not possible is named with the state the case is in", async () => {
  await expect(go({ move: "checked", actor: "小陈", reason: "x" })).rejects.toThrow(
    /"checked" is not possible: ticket ticket-1 is dispatched/,
  );
});

test("a name that was used for another move is refused, for the same move it changes nothing", async () => {
  const wish = { actor: "小陈", event: "e-1" as EventId };
  await go({ ...wish, move: "accept" });
  await go({ ...wish, move: "accept" });
  await expect(go({ ...wish, move: "urge" })).rejects.toThrow(/\/event "e-1" was "accept" of ticket ticket-1/);
  expect((await last())?.move).toBe("accept");
});

test("an alert that is acknowledged already has one line, however often somebody says so", async () => {
  for (const _ of [1, 2]) expect((await ask("POST", "/api/alerts/alert-1/acknowledge")).status).toBe(200);
  const story = await hub.read(({ tickets }) => tickets.story(id));
  expect(story.filter(({ move: what }) => what === "acknowledge")).toHaveLength(1);
});

test("a case reported by hand needs a title and a place that say something, and English only where there is some", async () => {
  const report = {
    id: "hot-1",
    event: "hot-e1",
    source: "hotline",
    severity: 3,
    place: "南门",
    title: { zh: "井盖响" },
  };
  expect((await ask("POST", "/api/tickets", { ...report, place: "  " })).body.detail).toMatch(/^\/place/);
  expect((await ask("POST", "/api/tickets", { ...report, title: { zh: " " } })).body.detail).toMatch(/^\/title\/zh/);
  expect(await ask("POST", "/api/tickets", report)).toMatchObject({
    status: 200,
    body: { title: { zh: "井盖响", en: "井盖响" }, told: [] },
  });
});

test("a word in the query that no route asked for is refused with those there are", async () => {
  const refused = await ask("GET", "/api/tickets?colour=red");
  expect(refused).toMatchObject({
    status: 400,
    body: { detail: expect.stringMatching(/^\/colour is no query .* state/) },
  });
  expect((await ask("GET", "/api/rulebook?x=1")).body.detail).toContain("takes none");
});

test("a case that is sent as soon as it is registered offers the moves after that", async () => {
  const report = {
    id: "hot-2",
    event: "hot-e2",
    source: "hotline",
    severity: 3,
    place: "南门",
    title: { zh: "井盖响" },
  };
  await ask("POST", "/api/tickets", report);
  await ask("POST", "/api/tickets/hot-2/moves", { move: "admit" });
  const { body } = await ask("POST", "/api/tickets/hot-2/moves", { move: "register" });
  expect(body).toMatchObject({ state: "dispatched" });
  expect(body.moves).not.toContain("dispatch");
  expect(body.moves).toContain("accept");
});
