/** Accounts as people meet them: the first start, the door, sessions, one-time codes, tokens, and who may change whom. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, test } from "vitest";
import { type Browser, browser, goodPassword, person } from "../../test/kit/people.ts";
import { type QuietHub, quietHub } from "../../test/kit/quiet-hub.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { openStore } from "../store/open.ts";
import { hashPassword } from "./password.ts";
import { codeFile, openSetup } from "./setup.ts";

const start = 1_790_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
let hub: QuietHub;

beforeEach(async () => {
  hub = await quietHub();
});

async function signedIn(name = "chen", more: Parameters<typeof person>[2] = {}): Promise<Browser> {
  await person(hub, name, more);
  const own = browser(hub);
  expect((await own.signIn(name)).status).toBe(200);
  return own;
}

describe("the first start", () => {
  async function fresh() {
    const folder = tempFolder();
    const store = openStore(tempFolder(), start);
    hub = await quietHub({ store, setup: await openSetup(store, folder, undefined, start) });
    const code = readFileSync(codeFile(folder), "utf8").trim();
    const first = (more: object) => ({ code, name: "wang", password: goodPassword, display: "王秀英", ...more });
    return { folder, code, first, own: browser(hub) };
  }

  test("asks for the administrator by a code that only the hub's owner can read, once", async () => {
    const { folder, code, first, own } = await fresh();
    expect(statSync(codeFile(folder)).mode & 0o777).toBe(0o600);
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect((await own.ask("GET", "/api/door")).body).toEqual({ setup: true, oidc: false });
    const guessed = await own.ask("POST", "/api/setup", first({ code: "0000-0000-0000-0000" }));
    expect(guessed).toMatchObject({ status: 403, body: { code: "CODE_REFUSED" } });
    const answer = await own.ask("POST", "/api/setup", first({ code: code.toLowerCase().replaceAll("-", " ") }));
    expect(answer).toMatchObject({ status: 200, body: { name: "wang", display: "王秀英", role: "administrator" } });
    expect((await own.ask("GET", "/api/people")).status).toBe(200);
    expect(existsSync(codeFile(folder))).toBe(false);
    expect((await own.ask("GET", "/api/door")).body).toMatchObject({ setup: false });
    expect(await own.ask("POST", "/api/setup", first({ name: "li" }))).toMatchObject({ body: { code: "SETUP_OVER" } });
  });

  test("takes no password that is short or on everybody's list", async () => {
    const { first, own } = await fresh();
    for (const password of ["short", "1234567890", "password123", "qwertyuiop", "wangwangwang"])
      expect((await own.ask("POST", "/api/setup", first({ password }))).body, password).toMatchObject({
        code: expect.stringMatching(/^(PASSWORD_WEAK|SIGN_IN_LOCKED)$/),
      });
    expect(await hub.read(({ accounts }) => accounts.count())).toBe(0);
  });

  test("guesses of the code are few", async () => {
    const { first, own } = await fresh();
    const guess = () => own.ask("POST", "/api/setup", first({ code: "0000-0000-0000-0000" }));
    const all = [];
    for (let i = 0; i < 7; i++) all.push((await guess()).status);
    expect(all).toEqual([403, 403, 403, 403, 403, 429, 429]);
  });
});

describe("the door", () => {
  test("a name that is tried in vain waits, each time longer, wherever the tries come from", async () => {
    await person(hub, "chen");
    const tryFrom = async (i: number, password = "wrong") => browser(hub, `10.0.1.${i}`).signIn("chen", password);
    for (let i = 0; i < 5; i++) expect((await tryFrom(i)).status).toBe(401);
    expect((await tryFrom(5, goodPassword)).body).toMatchObject({ detail: expect.stringContaining("in 60 s") });
    hub.clock.now += minute;
    expect((await tryFrom(6)).status).toBe(401);
    expect((await tryFrom(7, goodPassword)).body).toMatchObject({ detail: expect.stringContaining("in 120 s") });
    hub.clock.now += 2 * minute;
    expect((await tryFrom(8, goodPassword)).status).toBe(200);
    expect((await tryFrom(9)).status).toBe(401);
    expect((await tryFrom(10, goodPassword)).status).toBe(200);
  });

  test("who is signed in from an address is let in there while others try the name", async () => {
    await signedIn("chen");
    for (let i = 0; i < 5; i++) await browser(hub, `10.0.1.${i}`).signIn("chen", "wrong");
    expect((await browser(hub, "10.0.1.9").signIn("chen")).status).toBe(429);
    expect((await browser(hub).signIn("chen")).status).toBe(200);
  });

  test("ten thousand wrong passwords cost little: the hub answers others, and few are looked at", {
    timeout: 60_000,
  }, async () => {
    const passwordHash = await hashPassword(goodPassword);
    await person(hub, "chen", { passwordHash });
    const inside = await signedIn("zhao", { passwordHash });
    let most = 0;
    const flood = async (from: number) => {
      for (let i = from; i < 10_000; i += 50)
        await browser(hub, `10.1.${i % 250}.${Math.floor(i / 250)}`)
          .signIn("chen", `wrong ${i}`)
          .then(() => turn());
    };
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const before = performance.now();
        expect((await inside.ask("GET", "/api/session")).status).toBe(200);
        most = Math.max(most, performance.now() - before);
        for (let i = 0; i < 20; i++) await turn();
      }
    })();
    try {
      await Promise.all(Array.from({ length: 50 }, (_, i) => flood(i)));
    } finally {
      isOver = true;
    }
    await watching;
    const looked = await hub.read(({ audit }) => audit.count({ who: "chen", what: "signIn" }));
    expect(looked).toBeLessThanOrEqual(10);
    expect(most).toBeLessThan(3000);
  });
});

describe("a session", () => {
  test("changes its token every half hour of use; the one before is good for a minute more", async () => {
    const own = await signedIn();
    const first = own.cookie;
    hub.clock.now += 31 * minute;
    expect((await own.ask("GET", "/api/session")).status).toBe(200);
    expect(own.cookie).not.toBe(first);
    const behind = browser(hub);
    behind.cookie = first;
    hub.clock.now += 59_000;
    expect((await behind.ask("GET", "/api/session")).status).toBe(200);
    expect(behind.cookie).toBe(first);
    hub.clock.now += 2000;
    expect((await behind.ask("GET", "/api/session")).status).toBe(401);
    expect((await own.ask("GET", "/api/session")).status).toBe(200);
  });

  test("of many requests at once, one changes it", async () => {
    const own = await signedIn();
    const token = own.cookie;
    hub.clock.now += 31 * minute;
    const many = Array.from({ length: 5 }, () => Object.assign(browser(hub), { cookie: token }));
    expect((await Promise.all(many.map((one) => one.ask("GET", "/api/me")))).map(({ status }) => status)).toEqual(
      Array(5).fill(200),
    );
    expect(new Set(many.map(({ cookie }) => cookie)).size).toBeLessThanOrEqual(2);
    const rows = await hub.read(({ sessions }) => sessions.listOf("chen"));
    expect(rows).toHaveLength(1);
  });

  test("goes on while it is used, and ends twelve hours after the last use", async () => {
    const own = await signedIn();
    for (let i = 0; i < 3; i++) {
      hub.clock.now += 11 * hour;
      expect((await own.ask("GET", "/api/session")).status).toBe(200);
    }
    hub.clock.now += 12 * hour + 1;
    expect((await own.ask("GET", "/api/session")).status).toBe(401);
  });

  test("may roam from address to address, which is told; used by another browser at another address it ends", async () => {
    const own = await signedIn();
    own.address = "10.9.9.9";
    expect((await own.ask("GET", "/api/session")).status).toBe(200);
    own.agent = "Firefox/144.0";
    expect((await own.ask("GET", "/api/session")).status).toBe(200);
    const thief = browser(hub, "203.0.113.7", "curl/8.1");
    thief.cookie = own.cookie;
    expect(await thief.ask("GET", "/api/session")).toMatchObject({ status: 401, body: { code: "SESSION_MOVED" } });
    expect(await own.ask("GET", "/api/session")).toMatchObject({ status: 401 });
    const told = (await hub.read(({ audit }) => audit.before(1e9, { who: "chen" }, 9))).map((row) => [
      row.what,
      row.address,
    ]);
    expect(told.slice(0, 2)).toEqual([
      ["sessionMoved", "203.0.113.7"],
      ["sessionAddress", "10.9.9.9"],
    ]);
  });

  test("is listed for its person, who can end it; a new password ends the others", async () => {
    const [desk, phone] = [await signedIn(), browser(hub, "10.0.0.2", "Safari")];
    await phone.signIn("chen");
    const { body } = await desk.ask("GET", "/api/me/sessions");
    expect(body.map((row: { agent: string; isThis: boolean }) => [row.agent, row.isThis]).sort()).toEqual([
      ["Firefox/143.0", true],
      ["Safari", false],
    ]);
    const other = body.find(({ isThis }: { isThis: boolean }) => !isThis);
    expect((await desk.ask("DELETE", `/api/me/sessions/${other.id}`)).status).toBe(200);
    expect((await phone.ask("GET", "/api/session")).status).toBe(401);
    await phone.signIn("chen");
    const change = (old: string) => desk.ask("POST", "/api/me/password", { old, new: "plum-rain over Suzhou creek" });
    expect((await change("wrong")).body).toMatchObject({ code: "SIGN_IN_REFUSED" });
    expect((await phone.ask("GET", "/api/session")).status).toBe(200);
    expect((await change(goodPassword)).status).toBe(200);
    expect((await phone.ask("GET", "/api/session")).status).toBe(401);
    expect((await desk.ask("GET", "/api/session")).status).toBe(200);
    expect((await phone.signIn("chen", "plum-rain over Suzhou creek")).status).toBe(200);
  });
});

describe("one-time codes", () => {
  const codeAt = (secret: string, timestamp: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });

  async function withTotp() {
    const own = await signedIn();
    const { secret, uri } = (await own.ask("POST", "/api/me/totp")).body;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Lilong:chen\?/);
    expect((await own.ask("POST", "/api/me/totp/on", { code: "000000" })).status).toBe(403);
    const on = await own.ask("POST", "/api/me/totp/on", { code: codeAt(secret, hub.clock.now) });
    hub.clock.now += minute;
    return { own, secret, recovery: on.body.codes as string[] };
  }

  test("are asked for after the password; each lets in once", async () => {
    const { secret } = await withTotp();
    const next = browser(hub, "10.0.0.7");
    expect(await next.signIn("chen")).toMatchObject({ status: 401, body: { code: "TOTP_REQUIRED" } });
    expect((await next.signIn("chen", "wrong", codeAt(secret, hub.clock.now))).body.code).toBe("SIGN_IN_REFUSED");
    const code = codeAt(secret, hub.clock.now);
    expect((await next.signIn("chen", goodPassword, code)).status).toBe(200);
    expect((await browser(hub, "10.0.0.8").signIn("chen", goodPassword, code)).body.code).toBe("SIGN_IN_REFUSED");
    hub.clock.now += minute;
    const fresh = codeAt(secret, hub.clock.now);
    const both = await Promise.all([1, 2].map((i) => browser(hub, `10.0.2.${i}`).signIn("chen", goodPassword, fresh)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("have ten recovery codes, each good once, of which only hashes are kept", async () => {
    const { own, recovery } = await withTotp();
    expect(new Set(recovery).size).toBe(10);
    const row = await hub.read(({ accounts }) => accounts.find("chen"));
    expect(JSON.stringify(row)).not.toContain(recovery[0]);
    expect((await browser(hub, "10.0.0.7").signIn("chen", goodPassword, recovery[0])).status).toBe(200);
    expect((await browser(hub, "10.0.0.8").signIn("chen", goodPassword, recovery[0])).status).toBe(401);
    expect((await own.ask("GET", "/api/me")).body).toMatchObject({ totp: "on", recoveryLeft: 9 });
    expect((await own.ask("POST", "/api/me/totp/off", { password: "wrong" })).status).toBe(401);
    expect((await own.ask("POST", "/api/me/totp/off", { password: goodPassword })).status).toBe(200);
    expect((await browser(hub, "10.0.0.9").signIn("chen")).status).toBe(200);
  });

  test("a role can ask for them: until they are set up nothing else opens", async () => {
    const shipped = (await import("../rulebook/defaults/roles.json", { with: { type: "json" } })).default;
    const body = { ...shipped, roles: shipped.roles.map((role) => ({ ...role, totp: "required" })) };
    await hub.read(({ rulebook }) => rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body }));
    const own = await signedIn();
    expect((await own.ask("GET", "/api/session")).body).toMatchObject({ needsTotp: true, rights: [] });
    expect(await own.ask("GET", "/api/tickets")).toMatchObject({ status: 403, body: { code: "TOTP_MISSING" } });
    const { secret } = (await own.ask("POST", "/api/me/totp")).body;
    await own.ask("POST", "/api/me/totp/on", { code: codeAt(secret, hub.clock.now) });
    expect((await own.ask("GET", "/api/tickets")).status).toBe(200);
  });
});

describe("a token", () => {
  const wish = (more: object = {}) => ({ name: "大屏", rights: ["look"], expiresAt: start + hour, ...more });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  test("opens what it was made for, shows itself once, and ends with its time, its revocation or its person", async () => {
    const own = await signedIn();
    const { body } = await own.ask("POST", "/api/me/tokens", wish());
    expect(body.token).toMatch(/^llt_[\w-]{43}$/);
    const listed = (await own.ask("GET", "/api/me/tokens")).body;
    expect(JSON.stringify(listed)).not.toContain(body.token);
    const program = browser(hub, "10.0.0.99", "curl");
    const look = async () => (await program.ask("GET", "/api/tickets", undefined, bearer(body.token))).status;
    expect(await look()).toBe(200);
    expect((await program.ask("PUT", "/api/posture", {}, bearer(body.token))).body.code).toBe("RIGHT_MISSING");
    expect((await own.ask("GET", "/api/me/tokens")).body[0]).toMatchObject({ usedAt: start });
    await hub.read(({ accounts }) => accounts.change("chen", { active: false }));
    expect(await look()).toBe(401);
    await hub.read(({ accounts }) => accounts.change("chen", { active: true }));
    hub.clock.now += hour;
    expect(await look()).toBe(401);
    hub.clock.now -= hour;
    expect((await own.ask("DELETE", `/api/me/tokens/${body.id}`)).status).toBe(200);
    expect(await look()).toBe(401);
    expect((await own.ask("DELETE", `/api/me/tokens/${body.id}`)).status).toBe(404);
  });

  test("is never wider than its person, now or later, and makes no other", async () => {
    const own = await signedIn("lin", { role: "committee", areas: ["dongchang-committee"] });
    const ask = (more: object) => own.ask("POST", "/api/me/tokens", wish(more));
    expect((await ask({ rights: ["look", "people"] })).body).toMatchObject({ code: "RIGHT_MISSING" });
    expect((await ask({ areas: ["elsewhere"] })).body).toMatchObject({ code: "RIGHT_MISSING" });
    expect((await ask({ expiresAt: start })).body).toMatchObject({ code: "INPUT_INVALID" });
    const { token } = (await ask({ rights: ["look", "tickets"] })).body;
    const program = browser(hub, "10.0.0.99", "curl");
    expect((await program.ask("POST", "/api/me/tokens", wish(), bearer(token))).body.code).toBe("RIGHT_MISSING");
    expect((await program.ask("POST", "/api/tickets/x/moves", { move: "admit" }, bearer(token))).status).toBe(404);
    await hub.read(({ accounts }) => accounts.change("lin", { role: "read-only" }));
    expect((await program.ask("POST", "/api/tickets/x/moves", { move: "admit" }, bearer(token))).status).toBe(403);
  });
});

describe("a token with every right", () => {
  test("changes nobody, makes nobody, resets nobody, opens no wall and writes no roles: what it made would outlive it", async () => {
    const own = await signedIn();
    await person(hub, "li", { role: "technician" });
    const { rights } = (await own.ask("GET", "/api/session")).body;
    const wish = { name: "脚本", rights, expiresAt: start + 5000 };
    const { token } = (await own.ask("POST", "/api/me/tokens", wish)).body;
    const program = browser(hub, "10.0.0.99", "curl");
    const headers = { authorization: `Bearer ${token}` };
    const lin = { display: "林", role: "administrator", unit: null, areas: [], phone: null };
    const table = (await own.ask("GET", "/api/rulebook/roles")).body.body;
    for (const [method, url, body] of [
      ["POST", "/api/people", { name: "lin", ...lin }],
      ["PUT", "/api/people/li", { ...lin, active: true }],
      ["POST", "/api/people/li/reset", undefined],
      ["DELETE", "/api/people/li/totp", undefined],
      ["POST", "/api/walls", { name: "大厅" }],
      ["PUT", "/api/rulebook/roles", table],
    ] as const)
      expect(await program.ask(method, url, body, headers), `${method} ${url}`).toMatchObject({
        status: 403,
        body: { code: "RIGHT_MISSING", detail: expect.stringContaining("sign in for that") },
      });
    expect((await program.ask("GET", "/api/people", undefined, headers)).status).toBe(200);
    expect(await hub.read(({ accounts }) => accounts.find("lin"))).toBeNull();
  });

  test("tells who listens with it when it is revoked", async () => {
    const own = await signedIn();
    const { body } = await own.ask("POST", "/api/me/tokens", { name: "x", rights: ["look"], expiresAt: start + hour });
    let ended = 0;
    hub.live.listen(() => undefined, { account: "chen", areas: null, onChanged: () => void ended++ });
    await own.ask("DELETE", `/api/me/tokens/${body.id}`);
    expect(ended).toBe(1);
  });
});

describe("people", () => {
  const wish = (more: object = {}) => ({
    ...{ display: "李师傅", role: "technician", unit: null, areas: [], phone: "138 0000 0000" },
    ...more,
  });

  test("are added with a code, by which they set their password once", async () => {
    const chief = await signedIn();
    const { body, status } = await chief.ask("POST", "/api/people", { name: "li", ...wish() });
    expect(status).toBe(200);
    expect((await chief.ask("GET", "/api/people/li")).body).toMatchObject({ password: "invited", totp: false });
    const own = browser(hub, "10.0.0.5");
    expect((await own.signIn("li", "")).status).toBe(400);
    const set = (code: string, password = "plum-rain over Suzhou creek") =>
      own.ask("POST", "/api/password", { name: "li", code, password });
    expect((await set("0000-0000-0000-0000")).body.code).toBe("CODE_REFUSED");
    expect((await set(body.code, "1234567890")).body.code).toBe("PASSWORD_WEAK");
    expect((await set(body.code)).body).toMatchObject({ name: "li", role: "technician" });
    expect((await own.ask("GET", "/api/devices")).status).toBe(200);
    hub.clock.now += minute;
    expect((await set(body.code)).body.code).toBe("CODE_REFUSED");
    expect((await chief.ask("GET", "/api/people/li")).body).toMatchObject({ password: "set" });
  });

  test("deactivated in the middle of a session are out at once; the account stays", async () => {
    const chief = await signedIn();
    await person(hub, "li", { role: "technician" });
    const own = browser(hub, "10.0.0.5");
    await own.signIn("li");
    let ended = 0;
    hub.live.listen(() => undefined, { account: "li", areas: null, onChanged: () => void ended++ });
    expect((await chief.ask("PUT", "/api/people/li", { ...wish(), active: false })).status).toBe(200);
    expect((await own.ask("GET", "/api/session")).status).toBe(401);
    expect(ended).toBe(1);
    expect((await own.signIn("li")).body.code).toBe("SIGN_IN_REFUSED");
    expect((await chief.ask("GET", "/api/people/li")).body).toMatchObject({ active: false, display: "李师傅" });
    const [row] = await hub.read(({ audit }) => audit.before(1e9, { what: "changePerson" }, 1));
    expect(row).toMatchObject({
      who: "chen",
      on: "li",
      outcome: "done",
      detail: expect.stringContaining("active: true → false"),
    });
  });

  test("whose password is reset come in by the code alone", async () => {
    const chief = await signedIn();
    await person(hub, "li", { role: "technician" });
    const { body } = await chief.ask("POST", "/api/people/li/reset");
    const own = browser(hub, "10.0.0.5");
    expect((await own.signIn("li")).status).toBe(401);
    const set = { name: "li", code: body.code, password: "plum-rain over Suzhou creek" };
    expect((await own.ask("POST", "/api/password", set)).status).toBe(200);
  });

  test("the last administrator can be neither deactivated nor given another role", async () => {
    const chief = await signedIn();
    const change = (more: object) =>
      chief.ask("PUT", "/api/people/chen", { ...wish({ role: "administrator" }), ...more });
    expect(await change({ active: false })).toMatchObject({ status: 409, body: { code: "LAST_ADMINISTRATOR" } });
    expect(await change({ active: true, role: "operator" })).toMatchObject({ status: 409 });
    expect((await chief.ask("GET", "/api/session")).body).toMatchObject({ role: "administrator" });
    await person(hub, "zhao");
    expect((await change({ active: true, role: "operator" })).status).toBe(200);
    expect((await chief.ask("GET", "/api/people")).body.code).toBe("RIGHT_MISSING");
  });

  test("somebody who was only invited does not count as one: they may never come", async () => {
    const chief = await signedIn();
    const role = { role: "administrator" };
    expect((await chief.ask("POST", "/api/people", { name: "zhao", ...wish(role) })).status).toBe(200);
    const step = () => chief.ask("PUT", "/api/people/chen", { ...wish({ role: "read-only" }), active: true });
    const refused = { status: 409, body: { code: "LAST_ADMINISTRATOR" } };
    expect(await step()).toMatchObject(refused);
    expect(await chief.ask("POST", "/api/people/chen/reset")).toMatchObject(refused);
    const shipped = (await import("../rulebook/defaults/roles.json", { with: { type: "json" } })).default;
    const roles = [...shipped.roles, { ...shipped.roles[0], id: "keeper" }];
    await hub.read(({ rulebook }) =>
      rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body: { ...shipped, roles } }),
    );
    await hub.read(({ accounts }) => accounts.change("zhao", { role: "keeper" }));
    const plain = roles.map((one) => (one.id === "administrator" ? { ...one, rights: ["look"] } : one));
    expect((await chief.ask("PUT", "/api/rulebook/roles", { ...shipped, roles: plain })).body).toMatchObject({
      code: "INPUT_INVALID",
    });
    await person(hub, "zhao");
    expect((await step()).status).toBe(200);
  });

  test("nobody gives more than they have, nor touches who has more", async () => {
    const shipped = (await import("../rulebook/defaults/roles.json", { with: { type: "json" } })).default;
    const clerk = { ...shipped.roles[7], id: "clerk", rights: ["look", "statistics", "people"] };
    const body = { ...shipped, roles: [...shipped.roles, clerk] };
    await hub.read(({ rulebook }) => rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body }));
    await person(hub, "zhao");
    const own = await signedIn("lin", { role: "clerk" });
    const add = (more: object) => own.ask("POST", "/api/people", { name: "x", ...wish(more) });
    expect((await add({ role: "administrator" })).body.code).toBe("RIGHT_MISSING");
    expect((await own.ask("POST", "/api/people/zhao/reset")).body.code).toBe("RIGHT_MISSING");
    expect((await own.ask("DELETE", "/api/people/zhao/totp")).body.code).toBe("RIGHT_MISSING");
    expect((await own.ask("PUT", "/api/people/lin", { ...wish({ role: "administrator" }), active: true })).status).toBe(
      403,
    );
    expect((await add({ role: "read-only" })).status).toBe(200);
  });

  test.each([
    ..."аdmin admin. .admin flows FLOWS Ｆｌｏｗｓ Lilong hub system constructor __proto__ 王秀英 a\u200bb".split(" "),
    "li na",
    "",
  ])("nobody is called %j", async (name) => {
    const chief = await signedIn();
    const { status, body } = await chief.ask("POST", "/api/people", { name, ...wish() });
    expect([status, body.detail]).toEqual([400, expect.stringContaining("/name")]);
  });

  test("a name has one spelling, and is found by whichever somebody types; names from before are found as they are", async () => {
    const chief = await signedIn();
    expect((await chief.ask("POST", "/api/people", { name: "Ｌi.Na", ...wish() })).body).toMatchObject({
      name: "li.na",
    });
    expect((await chief.ask("POST", "/api/people", { name: "LI.NA", ...wish() })).body.detail).toContain(
      "there already",
    );
    for (const name of ["li.na", "王秀英"]) await person(hub, name, { role: "technician" });
    for (const typed of ["Li.Na", "ｌｉ.na", "王秀英"])
      expect((await browser(hub).signIn(typed)).status, typed).toBe(200);
    for (let i = 0; i < 5; i++) await browser(hub, `10.0.3.${i}`).signIn(i % 2 ? "LI.NA" : "li.na", "wrong");
    expect((await browser(hub, "10.0.3.9").signIn("Li.Na")).status).toBe(429);
  });

  test("a wrong role, area, unit or name is refused by its field", async () => {
    const chief = await signedIn();
    const add = async (more: object) => (await chief.ask("POST", "/api/people", { name: "li", ...wish(more) })).body;
    expect((await add({ role: "king" })).detail).toContain("/role");
    expect((await add({ areas: ["mars"] })).detail).toContain("/areas");
    expect((await add({ unit: "mars" })).detail).toContain("/unit");
    expect((await add({ role: "committee" })).detail).toContain("/areas must name at least one");
    expect((await add({ name: "flows" })).detail).toContain("/name");
    expect((await add({ name: "<b>" })).detail).toContain("/name");
    expect((await add({ phone: "<script>" })).code).toBe("INPUT_INVALID");
  });
});
