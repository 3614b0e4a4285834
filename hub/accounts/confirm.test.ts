/** A session that is used at another place: it reads there, and changes nothing until its person has shown that it is them. */
import { Secret, TOTP } from "otpauth";
import { beforeEach, expect, test } from "vitest";
import { type Browser, browser, goodPassword, person } from "../../test/kit/people.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { placeOf } from "./place.ts";

const minute = 60_000;
const hour = 60 * minute;
let hub: QuietHub;
let own: Browser;
let thief: Browser;

beforeEach(async () => {
  hub = await quietHub();
  await person(hub, "chen");
  own = browser(hub);
  await own.signIn("chen");
  // The same browser by its name: whoever can take a cookie can take that too.
  thief = Object.assign(browser(hub, "203.0.113.7"), { cookie: own.cookie });
});

const newcomer = { name: "lin", display: "林", role: "read-only", unit: null, areas: [], phone: null };
const confirm = (at: Browser, password = goodPassword, code?: string) =>
  at.ask("POST", "/api/session/confirm", { password, ...(code === undefined ? {} : { code }) });

test("what an ordinary desk reads goes on at another address; whatever tells of many persons does not", async () => {
  for (const url of ["/api/session", "/api/tickets", "/api/alerts", "/api/devices", "/api/overview", "/api/ledgers"])
    expect((await thief.ask("GET", url)).status, url).toBe(200);
  for (const url of [
    ...["/api/people", "/api/people/chen", "/api/me", "/api/me/sessions", "/api/me/tokens", "/api/walls"],
    ...["/api/audit", "/api/audit/verify", "/api/notify/log", "/api/rulebook/channels", "/flows/flows"],
    ...[
      "/api/scores.xlsx",
      "/api/scores.csv",
      "/api/registry/export",
      "/api/ledgers/links",
      "/api/ledgers/links/export",
    ],
    "/api/readings/export?gateway=gw-1&device=pit-1&point=level",
  ]) {
    const refused = { status: 403, body: { code: "CONFIRM_REQUIRED" } };
    expect(await thief.ask("GET", url), url).toMatchObject(refused);
    expect((await own.ask("GET", url)).body?.code, url).not.toBe("CONFIRM_REQUIRED");
  }
  expect((await confirm(thief)).status).toBe(200);
  expect((await thief.ask("GET", "/api/people")).status).toBe(200);
});

test("every file of an export asks, too", () => {
  const open = hub.app.declared
    .filter(
      ({ config, url, method }) => method === "GET" && /export|\.(csv|xlsx)$/.test(url) && config?.place !== "proved",
    )
    .map(({ url }) => url);
  expect(open).toEqual([]);
});

test("every write of people, gateways, tables and secrets is refused at another address, and not done", async () => {
  const writes = [
    ["POST", "/api/people", newcomer],
    ["POST", "/api/people/chen/reset", undefined],
    ["POST", "/api/enrolments", { gateway: "gw-9" }],
    ["PUT", "/api/rulebook/units", { source: "x", units: [] }],
    ["POST", "/api/walls", { name: "大厅" }],
    ["POST", "/api/me/tokens", { name: "x", rights: ["look"], expiresAt: hub.clock.now + hour }],
    ["POST", "/api/me/totp", undefined],
    ["DELETE", "/api/me/sessions/x", undefined],
  ] as const;
  for (const [method, url, body] of writes)
    expect(await thief.ask(method, url, body), `${method} ${url}`).toMatchObject({
      status: 403,
      body: { code: "CONFIRM_REQUIRED", detail: "chen has not given the password at 203.0.113.7 yet" },
    });
  expect(await hub.read(({ accounts }) => accounts.find("lin"))).toBeNull();
  expect((await own.ask("POST", "/api/people", newcomer)).status).toBe(200);
});

test("every route that writes for a person asks, but for those that say why not", async () => {
  const any = hub.app.declared
    .filter(({ config }) => config?.place === "any")
    .map(({ method, url }) => `${method} ${url}`);
  expect(any.sort()).toEqual([
    "DELETE /api/session",
    "POST /api/rulebook/classes/read",
    "POST /api/rulebook/dispatch/try",
    "POST /api/session/confirm",
    "POST /api/tickets/:id/seen",
  ]);
});

test("with the password the place is known, and the same request is done; the token before ends", async () => {
  const before = thief.cookie;
  expect((await confirm(thief, "wrong")).body).toMatchObject({ code: "SIGN_IN_REFUSED" });
  expect((await thief.ask("POST", "/api/people", newcomer)).body).toMatchObject({ code: "CONFIRM_REQUIRED" });
  expect(await confirm(thief)).toMatchObject({ status: 200, body: { name: "chen" } });
  expect(thief.cookie).not.toBe(before);
  const key = { "idempotency-key": "k-1" };
  expect((await thief.ask("POST", "/api/people", newcomer, key)).status).toBe(200);
  hub.clock.now += minute + 1;
  expect((await own.ask("GET", "/api/session")).status).toBe(401);
});

test("home stays home: a phone between two networks is asked once at each", async () => {
  const at = (address: string) => Object.assign(own, { address });
  at("10.9.9.9");
  await confirm(own);
  for (const [i, address] of ["10.0.0.1", "10.9.9.9", "10.0.0.1"].entries())
    expect((await at(address).ask("POST", "/api/people", { ...newcomer, name: `lin${i}` })).status).toBe(200);
});

test("wrong passwords are counted as at the door", async () => {
  const tries = [];
  for (let i = 0; i < 6; i++) tries.push((await confirm(thief, `wrong ${i}`)).body.code);
  expect(tries).toEqual([...Array(5).fill("SIGN_IN_REFUSED"), "SIGN_IN_LOCKED"]);
});

test("a stolen session is no home: the name waits there too, and gets neither a new token nor more time", async () => {
  expect((await thief.ask("GET", "/api/session")).status).toBe(200);
  for (let i = 0; i < 5; i++) await browser(hub, `10.0.1.${i}`).signIn("chen", "wrong");
  expect((await browser(hub, "203.0.113.7").signIn("chen")).status).toBe(429);
  const stolen = thief.cookie;
  hub.clock.now += 11 * hour;
  expect((await thief.ask("GET", "/api/session")).status).toBe(200);
  expect(thief.cookie).toBe(stolen);
  hub.clock.now += hour;
  expect((await thief.ask("GET", "/api/session")).status).toBe(401);
});

test("the other place is told in the trail once, however often both use it in turn", async () => {
  for (let i = 0; i < 3; i++) {
    await thief.ask("GET", "/api/session");
    await own.ask("GET", "/api/session");
  }
  await thief.ask("POST", "/api/people", newcomer);
  await confirm(thief);
  const told = await hub.read(({ audit }) => audit.before(1e9, { who: "chen" }, 9));
  expect(told.map(({ what, address, outcome }) => [what, address, outcome])).toEqual([
    ["confirmSession", "203.0.113.7", "done"],
    ["addPerson", "203.0.113.7", "CONFIRM_REQUIRED"],
    ["sessionAddress", "203.0.113.7", "done"],
    ["signIn", "10.0.0.1", "done"],
  ]);
});

test("who has one-time codes gives one too", async () => {
  const { secret } = (await own.ask("POST", "/api/me/totp")).body;
  const codeNow = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: hub.clock.now });
  await own.ask("POST", "/api/me/totp/on", { code: codeNow() });
  hub.clock.now += minute;
  expect((await confirm(thief)).body).toMatchObject({ code: "TOTP_REQUIRED" });
  expect((await confirm(thief, goodPassword, "000000")).body).toMatchObject({ code: "SIGN_IN_REFUSED" });
  expect((await confirm(thief, goodPassword, codeNow())).status).toBe(200);
});

test("a program's token is asked nothing, wherever it comes from", async () => {
  const wish = { name: "脚本", rights: ["posture"], expiresAt: hub.clock.now + hour };
  const { token } = (await own.ask("POST", "/api/me/tokens", wish)).body;
  const program = browser(hub, "198.51.100.3", "curl/8.1");
  const wave = { level: "everyday", reason: "演练结束" };
  expect((await program.ask("PUT", "/api/posture", wave, { authorization: `Bearer ${token}` })).status).toBe(200);
});

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["2001:db8:0:7::1", "2001:db8:0:7::/64"],
  ["2001:0DB8::0007:a:b:c:d", "2001:db8:0:7::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s is at %s", (address, place) => {
  expect(placeOf(address)).toBe(place);
});
