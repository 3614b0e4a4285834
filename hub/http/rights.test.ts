/** Who may what: every route the app has, for every role of the shipped table, and for nobody; and who sees what. */
import { createHash } from "node:crypto";
import type { InjectOptions, RouteOptions } from "fastify";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { pngOf } from "../../test/kit/picture-samples.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, event, readingsFrom, registrationOf } from "../../test/kit/samples.ts";
import { until } from "../../test/kit/until.ts";
import { newJob } from "../registry/inventory/jobs.ts";
import shipped from "../rulebook/defaults/roles.json" with { type: "json" };
import { bringAttachment } from "../tickets/attach.ts";
import { cookieName } from "./guard.ts";

const start = 1_790_000_000_000;
const roles = shipped.roles;

/** Signs somebody in without a password; answers the cookie. */
async function enter({ read }: QuietHub, name: string, role: string, areas: string[] = []): Promise<string> {
  const token = `session of ${name}`;
  const tokenHash = createHash("sha256").update(token).digest("hex");
  await read(async ({ accounts, sessions }) => {
    await accounts.put({ name, role, areas, passwordHash: "" });
    await sessions.removeOf(name);
    await sessions.put({ tokenHash, account: name, expiresAt: start + 1000 });
  });
  return token;
}

/** Status and code; a stream that opened is closed again. */
async function outcome(hub: QuietHub, request: InjectOptions): Promise<{ status: number; code: string }> {
  const answer = await hub.app.inject({ ...request, payloadAsStream: true });
  const stream = answer.stream();
  if (String(answer.headers["content-type"]).startsWith("text/event-stream")) {
    stream.destroy();
    return { status: answer.statusCode, code: "" };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const isJson = String(answer.headers["content-type"]).includes("json");
  return { status: answer.statusCode, code: isJson ? (JSON.parse(text)?.code ?? "") : "" };
}

type Cell = { method: string; url: string; config: NonNullable<RouteOptions["config"]> };

function cellsOf({ app }: QuietHub): Cell[] {
  const methodsOf = ({ method }: RouteOptions) => (Array.isArray(method) ? method : [method]);
  return app.declared.flatMap((route) =>
    methodsOf(route)
      // What Fastify can inject; the proxy of the flow editor takes more.
      .filter((method) => ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method))
      .map((method) => ({ method, url: route.url.replaceAll(/:\w+|\*/g, "x"), config: route.config ?? {} })),
  );
}

const request = ({ method, url }: Cell) => ({ method, url, headers: { accept: "*/*" } }) as InjectOptions;

describe("routes × roles", () => {
  let hub: QuietHub;
  let cells: Cell[];

  beforeEach(async () => {
    hub = await quietHub();
    cells = cellsOf(hub).filter(({ config }) => config.access !== "open");
  });

  test("every route is there, and all but those that open the door ask for something", () => {
    expect(cells.length).toBeGreaterThan(60);
    for (const { method, url, config } of cells)
      expect(config.access ?? config.right, `${method} ${url}`).toBeTypeOf("string");
  });

  test.each(roles)("$id is let in where its row of the table says so, and nowhere else", async (role) => {
    const wrong: string[] = [];
    for (const cell of cells) {
      const token = await enter(hub, role.id, role.id, ["dongchang-committee"]);
      const { status, code } = await outcome(hub, { ...request(cell), cookies: { [cookieName]: token } });
      const { access, right, or = [], sight } = cell.config;
      const isLimited = role.sees === "areas" && sight === undefined;
      const hasIt = [right, ...or].some((one) => one !== undefined && role.rights.includes(one));
      const isOwn = access === "own" || (hasIt && !isLimited);
      const wanted = access === "district" ? "NOT_FOUND" : isOwn ? "let in" : "RIGHT_MISSING";
      const met = code === "NOT_FOUND" && access === "district" ? code : code === "RIGHT_MISSING" ? code : "let in";
      if (met !== wanted || status === 401) wrong.push(`${cell.method} ${cell.url}: ${status} ${code}, not ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  test("a role with every right that sees some areas only is let in wherever a route minds areas, and nowhere else", async () => {
    const every = { ...roles[0], id: "area-keeper", sees: "areas" };
    const body = { ...shipped, roles: [...roles, every] };
    await hub.read(({ rulebook }) => rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body }));
    const wrong: string[] = [];
    for (const cell of cells.filter(({ config }) => config.right !== undefined)) {
      const token = await enter(hub, "keeper", "area-keeper", ["dongchang-committee"]);
      const { status, code } = await outcome(hub, { ...request(cell), cookies: { [cookieName]: token } });
      const isIn = code !== "RIGHT_MISSING" && status !== 401;
      if (isIn !== (cell.config.sight !== undefined)) wrong.push(`${cell.method} ${cell.url}: ${status} ${code}`);
    }
    expect(wrong).toEqual([]);
  });

  test("what a platform said of all its places, word by word, is not for people limited to areas", () => {
    const raw = cells.filter(({ url }) => /^\/api\/connectors\/[^/]+\/(devices|messages)/.test(url));
    expect(raw.map(({ config }) => config.sight)).toEqual(raw.map(() => undefined));
    expect(raw.length).toBeGreaterThanOrEqual(5);
  });

  test("nobody who is not signed in is let in anywhere", async () => {
    for (const cell of cells) {
      const { status, code } = await outcome(hub, request(cell));
      const wanted = cell.config.access === "district" ? [404, "NOT_FOUND"] : [401, "SIGN_IN_REQUIRED"];
      expect([status, code], `${cell.method} ${cell.url}`).toEqual(wanted);
    }
  });
});

test("a refusal names the right that is missing, and who can give it", async () => {
  const hub = await quietHub();
  const cookies = { [cookieName]: await enter(hub, "lin", "read-only") };
  const answer = await hub.app.inject({ method: "PUT", url: "/api/posture", cookies, payload: {} });
  expect(answer.json()).toMatchObject({
    code: "RIGHT_MISSING",
    detail: 'lin (read-only) has not the right "posture"; an administrator can give it',
  });
});

test("a role that only works on tickets does not settle them", async () => {
  const hub = await quietHub();
  const cookies = { [cookieName]: await enter(hub, "zhou", "department", ["dongchang-committee"]) };
  const payload = { move: "void", reason: "no" };
  const answer = await hub.app.inject({ method: "POST", url: "/api/tickets/x/moves", cookies, payload });
  expect(answer.json()).toMatchObject({ code: "RIGHT_MISSING", detail: expect.stringContaining('"review"') });
});

test("a task is ended by who has to do it, and by nobody else", async () => {
  const hub = await quietHub();
  const text = { zh: "做", en: "Do" };
  const outcomeFor = async (who: "operator" | "technician" | "administrator", role: string) => {
    const cookies = { [cookieName]: await enter(hub, `${role}-1`, role) };
    await hub.act(({ tasks }) => tasks.raise({ kind: "TEST", subject: who, for: who, text }, start));
    const [task] = await hub.read(async ({ tasks }) => (await tasks.openOf("TEST")).filter((one) => one.for === who));
    const answer = await hub.app.inject({ method: "POST", url: `/api/tasks/${task?.id}/done`, cookies, payload: {} });
    return answer.json().code ?? "done";
  };
  const mayEnd = { operator: "operator", technician: "technician", administrator: "administrator" } as const;
  for (const [role, own] of Object.entries(mayEnd))
    for (const who of Object.values(mayEnd))
      expect(await outcomeFor(who, role), `${role}, a task for the ${who}`).toBe(
        who === own || role === "administrator" ? "done" : "RIGHT_MISSING",
      );
  expect(await outcomeFor("operator", "shift-leader")).toBe("done");
  for (const role of ["committee", "department", "district", "read-only"])
    expect(await outcomeFor("operator", role), role).toBe("RIGHT_MISSING");
});

describe("the table of roles", () => {
  const put = async (hub: QuietHub, token: string, body: object) =>
    hub.app.inject({ method: "PUT", url: "/api/rulebook/roles", cookies: { [cookieName]: token }, payload: body });
  const without = (id: string) => ({ ...shipped, roles: roles.filter((role) => role.id !== id) });

  test("is imported by who keeps people and tables; tables alone are not enough", async () => {
    const hub = await quietHub();
    const token = await enter(hub, "operator", "administrator");
    const clerk = { ...roles[7], id: "clerk", rights: ["look", "rulebook"] };
    const more = { ...shipped, roles: [...roles, clerk] };
    expect((await put(hub, token, more)).statusCode).toBe(200);
    const clerks = await enter(hub, "chen", "clerk");
    const all = { ...more, roles: [...roles, { ...clerk, rights: roles[0]?.rights }] };
    expect((await put(hub, clerks, all)).json()).toMatchObject({ code: "RIGHT_MISSING" });
  });

  test("that would leave nobody with the keys, or somebody without a role, is refused", async () => {
    const hub = await quietHub();
    const token = await enter(hub, "operator", "administrator");
    await enter(hub, "lin", "read-only");
    expect((await put(hub, token, without("administrator"))).json()).toMatchObject({ code: "INPUT_INVALID" });
    expect((await put(hub, token, without("read-only"))).json()).toMatchObject({
      detail: '/roles "read-only" is missing: lin has it; give them another role first',
    });
    const others = roles.map((role) => (role.id === "administrator" ? { ...role, id: "keeper" } : role));
    const plain = { ...roles[7], id: "administrator" };
    expect((await put(hub, token, { ...shipped, roles: [...others, plain] })).json()).toMatchObject({
      detail: '/roles would leave nobody with "people" and "rulebook" who sees everything',
    });
    expect((await put(hub, token, without("committee"))).statusCode).toBe(200);
  });
});

describe("a person limited to areas", () => {
  const [near, far] = ["gw-1", "gw-2"] as GatewayId[];

  /** gw-1 stands in 东昌小区; gw-2 is given to another committee by the table of areas. */
  async function twoPlaces() {
    const hub = await quietHub();
    const table = {
      source: "test",
      areas: [
        { id: "street", name: "某街道", tier: "street", parent: null, unit: null },
        { id: "east", name: "东居委", tier: "committee", parent: "street", unit: null },
        { id: "dongchang", name: "东昌小区", tier: "compound", parent: "east", unit: null },
        { id: "west", name: "西居委", tier: "committee", parent: "street", unit: null },
      ],
      gateways: { [far as string]: "west" },
    };
    await hub.read(({ rulebook }) => rulebook.add({ kind: "areas", at: 0, by: "test", source: "test", body: table }));
    for (const gateway of [near, far] as GatewayId[]) {
      await hub.take(topics.status(gateway), statusOf());
      await hub.take(topics.devices(gateway), registrationOf(gateway));
    }
    const every = { ...roles[0], id: "area-keeper", sees: "areas" };
    const body = { ...shipped, roles: [...roles, every] };
    await hub.read(({ rulebook }) => rulebook.add({ kind: "roles", at: 0, by: "test", source: "test", body }));
    const asking =
      (token: string) =>
      async (method: string, url: string, payload?: object, type = "application/json") => {
        const [cookies, headers] = [{ [cookieName]: token }, { "content-type": type }];
        const sent = payload === undefined ? { cookies } : { cookies, payload, headers };
        const answer = await hub.app.inject({ method, url, ...sent } as InjectOptions);
        return { status: answer.statusCode, body: answer.json() };
      };
    const ask = asking(await enter(hub, "ju", "committee", ["east"]));
    return { hub, ask, keeper: asking(await enter(hub, "keeper", "area-keeper", ["east"])) };
  }
  const raise = (hub: QuietHub, gateway: GatewayId, n: string) =>
    hub.take(
      topics.batch(gateway, "alert", epochs.alert, 0),
      encodeAlerts([event("raised", start, { alert: `alert-${n}` as never, ticket: `ticket-${n}` as never })]),
    );

  test("sees only what lies in them, and does not learn of the rest", async () => {
    const { hub, ask } = await twoPlaces();
    await raise(hub, near as GatewayId, "near");
    await raise(hub, far as GatewayId, "far");
    const ids = async (url: string, name = "id") => (await ask("GET", url)).body.map((row: never) => row[name]);
    expect(await ids("/api/gateways")).toEqual([near]);
    expect(new Set(await ids("/api/devices", "gateway"))).toEqual(new Set([near]));
    expect(await ids("/api/devices?gateway=gw-2")).toEqual([]);
    expect(await ids("/api/alerts")).toEqual(["alert-near"]);
    const { body: ledger } = await ask("GET", "/api/ledger");
    expect(ledger.gateways).toMatchObject([{ gateway: near }]);
    expect(await ids("/api/tickets")).toEqual(["ticket-near"]);
    for (const url of [
      `/api/devices/gw-2/${cover}`,
      "/api/tickets/ticket-far",
      "/api/tickets/ticket-far/story",
      `/api/tickets/ticket-far/photos/${"0".repeat(64)}`,
      "/api/readings?gateway=gw-2&device=pit-1&point=level",
      "/api/ledger?gateway=gw-2",
      "/api/gateways/gw-2/desired",
      "/api/gateways/gw-2/records",
    ])
      expect(await ask("GET", url), url).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect((await ask("GET", "/api/tickets/ticket-near")).status).toBe(200);
  });

  test("with the right, reads tasks, statistics and coverage of their areas alone", async () => {
    const { hub, keeper } = await twoPlaces();
    await raise(hub, near as GatewayId, "near");
    await raise(hub, far as GatewayId, "far");
    const text = { zh: "做", en: "Do" };
    await hub.act(async ({ tasks }) => {
      for (const subject of ["ticket-near", "ticket-far", "gw-1/pit-1", "gw-2/pit-1", "gw-1", "gw-2", "channels"])
        await tasks.raise({ kind: "TEST", subject, for: "operator", text }, start);
    });
    const { body } = await keeper("GET", "/api/tasks?kind=TEST");
    const subjects = (body as { subject: string }[]).map(({ subject }) => subject);
    expect(subjects.sort()).toEqual(["gw-1", "gw-1/pit-1", "ticket-near"]);
    const of = async (subject: string) =>
      hub.read(async ({ tasks }) => (await tasks.openOf("TEST")).find((task) => task.subject === subject)?.id ?? "");
    expect((await keeper("POST", `/api/tasks/${await of("ticket-far")}/done`, {})).status).toBe(404);
    expect((await keeper("POST", `/api/tasks/${await of("ticket-near")}/done`, {})).status).toBe(200);
    hub.clock.now += 1;
    expect((await keeper("GET", "/api/scores?from=0")).body.total.cases).toBe(1);
    expect((await keeper("GET", "/api/scores?from=0&by=committee")).body.rows).toMatchObject([{ key: "east" }]);
    const { hours } = (await keeper("GET", "/api/scores/activity?from=0")).body;
    expect(hours).toMatchObject([{ count: 1 }]);
    expect((await keeper("GET", "/api/district/coverage")).body).toMatchObject({
      known: 2,
      areas: [{ area: "dongchang" }],
    });
  });

  test("with the right, writes what is known of things in their areas, and moves none out of them", async () => {
    const { hub, keeper } = await twoPlaces();
    const path = (gateway: string) => `/api/registry/devices/${gateway}/pit-1`;
    expect(await keeper("PATCH", path("gw-1"), { note: "钥匙在门卫" })).toMatchObject({ status: 200 });
    expect(await keeper("PATCH", path("gw-2"), { note: "x" })).toMatchObject({ status: 404 });
    for (const out of [{ area: "west" }, { place: "西居委 1号" }])
      expect(await keeper("PATCH", path("gw-1"), out)).toMatchObject({ status: 403, body: { code: "RIGHT_MISSING" } });
    expect((await keeper("GET", path("gw-1"))).body).toMatchObject({ facts: { note: "钥匙在门卫" }, revision: 2 });
    const life = { move: "maintain", reason: "换电池" };
    expect((await keeper("POST", `${path("gw-2")}/life`, life)).status).toBe(404);
    expect((await keeper("POST", `${path("gw-1")}/life`, life)).status).toBe(200);
    const by = { gateway: "gw-2", device: "pit-1" };
    expect((await keeper("POST", `${path("gw-1")}/replaced-by`, by)).status).toBe(404);
    const row = (gateway: string, facts: object) => ({ gateway, device: "pit-1", facts });
    const many = (...rows: object[]) => keeper("PATCH", "/api/registry/devices", { rows });
    expect((await many(row("gw-1", { note: "a" }), row("gw-2", { note: "b" }))).body).toMatchObject({
      ...{ changed: 0, errors: [{ row: 1, field: "device" }] },
    });
    expect((await many(row("gw-1", { area: "west" }))).status).toBe(403);
    expect((await many(row("gw-1", { note: "a" }))).body).toMatchObject({ changed: 1 });
    expect(
      (await hub.read(({ registry }) => registry.find({ gateway: far, device: "pit-1" } as never)))?.revision,
    ).toBe(1);
  });

  test("with the right, imports rows of their areas, and sees their own imports", async () => {
    const { hub, keeper } = await twoPlaces();
    const others = await keeper("GET", "/api/registry/imports");
    expect(others).toMatchObject({ status: 200, body: [] });
    const sheet = [
      "网关编号,设备编号,名称,位置,备注",
      "gw-1,pit-1,,,近",
      "gw-2,pit-1,,,远",
      "gw-1,pit-7,水位,西居委 2号,",
    ];
    const sent = await keeper(
      "POST",
      "/api/registry/imports",
      Buffer.from(sheet.join("\r\n")),
      "application/octet-stream",
    );
    const { id } = sent.body as { id: string };
    const rested = async (state: string) => {
      let view: { state?: string; errors?: { row: number }[]; counts?: object } = {};
      await until(`the import is ${state}`, async () => {
        view = (await keeper("GET", `/api/registry/imports/${id}`)).body;
        return view.state === state;
      });
      return view;
    };
    const tried = await rested("checked");
    expect(tried.counts).toEqual({ new: 0, changed: 1, same: 0, wrong: 2 });
    expect(tried.errors?.map((error) => error.row)).toEqual([3, 4]);
    expect((await keeper("POST", `/api/registry/imports/${id}/take`, { which: "right" })).status).toBe(200);
    await rested("done");
    const facts = async (gateway: GatewayId) =>
      (await hub.read(({ registry }) => registry.find({ gateway, device: "pit-1" as never })))?.facts;
    expect([await facts(near as GatewayId), await facts(far as GatewayId)]).toEqual([{ note: "近" }, {}]);
    await hub.read(({ imports }) =>
      imports.put({ ...newJob("somebody", "list.csv", start), id: "01J00000000000000000000009" }),
    );
    expect((await keeper("GET", "/api/registry/imports/01J00000000000000000000009")).status).toBe(404);
  });

  test("neither reads nor brings files of tickets elsewhere", async () => {
    const { hub, ask } = await twoPlaces();
    await raise(hub, near as GatewayId, "near");
    await raise(hub, far as GatewayId, "far");
    const idOf = ({ id }: { id: string }) => id;
    const file = { body: pngOf(8, 8), name: "现场.png", by: "operator" };
    const bring = (ticket: TicketId) => hub.act((tables) => bringAttachment(tables, { ...file, ticket }, start));
    const hash = idOf(await bring("ticket-far" as TicketId));
    expect((await ask("GET", `/api/tickets/ticket-far/attachments/${hash}`)).status).toBe(404);
    expect((await ask("POST", "/api/tickets/ticket-far/attachments", pngOf(9, 9), "image/png")).status).toBe(404);
    const mine = await ask("POST", "/api/tickets/ticket-near/attachments", pngOf(9, 9), "image/png");
    expect(mine).toMatchObject({ status: 200, body: { type: "image/png" } });
  });

  test("moves nothing elsewhere, and reports nothing there", async () => {
    const { hub, ask } = await twoPlaces();
    await raise(hub, near as GatewayId, "near");
    await raise(hub, far as GatewayId, "far");
    expect((await ask("POST", "/api/alerts/alert-far/acknowledge")).status).toBe(404);
    expect((await ask("POST", "/api/alerts/alert-near/acknowledge")).status).toBe(200);
    expect((await ask("POST", "/api/tickets/ticket-far/moves", { move: "admit" })).status).toBe(404);
    expect((await ask("POST", "/api/tickets/ticket-near/moves", { move: "admit" })).status).toBe(200);
    const report = (id: string, area: string) =>
      ask("POST", "/api/tickets", {
        ...{
          id,
          event: `event-${id}`,
          source: "patrol",
          title: { zh: "堆物", en: "Heap" },
          place: "楼道",
          severity: 4,
        },
        area,
      });
    expect(await report("01J00000000000000000000001", "west")).toMatchObject({ body: { code: "RIGHT_MISSING" } });
    expect(await hub.read(({ tickets }) => tickets.find("01J00000000000000000000001" as never))).toBeNull();
    expect((await report("01J00000000000000000000002", "dongchang")).status).toBe(200);
    // One of another place is as if it were not there: its area is not told.
    expect(await report("ticket-far", "dongchang")).toMatchObject({
      ...{ status: 404, body: { code: "NOT_FOUND", detail: "ticket ticket-far" } },
    });
  });

  test("hears of nothing else live, and is asked again when areas or role change", async () => {
    const { hub } = await twoPlaces();
    const heard: string[] = [];
    let changed = 0;
    const ears = { account: "ju", areas: new Set(["east", "dongchang"]), onChanged: () => void changed++ };
    onTestFinished(hub.live.listen((name, json) => void heard.push(`${name} ${json}`), ears));
    await raise(hub, far as GatewayId, "far");
    await hub.take(topics.batch(far as GatewayId, "data", epochs.data, 0), encodeBatch(readingsFrom(start - 5000, 3)));
    await hub.live.settled();
    expect(heard).toEqual([]);
    await raise(hub, near as GatewayId, "near");
    await hub.live.settled();
    expect(heard.map((line) => line.split(" ")[0])).toEqual(["gateway", "alert", "ticket"]);
    await hub.act(async (_tables, changes) => void changes.people.add("somebody else"));
    expect(changed).toBe(0);
    await hub.act(async (_tables, changes) => void changes.people.add("ju"));
    expect(changed).toBe(1);
  });
});
