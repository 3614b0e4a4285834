/** Joint actions, receipts and notes over the API: who may, who hears, and that everything counts once. */
import { createHash } from "node:crypto";
import type { InjectOptions } from "fastify";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { jpegOf } from "../../test/kit/picture-samples.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { cookieName } from "../http/guard.ts";
import type { JointView, TicketStory } from "../http/views.ts";
import { jointStates, jointTable } from "./joint-action.ts";

const here = { lon: 121.52, lat: 31.23, accuracyM: 12 };
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
  await enter("lead", { role: "shift-leader" });
  await enter("wang", { role: "committee", areas: ["dongchang"], unit: "dongchang", display: "王秀英" });
  await enter("shen", { role: "department", areas: [], unit: "municipal", display: "沈师傅" });
  await enter("li", { role: "committee", areas: [], unit: null });
});

async function enter(name: string, more: object): Promise<void> {
  const tokenHash = createHash("sha256").update(`session of ${name}`).digest("hex");
  await hub.read(async ({ accounts, sessions }) => {
    await accounts.put({ name, role: "read-only", passwordHash: "", ...more });
    await sessions.put({ tokenHash, account: name, expiresAt: hub.clock.now + 86_400_000 });
  });
}

async function ask(who: string, method: string, url: string, payload?: object | Buffer) {
  const type = Buffer.isBuffer(payload) ? "image/jpeg" : "application/json";
  const sent = payload === undefined ? {} : { payload, headers: { "content-type": type } };
  const cookies = { [cookieName]: `session of ${who}` };
  const answer = await hub.app.inject({ method, url, cookies, ...sent } as InjectOptions);
  const isJson = String(answer.headers["content-type"]).includes("json");
  return { status: answer.statusCode, body: isJson ? answer.json() : null, raw: answer.rawPayload };
}

const report = (severity: number, id = "ticket-1") =>
  ask("lead", "POST", "/api/tickets", {
    ...{ id, event: `report-${id}`, source: "patrol", severity, place: "东昌小区 3号楼 502" },
    ...{ title: { zh: "烟雾", en: "Smoke" }, position: here, details: "门缝有烟" },
  });

const opening = { id: "joint-1", ticket: "ticket-1", text: "都到 3号楼", units: ["municipal"], people: ["wang"] };
const open = (who = "lead", more: object = {}) => ask(who, "POST", "/api/joint-actions", { ...opening, ...more });
const answer = (who: string, id: string, kind: string, more: object = {}) =>
  ask(who, "POST", "/api/joint-actions/joint-1/answers", { id, kind, ...more });
const person = (view: JointView, name: string) => view.people.find(({ account }) => account === name);
const storyOf = async (id = "ticket-1") => (await ask("lead", "GET", `/api/tickets/${id}`)).body as TicketStory;

describe("a joint action", () => {
  beforeEach(async () => void (await report(1)));

  test("is opened once for a red case, and its ticket's story says who was called", async () => {
    expect(await open()).toMatchObject({
      status: 200,
      body: { state: "open", cause: "red", place: "东昌小区 3号楼 502" },
    });
    expect((await open()).status).toBe(200);
    expect(await open("lead", { id: "joint-2" })).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
    const lines = (await storyOf()).story.filter(({ why }) => why?.zh.includes("协同处突"));
    expect(lines).toMatchObject([{ why: { zh: "发起协同处突，召集：市政养护公司、王秀英" }, reason: "都到 3号楼" }]);
  });

  test("calls units and people that there are, and somebody", async () => {
    for (const more of [{ units: ["no-unit"] }, { people: ["nobody"] }, { units: [], people: [] }])
      expect(await open("lead", more)).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  });

  test("is seen, answered and told of by those called, and is not there for anybody else", async () => {
    const heard: string[] = [];
    const ears = (account: string) => ({ account, areas: new Set<string>(), onChanged: () => {} });
    const listen = (who: string) =>
      onTestFinished(hub.live.listen((name) => void heard.push(`${who} ${name}`), ears(who)));
    listen("shen");
    listen("li");
    await open();
    await hub.live.settled();
    expect(heard).toEqual(["shen joint"]);
    expect(await answer("li", "a-0", "received")).toMatchObject({ status: 404 });
    expect((await ask("li", "GET", "/api/joint-actions")).body).toEqual([]);
    expect((await ask("shen", "GET", "/api/joint-actions")).body).toMatchObject([{ id: "joint-1" }]);
    await answer("shen", "a-1", "seen");
    hub.clock.now += 1000;
    await answer("shen", "a-2", "seen");
    await answer("shen", "a-3", "received");
    hub.clock.now += 1000;
    const view = (await answer("shen", "a-4", "arrived", { position: here })).body as JointView;
    expect(person(view, "shen")).toEqual({
      ...{ account: "shen", name: "沈师傅", unit: "municipal", isCalled: true },
      ...{ seenAt: hub.clock.now - 2000, answer: "arrived", answeredAt: hub.clock.now },
    });
    expect(person(view, "wang")).toEqual({ account: "wang", name: "王秀英", unit: "dongchang", isCalled: true });
    expect(view.answers.map(({ kind }) => kind)).toEqual(["seen", "received", "arrived"]);
  });

  test("is read, not answered, by who only looks and is not called; who is called answers whatever their role", async () => {
    await enter("guest", {});
    await open();
    expect((await answer("guest", "a-0", "seen")).status).toBe(200);
    for (const kind of ["received", "message"])
      expect(await answer("guest", "a-1", kind, { text: "x" })).toMatchObject({
        status: 403,
        body: { code: "RIGHT_MISSING" },
      });
    const photo = Buffer.from(jpegOf(64, 48));
    expect((await ask("guest", "POST", "/api/joint-actions/joint-1/attachments", photo)).status).toBe(403);
    const view = (await ask("guest", "GET", "/api/joint-actions/joint-1")).body as JointView;
    expect([view.answers, person(view, "guest")]).toEqual([[], undefined]);
    await enter("zuoxi", { role: "operator" });
    expect((await answer("zuoxi", "a-2", "received")).status).toBe(200);
    await hub.read(({ accounts }) => accounts.change("guest", { unit: "municipal" }));
    expect((await answer("guest", "a-3", "received")).status).toBe(200);
  });

  test("counts an answer once, keeps each as it was, and refuses another's id", async () => {
    await open();
    await answer("wang", "a-1", "received");
    const again = (await answer("wang", "a-1", "help")).body as JointView;
    expect(again.answers.map(({ kind }) => kind)).toEqual(["received"]);
    expect(await answer("shen", "a-1", "help")).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  });

  test("has a thread with photos that those called can see from anywhere", async () => {
    await open();
    const photo = jpegOf(640, 480);
    const { id } = (await ask("shen", "POST", "/api/joint-actions/joint-1/attachments", Buffer.from(photo))).body;
    const url = `/api/joint-actions/joint-1/attachments/${id}`;
    expect((await ask("wang", "GET", url)).status).toBe(404);
    await answer("shen", "a-1", "message", { text: "水已关", attachments: [id] });
    expect((await ask("shen", "GET", url)).raw.equals(Buffer.from(photo))).toBe(true);
    expect((await ask("li", "GET", url)).status).toBe(404);
    expect(await answer("shen", "a-2", "message", { text: " " })).toMatchObject({ status: 422 });
  });

  test("ends with a summary in the ticket's story, and takes no answer after that", async () => {
    await open();
    await answer("wang", "a-1", "arrived");
    const end = () => ask("lead", "POST", "/api/joint-actions/joint-1/end", { summary: "误报，已恢复" });
    expect(await end()).toMatchObject({ status: 200, body: { state: "ended", end: { summary: "误报，已恢复" } } });
    expect((await end()).status).toBe(200);
    expect(await answer("wang", "a-2", "help")).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
    const lines = (await storyOf()).story.filter(({ reason }) => reason === "误报，已恢复");
    expect(lines).toMatchObject([{ why: { zh: "协同处突结束：0 人收到，1 人到场，0 人要过支援" } }]);
    expect((await ask("lead", "GET", "/api/joint-actions")).body).toEqual([]);
    expect((await ask("lead", "GET", "/api/joint-actions?state=all")).body).toHaveLength(1);
  });
});

describe("to call people together", () => {
  beforeEach(async () => void (await report(1)));
  const end = (who: string) => ask(who, "POST", "/api/joint-actions/joint-1/end", { summary: "已恢复" });

  test("is for who leads the shift and for the committee of the area, not for operators, departments or other committees", async () => {
    await enter("zuoxi", { role: "operator" });
    await enter("other", { role: "committee", areas: ["chongming"], unit: null });
    for (const who of ["zuoxi", "shen"])
      expect(await open(who), who).toMatchObject({ status: 403, body: { code: "RIGHT_MISSING" } });
    expect(await open("other")).toMatchObject({ status: 404 });
    expect((await ask("zuoxi", "GET", "/api/tickets/ticket-1/callable")).status).toBe(403);
    expect(await open("wang")).toMatchObject({ status: 200, body: { state: "open" } });
  });

  test("is ended by who has the area, not by who was only called to it", async () => {
    await enter("other", { role: "committee", areas: ["chongming"], unit: null });
    await open("lead", { people: ["wang", "other"] });
    expect(await answer("other", "a-1", "arrived")).toMatchObject({ status: 200 });
    expect(await end("other")).toMatchObject({ status: 403, body: { code: "RIGHT_MISSING" } });
    expect(await end("shen")).toMatchObject({ status: 403 });
    expect(await end("wang")).toMatchObject({ status: 200, body: { state: "ended" } });
  });
});

test("what is not red calls nobody together on an everyday, and does in a typhoon", async () => {
  await report(3);
  expect(await open()).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
  await ask("lead", "PUT", "/api/posture", { level: "typhoon-yellow", reason: "台风黄色预警" });
  expect(await open()).toMatchObject({ status: 200, body: { cause: "typhoon" } });
});

test("every state of the table leads to a state there is", () => {
  for (const row of Object.values(jointTable))
    for (const next of Object.values(row)) expect(jointStates).toContain(next);
});

describe("a ticket", () => {
  beforeEach(async () => {
    await report(2);
    for (const [move, more] of [["admit"], ["verify", { assignee: "wang" }], ["verified", { reason: "属实" }]] as const)
      await ask("lead", "POST", "/api/tickets/ticket-1/moves", { move, ...more });
    await ask("lead", "POST", "/api/tickets/ticket-1/moves", { move: "register" });
    await ask("lead", "POST", "/api/tickets/ticket-1/moves", { move: "dispatch", unit: "dongchang" });
  });

  test("is seen once by each of the unit it was sent to, which is no line and makes nobody's copy stale", async () => {
    const before = await hub.app.inject({ url: "/api/tickets/ticket-1", cookies: { [cookieName]: "session of wang" } });
    const lines = (before.json() as TicketStory).story.length;
    hub.clock.now += 60_000;
    const at = hub.clock.now;
    await ask("wang", "POST", "/api/tickets/ticket-1/seen");
    await ask("lead", "POST", "/api/tickets/ticket-1/seen");
    hub.clock.now += 60_000;
    const { body } = await ask("wang", "POST", "/api/tickets/ticket-1/seen");
    expect(body.seenBy).toEqual([{ account: "wang", name: "王秀英", at }]);
    expect(body.story).toHaveLength(lines);
    const headers = { "if-match": String(before.headers.etag), "content-type": "application/json" };
    const cookies = { [cookieName]: "session of wang" };
    const moved = await hub.app.inject({
      ...{ method: "POST", url: "/api/tickets/ticket-1/moves", headers, cookies },
      payload: { move: "accept", position: here },
    } as InjectOptions);
    expect(moved.statusCode).toBe(200);
    expect((moved.json() as TicketStory).story.at(-1)).toMatchObject({ move: "accept", position: here });
  });

  test("keeps where it was reported from", async () => {
    expect((await storyOf()).story[0]).toMatchObject({ move: "report", position: here });
    const wrong = { ...here, lat: 91 };
    const answer = await ask("wang", "POST", "/api/tickets/ticket-1/moves", { move: "accept", position: wrong });
    expect(answer).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  });

  test("takes notes and a wish for more time, each once, from who works on it", async () => {
    const note = (more: object) =>
      ask("wang", "POST", "/api/tickets/ticket-1/notes", { event: "n-1", kind: "time", ...more });
    expect(await note({})).toMatchObject({ status: 422, body: { code: "REASON_REQUIRED" } });
    await note({ text: "等配件，要一天", position: here });
    await note({ text: "等配件，要一天" });
    const lines = (await storyOf()).story.filter(({ move }) => move === "note");
    expect(lines).toMatchObject([{ why: { zh: "申请延时" }, reason: "等配件，要一天", actor: "wang", position: here }]);
    expect(
      (await ask("shen", "POST", "/api/tickets/ticket-1/notes", { event: "n-2", kind: "add", text: "?" })).status,
    ).toBe(404);
  });
});
