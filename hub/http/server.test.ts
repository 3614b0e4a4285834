/** The API as a browser meets it: signing in, looking, moving, and what is refused. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import cookie from "@fastify/cookie";
import Fastify, { type InjectOptions } from "fastify";
import Type, { type TSchema } from "typebox";
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import { check } from "../../core/check.ts";
import type { AlertId, DeviceId, GatewayId, PointId, TicketId } from "../../core/id.ts";
import { faultPoint } from "../../core/point.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, event, level, open, pit, reading, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openSetup, passwordFile } from "../accounts/setup.ts";
import type { Deps } from "./deps.ts";
import { cookieName, guard } from "./guard.ts";
import { answerProblems } from "./problem.ts";
import {
  AlertView,
  CommandView,
  DesiredView,
  DeviceView,
  FaultView,
  GatewayView,
  HealthView,
  Me,
  Problem,
  SeriesView,
  TicketStory,
  TicketView,
} from "./views.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
const token = "a-session-token";
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
  await hub.read(async ({ accounts, sessions }) => {
    await accounts.put({ name: "operator", role: "administrator", passwordHash: "" });
    const tokenHash = createHash("sha256").update(token).digest("hex");
    await sessions.put({ tokenHash, account: "operator", expiresAt: start + 1000 });
  });
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
});

/** Asks as the signed-in operator and holds the answer to the schema. */
async function ask(method: string, url: string, schema: TSchema, payload?: object, more: InjectOptions = {}) {
  const request = { method, url, cookies: { [cookieName]: token }, ...(payload ? { payload } : {}), ...more };
  const response = await hub.app.inject(request as InjectOptions);
  const wanted = response.statusCode < 300 ? schema : Problem;
  return {
    status: response.statusCode,
    body: check(wanted, response.json(), "INPUT_INVALID"),
    headers: response.headers,
  };
}

const raise = (from: number, ...events: Parameters<typeof encodeAlerts>[0]) =>
  hub.take(topics.batch(id, "alert", epochs.alert, from), encodeAlerts(events));
const readings = (from: number, body: Uint8Array) => hub.take(topics.batch(id, "data", epochs.data, from), body);
const move = (body: object, ticket = "ticket-1") => ask("POST", `/api/tickets/${ticket}/moves`, TicketStory, body);

describe("signing in", () => {
  async function withPassword() {
    const folder = tempFolder();
    const fresh = await quietHub();
    await openSetup(fresh.store, folder, "operator", start);
    const password = readFileSync(passwordFile(folder, "operator"), "utf8").trim();
    const signIn = (given: string, name = "operator") =>
      fresh.app.inject({ method: "POST", url: "/api/session", payload: { name, password: given } });
    return { fresh, password, signIn };
  }

  test("gives a cookie that scripts and other sites cannot use, good for twelve hours", async () => {
    const { fresh, password, signIn } = await withPassword();
    const answer = await signIn(password);
    expect(check(Me, answer.json(), "INPUT_INVALID")).toMatchObject({ name: "operator", role: "administrator" });
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ name: cookieName, httpOnly: true, sameSite: "Strict", path: "/", maxAge: 43_200 });
    const cookies = { [cookieName]: cookie?.value ?? "" };
    const whoAmI = () => fresh.app.inject({ url: "/api/session", cookies });
    expect((await whoAmI()).json()).toMatchObject({ name: "operator" });
    expect(JSON.stringify(await fresh.read(({ sessions }) => sessions.find(cookie?.value ?? "", start)))).toBe("null");
    fresh.clock.now += 12 * 3_600_000;
    expect((await whoAmI()).statusCode).toBe(401);
  });

  test("signing out ends the session at the hub", async () => {
    expect((await ask("DELETE", "/api/session", Type.Null())).status).toBe(200);
    expect(await ask("GET", "/api/session", Me)).toMatchObject({ status: 401, body: { code: "SIGN_IN_REQUIRED" } });
  });

  test("a wrong password and an unknown name are refused alike", async () => {
    const { signIn } = await withPassword();
    const [wrong, unknown] = [await signIn("wrong"), await signIn("wrong", "nobody")];
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect({ ...wrong.json(), request: "" }).toEqual({ ...unknown.json(), request: "" });
  });

  test("five wrong tries in a minute lock the name for this address, then it opens again", async () => {
    const { fresh, password, signIn } = await withPassword();
    const tries = await Promise.all(Array.from({ length: 7 }, () => signIn("wrong")));
    expect(tries.map(({ statusCode }) => statusCode).sort()).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await signIn(password)).json()).toMatchObject({ code: "SIGN_IN_LOCKED" });
    fresh.clock.now += 60_001;
    expect((await signIn(password)).statusCode).toBe(200);
  });

  test("twenty tries in a minute lock an address, whatever the names, then it opens again; another is not touched", async () => {
    const { fresh, password } = await withPassword();
    const tryAs = (name: string, remoteAddress: string, given = "wrong") =>
      fresh.app.inject({ method: "POST", url: "/api/session", payload: { name, password: given }, remoteAddress });
    const tries = await Promise.all(Array.from({ length: 23 }, (_, i) => tryAs(`name-${i}`, "10.0.0.1")));
    expect(tries.filter(({ statusCode }) => statusCode === 429)).toHaveLength(3);
    expect((await tryAs("operator", "10.0.0.1", password)).json()).toMatchObject({ code: "SIGN_IN_LOCKED" });
    expect((await tryAs("operator", "10.0.0.2", password)).statusCode).toBe(200);
    fresh.clock.now += 60_001;
    expect((await tryAs("operator", "10.0.0.1", password)).statusCode).toBe(200);
  });

  test("the first operator is made once, its password for its owner alone", async () => {
    const folder = tempFolder();
    const fresh = await quietHub();
    await openSetup(fresh.store, folder, "operator", start);
    const { mode } = await import("node:fs").then((fs) => fs.statSync(passwordFile(folder, "operator")));
    expect(mode & 0o777).toBe(0o600);
    const before = await fresh.read(({ accounts }) => accounts.find("operator"));
    expect(before?.passwordHash).toMatch(/^argon2id\$65536\$3\$4\$/);
    await openSetup(fresh.store, folder, "operator", start);
    expect(await fresh.read(({ accounts }) => accounts.find("operator"))).toEqual(before);
  });
});

describe("the guard", () => {
  test("every route of the API asks for a sign-in but those that open the door, whose bodies are proof enough", async () => {
    const document = (await hub.app.inject({ url: "/api/openapi.json" })).json();
    const open: string[] = [];
    for (const [path, methods] of Object.entries(document.paths as Record<string, object>))
      for (const method of Object.keys(methods)) {
        const url = path.replaceAll(/\{[^}]+\}/g, "x");
        const response = await hub.app.inject({ method: method.toUpperCase(), url } as InjectOptions);
        if (response.statusCode !== 401) open.push(`${method} ${path}`);
      }
    expect(open.sort()).toEqual([
      "get /api/district/openapi.json",
      "get /api/door",
      "get /api/health",
      "get /api/oidc/back",
      "get /api/oidc/leave",
      "get /api/openapi.json",
      "post /api/district/callbacks",
      "post /api/enrol",
      "post /api/enrol/renew",
      "post /api/password",
      "post /api/records",
      "post /api/session",
      "post /api/setup",
      "post /api/wall/session",
      "put /api/records/{id}/photos/{photo}",
    ]);
  });

  /** The paths of the API, filled in, that ask for a sign-in. */
  async function closedRoutes(): Promise<{ method: string; url: string }[]> {
    const document = (await hub.app.inject({ url: "/api/openapi.json" })).json();
    return Object.entries(document.paths as Record<string, Record<string, { security?: unknown[] }>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods)
          .filter(([, operation]) => operation.security === undefined)
          .map(([method]) => ({ method: method.toUpperCase(), url: path.replaceAll(/\{[^}]+\}/g, "x") })),
    );
  }

  const escaped = (text: string) =>
    [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
  /** Ways to write a path that routers, proxies and filters read differently. */
  const variantsOf = (path: string): string[] => {
    const [, first = "", ...rest] = path.split("/");
    const tail = rest.join("/");
    return [
      ...[`/${escaped(first)}/${tail}`, `/${first}/${rest.map(escaped).join("/")}`, `/${escaped(`${first}/`)}${tail}`],
      ...[`/%61${path.slice(2)}`, `//${first}/${tail}`, `/${first}//${tail}`, `/x/..${path}`, `/x/%2e%2e${path}`],
      ...[`/${first.toUpperCase()}/${tail}`, `${path}/`, `${path}%2f`, `${path};a=b`, `${path}?a=b`, `${path}%00`],
      ...[`http://x${path}`, `http://x/%61pi/${tail}`, `http:${path}`],
    ];
  };

  test("no way to write a path gets past it: unauthenticated, nothing of the API answers", async () => {
    for (const { method, url } of await closedRoutes())
      for (const variant of variantsOf(url)) {
        const answer = await hub.app.inject({ method, url: variant, payload: {} } as InjectOptions);
        expect([400, 401, 404], `${method} ${variant}`).toContain(answer.statusCode);
      }
  });

  test("nor over a bare socket, in the absolute form too [RFC 9112 §3.2.2]", async () => {
    const port = new URL(await hub.app.listen({ port: 0, host: "127.0.0.1" })).port;
    const say = async (line: string) => {
      const socket = connect({ port: Number(port), host: "127.0.0.1" });
      socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      let text = "";
      for await (const chunk of socket) text += chunk;
      return text.split(" ")[1];
    };
    expect(await say("GET http://x/api/gateways")).toBe("401");
    expect(await say("GET http://x/%61pi/gateways")).toBe("401");
    for (const { method, url } of await closedRoutes())
      for (const target of [url, `http://x${url}`, `http://x/%61${url.slice(2)}`, `HTTP://u@x:1${url}`])
        expect(["400", "401", "404"], `${method} ${target}`).toContain(await say(`${method} ${target}`));
  });

  test("a route that does not say that it is open is not, wherever it lies; one that says nothing stops the start", async () => {
    const guarded = async (config: object) => {
      const app = Fastify();
      await app.register(cookie);
      answerProblems(app);
      guard(app, { store: hub.store, clock: () => start } as Deps);
      app.get("/elsewhere", { config }, async () => "secret");
      return app.inject({ url: "/elsewhere" });
    };
    expect((await guarded({ right: "look" })).statusCode).toBe(401);
    await expect(guarded({})).rejects.toThrow(
      "GET /elsewhere says neither who may ask (access) nor what it needs (right)",
    );
  });

  test("an escaped path is the same route behind the same guard", async () => {
    for (const url of [
      "/%61pi/tickets",
      "/a%70i/gateways",
      "/%61%70%69/faults",
      "//api/tickets",
      "/api/../api/tickets",
    ]) {
      const answer = await hub.app.inject({ url });
      expect([401, 404, 200], url).toContain(answer.statusCode);
      expect(answer.headers["content-type"], url).toMatch(answer.statusCode === 200 ? /text\/html/ : /json/);
    }
    expect((await hub.app.inject({ url: "/%61pi/tickets" })).statusCode).toBe(401);
    const foreign = {
      method: "PUT",
      url: "/%61pi/gateways/gw-1/desired",
      headers: { origin: "https://evil.example" },
      payload: { devices: [] },
    } as const;
    expect((await hub.app.inject(foreign)).statusCode).toBe(403);
  });

  test.each<[string, Record<string, string>]>([
    ["another origin", { origin: "https://evil.example" }],
    ["no origin at all but another site", { "sec-fetch-site": "cross-site" }],
    ["an opaque origin", { origin: "null" }],
  ])("a request that moves something from %s is refused", async (_what, headers) => {
    await raise(0, event("raised", start));
    const answer = await ask("POST", "/api/alerts/alert-1/acknowledge", AlertView, undefined, { headers });
    expect(answer).toMatchObject({ status: 403, body: { code: "ORIGIN_FOREIGN" } });
    expect(await hub.read(({ alerts }) => alerts.find("alert-1" as AlertId))).toMatchObject({
      state: "unacknowledged",
    });
  });

  test("a request from the hub's own page passes", async () => {
    await raise(0, event("raised", start));
    const headers = { host: "hub.local:8080", origin: "http://hub.local:8080", "sec-fetch-site": "same-origin" };
    expect((await ask("POST", "/api/alerts/alert-1/acknowledge", AlertView, undefined, { headers })).status).toBe(200);
  });

  test("a body that is no JSON, too long or of another type is refused with a problem", async () => {
    const send = (payload: string, type: string) =>
      ask("POST", "/api/tickets/ticket-1/moves", TicketStory, undefined, {
        payload,
        headers: { "content-type": type },
      });
    expect(await send("{", "application/json")).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
    expect(await send("move=close", "text/plain")).toMatchObject({ status: 415, body: { code: "INPUT_INVALID" } });
    expect(await send(JSON.stringify("x".repeat(300_000)), "application/json")).toMatchObject({ status: 413 });
  });

  test("answers tell a browser to load nothing from elsewhere and to keep nothing", async () => {
    const { headers } = await ask("GET", "/api/gateways", Type.Array(GatewayView));
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
  });

  test("an address that is not there is a problem with a request id", async () => {
    const answer = await ask("GET", "/api/nowhere", Type.Null());
    expect(answer).toMatchObject({ status: 404, body: { code: "NOT_FOUND", detail: "GET /api/nowhere" } });
    expect((answer.body as Problem).request).toMatch(/^[0-9A-Z]{26}$/);
  });

  test("what nobody foresaw is HUB_FAILED and says nothing of the inside", async () => {
    await hub.store.close();
    const answer = await ask("GET", "/api/gateways", Type.Array(GatewayView));
    expect(answer).toMatchObject({ status: 500, body: { code: "HUB_FAILED" } });
    hub = await quietHub();
  });
});

describe("looking", () => {
  test("gateways with what is known of them", async () => {
    await raise(0, event("raised", start));
    const { body } = await ask("GET", "/api/gateways", Type.Array(GatewayView));
    expect(body).toEqual([
      {
        ...{ id, title: "东昌小区网关", place: "东昌小区 门卫室", state: "online", since: start, lastSeen: start },
        ...{ version: "0.1.0", clock: "synced", session: 1, backlog: { data: 0, alert: 0 }, devices: 2, openAlerts: 1 },
        ...{ life: "in-service", quarantine: false, area: "dongchang-xiaoqu" },
        areaName: "陆家嘴街道 › 东昌居委 › 东昌小区",
      },
    ]);
  });

  test("devices with their newest values and their health", async () => {
    const fault = reading(start - 5, "FIELD_SILENT", faultPoint);
    await readings(0, encodeBatch([...readingsFrom(start - 9000, 3), fault, reading(start, true, open, cover)]));
    const { body } = await ask("GET", "/api/devices?gateway=gw-1", Type.Array(DeviceView));
    const [second, first] = body as DeviceView[];
    expect(first).toMatchObject({ id: cover, health: { state: "unknown" }, points: [{ latest: { value: true } }] });
    expect(second).toMatchObject({
      ...{ id: pit, registered: true, model: "level-4-20ma", place: "东昌小区 3号楼 B1 水泵房" },
      health: { state: "fault", code: "FIELD_SILENT", since: start - 5 },
    });
    expect(second?.points).toMatchObject([
      { id: level, unit: "m", latest: { at: start - 7000, receivedAt: start, value: 0.02 } },
    ]);
    const one = await ask("GET", `/api/devices/gw-1/${pit}`, DeviceView);
    // Of one device alone its rules are told: the limits of its charts.
    expect(one.body).toEqual({ ...second, rules: [expect.objectContaining({ id: "high", point: level })] });
    expect(await ask("GET", "/api/devices/gw-1/nothing", DeviceView)).toMatchObject({ status: 404 });
    expect((await ask("GET", "/api/devices?gateway=gw-2", Type.Array(DeviceView))).body).toEqual([]);
  });

  test("a device whose gateway is silent is neither well nor at fault", async () => {
    await readings(0, encodeBatch([reading(start - 5, "", faultPoint)]));
    hub.clock.now = start + 8;
    await hub.take(topics.status(id), statusOf({ state: "offline" }));
    const { body } = await ask("GET", `/api/devices/gw-1/${pit}`, DeviceView);
    expect(body).toMatchObject({ health: { state: "unknown", since: start + 8 } });
  });

  test("an unregistered device with its stray points", async () => {
    await readings(0, encodeBatch([reading(start, "on", "mode" as PointId, "stranger" as DeviceId)]));
    const { body } = await ask("GET", "/api/devices/gw-1/stranger", DeviceView);
    expect(body).toMatchObject({
      registered: false,
      points: [{ id: "mode", kind: "string", latest: { value: "on" } }],
    });
  });

  test("readings of a series, from one end or the other, with what was cut", async () => {
    await readings(0, encodeBatch(readingsFrom(start, 10)));
    const series = (query: string) =>
      ask("GET", `/api/readings?gateway=gw-1&device=pit-1&point=level${query}`, SeriesView);
    const values = async (query: string) => {
      const { readings: rows, more } = (await series(query)).body as SeriesView;
      return [rows.map(([, value]) => value), more];
    };
    expect(await values("&limit=2")).toEqual([[0.08, 0.09], true]);
    expect(await values(`&from=${start + 3000}&to=${start + 5000}`)).toEqual([[0.03, 0.04], false]);
    expect(await values(`&from=${start}&limit=2`)).toEqual([[0, 0.01], true]);
    expect((await series("&limit=10001")).status).toBe(400);
    expect((await series("&from=yesterday")).body).toMatchObject({ code: "INPUT_INVALID" });
    const stranger = await ask("GET", "/api/readings?gateway=gw-1&device=nothing&point=level", SeriesView);
    expect(stranger.status).toBe(404);
  });

  test("states and texts come back as what they are", async () => {
    await readings(0, encodeBatch([reading(start, false, open, cover), reading(start + 1, true, open, cover)]));
    const { body } = await ask("GET", "/api/readings?gateway=gw-1&device=cover-3&point=open", SeriesView);
    expect((body as SeriesView).readings).toEqual([
      [start, false, 0],
      [start + 1, true, 0],
    ]);
  });

  test("faults with their cure", async () => {
    await readings(0, Buffer.from("hello"));
    const faults = await ask("GET", "/api/faults", Type.Array(FaultView));
    expect(faults.body).toMatchObject([
      { code: "BATCH_NOT_CBOR", gateway: id, count: 1, cure: expect.stringMatching(/Send a CBOR batch/) },
    ]);
  });

  test("health without signing in", async () => {
    const response = await hub.app.inject({ url: "/api/health" });
    expect(check(HealthView, response.json(), "INPUT_INVALID")).toEqual({ state: "ok", version: "0.0.0", line: "up" });
  });
});

describe("alerts", () => {
  test("carry the words and the place of the registration", async () => {
    await raise(0, event("raised", start - 5));
    const { body } = await ask("GET", "/api/alerts", Type.Array(AlertView));
    expect(body).toMatchObject([
      {
        ...{ id: "alert-1", ticket: "ticket-1", state: "unacknowledged", place: "东昌小区 东门", value: true },
        ...{ title: { zh: "井盖被打开" }, advice: { zh: "先围挡" }, raisedAt: start - 5, receivedAt: start },
      },
    ]);
  });

  test("are acknowledged by name, once; over, they leave the open list", async () => {
    await raise(0, event("raised", start));
    const acknowledge = () => ask("POST", "/api/alerts/alert-1/acknowledge", AlertView);
    expect((await acknowledge()).body).toMatchObject({ state: "acknowledged", acknowledgedBy: "operator" });
    expect((await acknowledge()).status).toBe(200);
    await raise(1, event("cleared", start + 5));
    expect(await acknowledge()).toMatchObject({ status: 409, body: { code: "ALERT_NOT_OPEN" } });
    expect((await ask("GET", "/api/alerts?state=open", Type.Array(AlertView))).body).toEqual([]);
    expect((await ask("GET", "/api/alerts?state=all", Type.Array(AlertView))).body).toHaveLength(1);
    expect((await ask("GET", "/api/alerts?state=some", Type.Array(AlertView))).status).toBe(400);
    expect((await ask("POST", "/api/alerts/nothing/acknowledge", AlertView)).status).toBe(404);
  });
});

describe("tickets", () => {
  const toSubmitted = async () => {
    await move({ move: "admit" });
    await move({ move: "register" });
    await move({ move: "transfer", assignee: "老王", reason: "他离得近" });
    await move({ move: "accept" });
    await move({ move: "submit", reason: "已盖好" });
  };

  test("go their way; each move is written down with who, when and why", async () => {
    await raise(0, event("raised", start));
    await toSubmitted();
    await raise(1, event("cleared", start + 5));
    hub.clock.now = start + 60;
    const { body } = await move({ move: "close" });
    expect(body).toMatchObject({
      state: "closed",
      assignee: "老王",
      moves: ["reopen"],
      changedAt: start + 60,
    });
    expect((body as TicketStory).story).toMatchObject([
      { move: "report", to: "reported", actor: "gw-1/cover-3", at: start },
      { move: "admit", from: "reported", to: "admitted", actor: "operator" },
      { move: "register", from: "admitted", to: "registered", actor: "operator" },
      { move: "dispatch", to: "dispatched", actor: "hub" },
      { move: "transfer", to: "dispatched", assignee: "老王" },
      { move: "accept", to: "handling" },
      { move: "submit", to: "submitted", reason: "已盖好" },
      { move: "clear", from: "submitted", to: "submitted", at: start + 5 },
      { move: "close", to: "closed", at: start + 60 },
    ]);
    expect((await ask("GET", "/api/tickets", Type.Array(TicketView))).body).toEqual([]);
    expect((await ask("GET", "/api/tickets?state=all", Type.Array(TicketView))).body).toHaveLength(1);
  });

  test("do not close over a sensor in alarm without a reason, and nothing is half done", async () => {
    await raise(0, event("raised", start));
    await toSubmitted();
    const refused = await move({ move: "close" });
    expect(refused).toMatchObject({ status: 422, body: { code: "REASON_REQUIRED" } });
    expect((refused.body as Problem).detail).toBe("东昌小区 东门 (cover-3) is still in alarm");
    const { body } = await ask("GET", "/api/tickets/ticket-1", TicketStory);
    expect(body).toMatchObject({ state: "submitted", sensorInAlarm: true });
    expect((await move({ move: "close", reason: "传感器坏了,已报修" })).body).toMatchObject({
      state: "closed",
      sensorInAlarm: true,
    });
  });

  test("closed against the alarm reopen when the alarm comes back", async () => {
    await raise(0, event("raised", start));
    await toSubmitted();
    await move({ move: "close", reason: "传感器坏了" });
    await raise(1, event("cleared", start + 5));
    const again = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId };
    await raise(2, event("raised", start + 9, again));
    const { body } = await ask("GET", "/api/tickets/ticket-1", TicketStory);
    expect(body).toMatchObject({ state: "registered", sensorInAlarm: true });
    expect((body as TicketStory).story.at(-1)).toMatchObject({ move: "relapse", from: "closed", to: "registered" });
    expect((body as TicketStory).assignee).toBeUndefined();
  });

  test("ending a case acknowledges its alert", async () => {
    await raise(0, event("raised", start), event("cleared", start + 5));
    await move({ move: "void", reason: "施工演练" });
    const { body } = await ask("GET", "/api/alerts?state=all", Type.Array(AlertView));
    expect(body).toMatchObject([{ state: "normal", acknowledgedBy: "operator" }]);
  });

  test("refuse moves that are not possible, unknown moves and unknown tickets", async () => {
    await raise(0, event("raised", start));
    expect(await move({ move: "close" })).toMatchObject({ status: 409, body: { code: "MOVE_NOT_ALLOWED" } });
    expect(await move({ move: "fly" })).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
    expect(await move({ move: "register", force: true })).toMatchObject({ status: 400 });
    expect(await move({ move: "register" }, "nothing")).toMatchObject({ status: 404 });
    expect((await ask("GET", "/api/tickets/nothing", TicketStory)).status).toBe(404);
  });

  test("two operators who move at once: one moves, the other is told", async () => {
    await raise(0, event("raised", start));
    const both = await Promise.all([move({ move: "admit" }), move({ move: "admit" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe("commands and configuration", () => {
  const give = (payload: object, gateway: string = id) =>
    ask("POST", `/api/gateways/${gateway}/commands`, Type.Object({ id: Type.String() }), payload);
  const look = (name: string) => ask("GET", `/api/gateways/${id}/commands/${name}`, CommandView);

  test("a command is stored, sent, and shows its result", async () => {
    const { body } = await give({ verb: "sample", args: { device: pit }, withinMs: 5000 });
    const name = (body as { id: string }).id;
    const command = { verb: "sample", args: { device: pit }, deadline: start + 5000 };
    expect(hub.sent.at(-1)).toEqual({ topic: topics.do(id, name), body: command, retain: false });
    expect((await look(name)).body).toMatchObject({ ...command, state: "waiting", actor: "operator" });
    hub.clock.now = start + 900;
    await hub.take(topics.done(id, name), { state: "done", result: { level: 1.2 } });
    expect((await look(name)).body).toMatchObject({ state: "done", result: { level: 1.2 } });
  });

  test("a command past its deadline has expired", async () => {
    const { body } = await give({ verb: "sample", args: { device: pit }, withinMs: 1000 });
    await hub.read(({ sessions }) =>
      sessions.put({
        tokenHash: createHash("sha256").update("later").digest("hex"),
        account: "operator",
        expiresAt: 9e15,
      }),
    );
    hub.clock.now = start + 1001;
    const url = `/api/gateways/${id}/commands/${(body as { id: string }).id}`;
    const response = await hub.app.inject({ url, cookies: { [cookieName]: "later" } });
    expect(response.json()).toMatchObject({ state: "expired" });
  });

  test("an unknown verb, wrong arguments and an unknown gateway are refused", async () => {
    expect(await give({ verb: "dance", args: {} })).toMatchObject({ status: 400 });
    expect(await give({ verb: "sample", args: { device: 7 } })).toMatchObject({ body: { code: "COMMAND_INVALID" } });
    expect(await give({ verb: "sample", args: { device: pit } }, "gw-9")).toMatchObject({ status: 404 });
    expect((await look("nothing")).status).toBe(404);
  });

  test("a configuration is hashed, published for later too, and shows what became of it", async () => {
    const devices = [{ id: pit, everyMs: 500 }];
    const { body } = await ask("PUT", `/api/gateways/${id}/desired`, DesiredView, { devices });
    const { hash } = (body as DesiredView).desired ?? { hash: "" };
    expect(hub.sent.at(-1)).toEqual({ topic: topics.desired(id), body: { hash, devices }, retain: true });
    const again = await ask("PUT", `/api/gateways/${id}/desired`, DesiredView, { devices });
    expect((again.body as DesiredView).desired?.hash).toBe(hash);
    await hub.take(topics.reported(id), { hash, state: "applied" });
    expect((await ask("GET", `/api/gateways/${id}/desired`, DesiredView)).body).toMatchObject({
      reported: { hash, state: "applied" },
    });
    const wrong = await ask("PUT", `/api/gateways/${id}/desired`, DesiredView, { devices: [{ id: pit, everyMs: 1 }] });
    expect(wrong).toMatchObject({ status: 400, body: { detail: expect.stringMatching("/devices/0/everyMs") } });
  });
});

describe("the console", () => {
  async function built() {
    const consoleFolder = tempFolder();
    mkdirSync(join(consoleFolder, "assets"));
    writeFileSync(join(consoleFolder, "index.html"), "<html>console</html>");
    writeFileSync(join(consoleFolder, "assets/main-AB12CD34.js"), "1");
    return quietHub({ consoleFolder });
  }

  test("comes compressed to whoever takes it so, under the same name and as long kept", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "<html></html>");
    writeFileSync(join(folder, "assets", "main-ABCDEFGH.js"), "let long;");
    writeFileSync(join(folder, "assets", "main-ABCDEFGH.js.gz"), gzipSync("let long;"));
    const { app } = await quietHub({ consoleFolder: folder });
    const headers = { "accept-encoding": "gzip" };
    const packed = await app.inject({ url: "/assets/main-ABCDEFGH.js", headers });
    expect(gunzipSync(packed.rawPayload).toString()).toBe("let long;");
    expect(packed.headers).toMatchObject({
      "content-encoding": "gzip",
      "cache-control": expect.stringContaining("immutable"),
      "content-type": expect.stringContaining("javascript"),
    });
    const plain = await app.inject({ url: "/assets/main-ABCDEFGH.js" });
    expect([plain.body, plain.headers["content-encoding"]]).toEqual(["let long;", undefined]);
  });

  test("is served with its files kept for ever and its page asked for each time", async () => {
    const { app } = await built();
    const [page, file] = [await app.inject({ url: "/" }), await app.inject({ url: "/assets/main-AB12CD34.js" })];
    expect(page.body).toBe("<html>console</html>");
    expect(page.headers["cache-control"]).toBe("no-cache");
    expect(page.headers["content-security-policy"]).toContain("style-src 'self' 'unsafe-inline'");
    expect(file.headers["cache-control"]).toContain("immutable");
  });

  test("has its own addresses; the API's stay the API's", async () => {
    const { app } = await built();
    expect((await app.inject({ url: "/tickets/01ABC" })).body).toBe("<html>console</html>");
    expect((await app.inject({ url: "/..%2f..%2fetc%2fpasswd" })).body).not.toContain("root:");
    expect((await app.inject({ method: "POST", url: "/tickets" })).statusCode).toBe(404);
    expect((await app.inject({ url: "/api/nowhere" })).headers["content-type"]).toContain("application/problem+json");
  });

  test("that is not built says how to build it", async () => {
    const response = await hub.app.inject({ url: "/" });
    expect(response.json()).toMatchObject({ code: "NOT_FOUND", detail: expect.stringMatching(/npm run build/) });
  });
});
