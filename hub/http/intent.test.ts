/** Tags and keys over HTTP: nobody overwrites what they did not see, and what is sent twice is done once. */
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { intentMs } from "../store/intents.ts";
import type { Store } from "../store/store.ts";
import type { TicketStory } from "./views.ts";

const id = "gw-1" as GatewayId;
const ticket = "/api/tickets/ticket-1";
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", 10)]));
});

async function ask(
  method: "GET" | "POST" | "PUT",
  url: string,
  headers: Record<string, string> = {},
  payload?: object,
) {
  const answer = await hub.app.inject({ method, url, headers: { cookie, ...headers }, ...(payload && { payload }) });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: answer.body && answer.json() };
}
const admit = (headers: Record<string, string>, body: object = { move: "admit" }) =>
  ask("POST", `${ticket}/moves`, headers, body);
const moves = async () => ((await ask("GET", ticket)).body as TicketStory).story.map(({ move }) => move);

describe("a tag", () => {
  test("stays while nothing changes, and saves the body then", async () => {
    const { headers } = await ask("GET", ticket);
    expect(headers.etag).toMatch(/^W\/".{22}"$/);
    const again = await ask("GET", ticket, { "if-none-match": `"other", ${headers.etag}` });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, "", headers.etag]);
    await admit({});
    expect((await ask("GET", ticket, { "if-none-match": String(headers.etag) })).status).toBe(200);
  });

  test("is on lists too", async () => {
    const { headers } = await ask("GET", "/api/alerts");
    expect((await ask("GET", "/api/alerts", { "if-none-match": String(headers.etag) })).status).toBe(304);
  });

  test.each([
    ["a ticket's move", ticket, "POST", `${ticket}/moves`, { move: "register" }],
    ["an acknowledgement", "/api/alerts/alert-1", "POST", "/api/alerts/alert-1/acknowledge", undefined],
    ["a posture", "/api/posture", "PUT", "/api/posture", { level: "typhoon-blue", reason: "台风" }],
  ] as const)("keeps %s from what its sender did not see", async (_name, read, method, write, body) => {
    const old = String((await ask("GET", read)).headers.etag);
    if (read === "/api/posture") await ask("PUT", read, {}, { level: "typhoon-yellow", reason: "台风" });
    else if (read === ticket) await admit({});
    else await ask("POST", write);
    const now = await ask("GET", read);
    const refused = await ask(method, write, { "if-match": old }, body);
    expect([refused.status, refused.body.code]).toEqual([412, "STALE"]);
    expect((await ask("GET", read)).text).toBe(now.text);
    expect((await ask(method, write, { "if-match": String(now.headers.etag) }, body)).status).toBe(200);
  });

  test("keeps a person from who did not see the newest; that they use a page changes nothing of them", async () => {
    const lin = { display: "林", role: "read-only", unit: null, areas: [], phone: null };
    await ask("POST", "/api/people", {}, { name: "lin", ...lin });
    const old = String((await ask("GET", "/api/people/lin")).headers.etag);
    await hub.read(({ sessions }) =>
      sessions.put({ tokenHash: "t", account: "lin", expiresAt: hub.clock.now + 1000, usedAt: hub.clock.now }),
    );
    const change = (role: string) => ask("PUT", "/api/people/lin", { "if-match": old }, { ...lin, role, active: true });
    expect((await change("operator")).status).toBe(200);
    expect((await change("administrator")).body).toMatchObject({ code: "STALE" });
    expect((await ask("GET", "/api/people/lin")).body).toMatchObject({ role: "operator" });
  });

  test("any one will do for a sender who says so", async () => {
    expect((await admit({ "if-match": "*" })).status).toBe(200);
  });
});

describe("a key", () => {
  const key = { "idempotency-key": "k-1" };

  test("has a second sending answered as the first was, and done once", async () => {
    const first = await admit(key);
    const second = await admit(key);
    expect([first.status, second.status, second.text]).toEqual([200, 200, first.text]);
    expect([first.headers["idempotency-replayed"], second.headers["idempotency-replayed"]]).toEqual([
      undefined,
      "true",
    ]);
    expect((await moves()).filter((move) => move === "admit")).toHaveLength(1);
  });

  test("sent twice at once is done once, and both are answered alike", async () => {
    const [one, two] = await Promise.all([admit(key), admit(key)]);
    expect([one.status, two.status, two.text]).toEqual([200, 200, one.text]);
    expect((await moves()).filter((move) => move === "admit")).toHaveLength(1);
  });

  test.each([
    ["another body", () => admit(key, { move: "void", reason: "误报" })],
    ["another address", () => ask("POST", "/api/alerts/alert-1/acknowledge", key)],
  ])("is refused with %s", async (_name, other) => {
    await admit(key);
    const before = await moves();
    const refused = await other();
    expect([refused.status, refused.body.code]).toEqual([422, "KEY_REUSED"]);
    expect(await moves()).toEqual(before);
  });

  test("that failed may be tried again: nothing of it was done", async () => {
    expect((await admit(key, { move: "close" })).status).toBe(409);
    expect((await admit(key)).status).toBe(200);
  });

  test("of another person is another key", async () => {
    await admit(key);
    const flows = await hub.read(({ intents }) => intents.find("somebody else", "k-1"));
    expect(flows).toBeNull();
    expect(await hub.read(({ intents }) => intents.find("operator", "k-1"))).toMatchObject({ answer: { status: 200 } });
  });

  test("is forgotten after a day, with those that are as old", async () => {
    await admit(key);
    hub.clock.now += intentMs + 1;
    await hub.read(({ intents }) =>
      intents.add({ account: "operator", key: "k-2", hash: "", at: hub.clock.now, answer: null }),
    );
    expect(await hub.read(({ intents }) => intents.find("operator", "k-1"))).toBeNull();
  });

  test("whose code is told once is not told again, nor is a second code made", async () => {
    const make = () => ask("POST", "/api/enrolments", key, { gateway: "gw-1" });
    expect((await make()).body.code).toBeTypeOf("string");
    const second = await make();
    expect([second.status, second.body.code]).toEqual([409, "KEY_DONE"]);
    expect((await hub.read(({ enrolments }) => enrolments.page({ limit: 9, sort: "newest" }))).rows).toHaveLength(1);
  });

  test("that is no key is refused by name", async () => {
    const refused = await admit({ "idempotency-key": "a b" });
    expect([refused.status, refused.body.code]).toEqual([400, "INPUT_INVALID"]);
  });

  test("that another process of the hub took in this moment undoes what it would have done a second time", async () => {
    await admit(key);
    const blind: Store = {
      ...hub.store,
      read: (work) =>
        hub.store.read((tables) => work({ ...tables, intents: { ...tables.intents, find: async () => null } })),
    };
    const other = await quietHub({ store: blind });
    const url = "/api/alerts/alert-1/acknowledge";
    const refused = await other.app.inject({ method: "POST", url, headers: { cookie, ...key } });
    expect([refused.statusCode, refused.json().code]).toEqual([409, "KEY_BUSY"]);
    expect((await ask("GET", "/api/alerts/alert-1")).body.state).toBe("unacknowledged");
  });
});

test("a body that is nested too deeply is refused by name, with a key and without", async () => {
  const payload = `{"rev":1,"body":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  for (const headers of [{}, { "idempotency-key": "deep" }]) {
    const all = { cookie, "content-type": "application/json", ...headers };
    const answer = await hub.app.inject({ method: "PUT", url: "/api/rulebook/areas", headers: all, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([400, "INPUT_INVALID"]);
    expect(answer.json().detail).toContain("nested");
  }
});
