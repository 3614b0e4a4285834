/** The flows over HTTP: what their token opens and what it does not, answers, notes, questions to people. */
import { createHash } from "node:crypto";
import type { InjectOptions } from "fastify";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { startDesk } from "../flows/desk.ts";
import { pause } from "../pause.ts";
import { importTable } from "../rulebook/books.ts";
import { openStore } from "../store/open.ts";
import { cookieName } from "./guard.ts";

const gateway = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
const [token, session] = ["the-token-of-the-flows", "a-session-token"];
let hub: QuietHub;

beforeEach(async () => {
  const store = openStore(tempFolder(), start);
  const desk = startDesk({
    ...{ store, tell: () => undefined, flows: () => "up", deadlineMs: 2000, clock: () => start, pause, log: silent },
  });
  onTestFinished(() => desk.close());
  desk.listen(0, () => undefined);
  const state = () => ({ state: "up" as const, ends: 0, rssMb: 80, pid: 7 });
  const flows = { desk, state, editor: () => null, restart: () => false, isToken: (given: string) => given === token };
  hub = await quietHub({ store, flows });
  await hub.read(async ({ accounts, sessions }) => {
    await accounts.put({ name: "operator", role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(session).digest("hex");
    await sessions.put({ tokenHash, account: "operator", expiresAt: start + 1000 });
  });
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway));
  await hub.take(topics.batch(gateway, "alert", epochs.alert, 0), encodeAlerts([event("raised", start)]));
});

async function ask(method: string, url: string, payload?: object, who: "flows" | "operator" | "stranger" = "flows") {
  const headers = {
    flows: { authorization: `Bearer ${token}` },
    stranger: { authorization: "Bearer guess" },
    operator: {},
  };
  const cookies = who === "operator" ? { [cookieName]: session } : {};
  const request = { method, url, headers: headers[who], cookies, ...(payload ? { payload } : {}) } as InjectOptions;
  const response = await hub.app.inject(request);
  return { status: response.statusCode, body: response.json() };
}

describe("the flows' token", () => {
  test("opens what our nodes need", async () => {
    for (const path of ["/api/tickets", "/api/alerts", "/api/devices", "/api/gateways"])
      expect((await ask("GET", path)).status).toBe(200);
  });

  test("opens nothing else, and a guessed one nothing at all", async () => {
    for (const [method, path] of [
      ["GET", "/api/rulebook"],
      ["DELETE", "/api/gateways/gw-1/key"],
      ["POST", "/api/enrolments"],
      ["DELETE", "/api/session"],
      ["GET", "/flows/"],
    ] as const)
      expect(await ask(method, path)).toMatchObject({ status: 401, body: { code: "SIGN_IN_REQUIRED" } });
    expect((await ask("GET", "/api/tickets", undefined, "stranger")).status).toBe(401);
  });
});

test("a flow answers once over the API; what it may not say is refused by name", async () => {
  const path = "/api/flows/handovers/ticket-1";
  expect(await ask("POST", path, { decision: "perhaps" })).toMatchObject({ status: 400 });
  expect(await ask("POST", path, { decision: "hold", minutes: 0, why: "x" })).toMatchObject({ status: 400 });
  const right = await ask("POST", path, { decision: "dispatch", unit: "emergency", why: "最近" });
  expect(right).toMatchObject({ status: 200, body: { state: "decided", by: "flows", reason: { zh: "最近" } } });
  expect(await ask("POST", path, { decision: "table" })).toMatchObject({
    status: 409,
    body: { code: "HANDOVER_OVER" },
  });
  expect(await ask("POST", "/api/flows/handovers/none", { decision: "table" })).toMatchObject({ status: 404 });
});

test("a unit that is none is refused by name, and a flow that failed says so: the table decides and tells why", async () => {
  const wrong = await ask("POST", "/api/flows/handovers/ticket-1", { decision: "dispatch", unit: "mars", why: "x" });
  expect(wrong).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  expect((await ask("POST", "/api/flows/handovers/ticket-1/failed", { text: "late" })).status).toBe(200);
  const story = await hub.read(({ tickets }) => tickets.story("ticket-1" as TicketId));
  expect(story.at(-1)).toMatchObject({ move: "dispatch", why: { zh: expect.stringMatching(/^流程要派给“mars”/) } });
  const { body } = await ask("GET", "/api/tasks", undefined, "operator");
  expect(body).toContainEqual(expect.objectContaining({ kind: "FLOWS_BROKEN", subject: "errors", count: 1 }));
});

test("what a flow says is in the story, and a task for who is on duty", async () => {
  await ask("POST", "/api/flows/tickets/ticket-1/notes", { text: "泵开了" });
  await ask("POST", "/api/flows/notices", { text: "请去看一下", ticket: "ticket-1" });
  const story = await hub.read(({ tickets }) => tickets.story("ticket-1" as TicketId));
  expect(story.slice(1).map(({ actor, reason }) => [actor, reason])).toEqual([
    ["flows", "泵开了"],
    ["flows", "请去看一下"],
  ]);
  expect(await hub.read(({ tasks }) => tasks.list("open", 9))).toMatchObject([
    { kind: "FLOW_SAYS", for: "operator", text: { zh: "请去看一下" } },
  ]);
  expect((await ask("POST", "/api/flows/tickets/none/notes", { text: "x" })).status).toBe(404);
  expect((await ask("POST", "/api/flows/notices", { text: "x", ticket: "none" })).status).toBe(404);
});

test("where there is a channel, it goes to who has the case, and a question to the operations room", async () => {
  const robot = { kind: "wecom", id: "wecom-all", title: "街道大群", units: [], url: "http://127.0.0.1:1/" };
  const body = { source: "手工", channels: [robot], people: [] };
  await hub.store.transaction((tables) => importTable(tables, { kind: "channels", body, by: "小陈" }, start));
  await ask("POST", "/api/flows/notices", { text: "水泵没开起来", ticket: "ticket-1" });
  const question = { subject: "pump/gw-1/pit-1", text: "要开泵吗？", minutes: 5 };
  for (const _ of [1, 2]) await ask("POST", "/api/flows/questions", question);
  const rows = await hub.read(({ outbox }) => outbox.list("notify/wecom-all", "waiting", 9));
  const said = rows
    .map(({ body }) => (body as { text: { zh: string } }).text.zh)
    .filter((text) => /水泵|流程问/.test(text));
  // Nobody is on duty at the unit itself: the one above hears it too.
  expect([...new Set(said)].sort()).toEqual(["水泵没开起来", expect.stringMatching(/^流程问：要开泵吗？/)]);
  expect((await hub.read(({ tasks }) => tasks.list("open", 9))).map(({ kind }) => kind)).not.toContain("FLOW_SAYS");
});

describe("a question to people", () => {
  const question = { subject: "pump/gw-1/pit-1", text: "要开泵吗？", minutes: 5 };

  test("is asked once until it is answered, by a person and never by a flow", async () => {
    const { body: first } = await ask("POST", "/api/flows/questions", question);
    expect((await ask("POST", "/api/flows/questions", question)).body.id).toBe(first.id);
    const path = `/api/flows/questions/${first.id}`;
    expect((await ask("GET", path)).body).toMatchObject({ state: "open" });
    expect((await ask("POST", `${path}/answer`, { answer: "yes" })).status).toBe(400);
    expect((await ask("POST", `${path}/answer`, { answer: "yes" }, "operator")).status).toBe(200);
    expect((await ask("GET", path)).body).toMatchObject({ state: "yes", by: "operator" });
    expect((await ask("POST", `${path}/answer`, { answer: "no" }, "operator")).status).toBe(409);
  });

  test("may be answered where tasks are ended, with the word", async () => {
    const { body } = await ask("POST", "/api/flows/questions", question);
    expect((await ask("POST", `/api/tasks/${body.id}/done`, { note: "同意" }, "operator")).status).toBe(200);
    expect((await ask("GET", `/api/flows/questions/${body.id}`)).body).toMatchObject({ state: "yes", by: "operator" });
  });

  test.each([
    ["another word", "好的"],
    ["a name every object has", "constructor"],
    ["no word", undefined],
  ])("ended with %s is refused, and goes on waiting", async (_, note) => {
    const { body } = await ask("POST", "/api/flows/questions", question);
    const refused = await ask("POST", `/api/tasks/${body.id}/done`, { note }, "operator");
    expect(refused).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^\/note must be 同意 .* 不同意/) },
    });
    expect((await ask("GET", `/api/flows/questions/${body.id}`)).body).toMatchObject({ state: "open" });
    expect((await ask("POST", `/api/tasks/${body.id}/done`, { note: " 不同意 " }, "operator")).status).toBe(200);
    expect((await ask("GET", `/api/flows/questions/${body.id}`)).body).toMatchObject({ state: "no", by: "operator" });
  });

  test("that is over says who answered what, or that nobody did", async () => {
    const { body: answered } = await ask("POST", "/api/flows/questions", question);
    await ask("POST", `/api/tasks/${answered.id}/done`, { note: "同意" }, "operator");
    const again = await ask("POST", `/api/tasks/${answered.id}/done`, { note: "不同意" }, "operator");
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining("operator answered 同意") } });
    const { body: late } = await ask("POST", "/api/flows/questions", question);
    await ask("POST", `/api/flows/questions/${late.id}/answer`, { answer: "over" });
    const tooLate = await ask("POST", `/api/tasks/${late.id}/done`, { note: "同意" }, "operator");
    expect(tooLate).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("nobody answered in time") },
    });
  });

  test("that nobody answered is over when the flow stops waiting", async () => {
    const { body } = await ask("POST", "/api/flows/questions", question);
    const path = `/api/flows/questions/${body.id}`;
    expect((await ask("POST", `${path}/answer`, { answer: "over" })).body).toMatchObject({ state: "over" });
    expect((await ask("GET", "/api/flows/questions/none")).status).toBe(404);
  });
});

test("while Node-RED is down its editor says so, and the hub's own pages go on", async () => {
  expect(await ask("GET", "/flows/", undefined, "operator")).toMatchObject({
    ...{ status: 503, body: { code: "FLOWS_DOWN" } },
  });
  expect((await ask("GET", "/api/flows", undefined, "operator")).body).toMatchObject({ state: "up", listening: 1 });
});
