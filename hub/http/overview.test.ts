/** The first look: what is wrong now and where, what may be seen of it, and the screens on the wall. */
import { describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { browser, person } from "../../test/kit/people.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, pit, reading, registrationOf } from "../../test/kit/samples.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";
import { noChanges } from "../changes.ts";
import { mapOf } from "../overview/map.ts";
import { overviewOf } from "../overview/overview.ts";
import { takeNewestRecord } from "../registry/take-record.ts";
import { importTable } from "../rulebook/books.ts";
import standardMap from "../rulebook/defaults/map.json" with { type: "json" };
import type { RulebookKind } from "../rulebook/kinds.ts";
import type { MapView, OverviewView } from "./overview-views.ts";

const id = "gw-1" as GatewayId;
const start = 1_790_000_000_000;
const minute = 60_000;

/** A gateway with a pit that is heard and a cover that is lifted; and one behind the river that nobody answers for. */
async function street(): Promise<{ hub: QuietHub; ask: Ask; overview(): Promise<OverviewView> }> {
  const hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  await hub.take(topics.batch(id, "data", epochs.data, 0), encodeBatch([reading(start - 1000, 0.5)]));
  await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([event("raised", start - minute)]));
  const ask = await signedIn(hub);
  return { hub, ask, overview: async () => (await ask("GET", "/api/overview")).body as OverviewView };
}

const bring = (hub: QuietHub, kind: RulebookKind, body: object) =>
  hub.store.transaction((tables) => importTable(tables, { kind, body, by: "operator" }, hub.clock.now));

describe("the overview", () => {
  test("counts what is open by severity and place, and says what to do first", async () => {
    const view = await (await street()).overview();
    expect(view.alerts[0]).toEqual({ severity: 1, open: 1, waiting: 1, shelved: 0 });
    expect(view.tickets).toMatchObject({ open: 1, overdue: 0, byState: [{ state: "reported", count: 1 }] });
    expect(view.areas).toEqual([
      {
        ...{ area: "dongchang-xiaoqu", name: "东昌小区", above: "东昌居委" },
        ...{ worst: 1, alerts: 1, tickets: 1, overdue: 0 },
      },
    ]);
    expect(view.cases).toMatchObject([
      { ticket: { id: "ticket-1", place: "东昌小区 东门" }, alert: { id: "alert-1" } },
    ]);
  });

  test("tells well, silent, faulty and unregistered devices apart, and none is well behind a silent gateway", async () => {
    const { hub, overview } = await street();
    // The cover never told how it is.
    expect((await overview()).devices).toEqual({ well: 0, silent: 0, fault: 0, unknown: 2, quarantine: 0 });
    await hub.read(({ devices }) => devices.putHealth(id, pit, { code: "", since: start, at: start }));
    expect((await overview()).devices).toMatchObject({ well: 1, unknown: 1 });
    hub.clock.now += 6 * minute;
    expect((await overview()).devices).toMatchObject({ well: 0, silent: 1 });
    await hub.read(({ devices }) => devices.putHealth(id, pit, { code: "FIELD_SILENT", since: start, at: start }));
    expect((await overview()).devices).toMatchObject({ fault: 1 });
    await hub.take(topics.status(id), statusOf({ state: "offline" }));
    const dark = await overview();
    expect(dark.devices).toMatchObject({ well: 0, fault: 0, unknown: 2 });
    expect(dark.gateways).toMatchObject({ online: 0, offline: 1, silent: [{ id, place: "东昌小区 门卫室" }] });
    expect(dark.coverage).toEqual({ known: 2, connected: 0, healthy: 0, shared: 0 });
  });

  test("names what is late and what will be within the hour", async () => {
    const { hub, overview } = await street();
    const due = async (dueAt: number) =>
      hub.read(async ({ tickets }) => {
        const ticket = await tickets.find("ticket-1" as TicketId);
        if (ticket !== null) await tickets.put({ ...ticket, dueAt });
      });
    await due(start + 59 * minute);
    expect((await overview()).tickets).toMatchObject({ overdue: 0, soon: 1 });
    await due(start - 1);
    const late = await overview();
    expect(late.tickets).toMatchObject({ overdue: 1, soon: 0 });
    expect(late.areas[0]).toMatchObject({ overdue: 1 });
  });

  test("keeps drills apart", async () => {
    const { hub, overview } = await street();
    const ids = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId };
    const drill = event("raised", start, { ...ids, drill: true });
    await hub.take(topics.batch(id, "alert", epochs.alert, 1), encodeAlerts([drill]));
    const view = await overview();
    expect(view.drills).toEqual({ alerts: 1, tickets: 1 });
    expect(view.tickets.open).toBe(1);
    expect(view.cases.map(({ ticket }) => ticket?.id)).toEqual(["ticket-1"]);
  });

  test("says who is on duty, with the telephone the table of people has", async () => {
    const { hub, overview } = await street();
    await bring(hub, "channels", {
      ...{ source: "made by hand", channels: [] },
      people: [{ name: "值班长甲", phone: "13800000000" }],
    });
    hub.clock.now = Date.parse("2026-09-26T10:00:00+08:00");
    expect((await overview()).duty).toEqual([
      {
        ...{ unit: "street", name: "街道城运中心", shift: "白班", from: "08:00", to: "20:00" },
        ...{ leader: { name: "值班长甲", phone: "13800000000" }, people: [{ name: "值班员甲" }] },
      },
    ]);
  });

  test("shows a person limited to areas nothing of the others", async () => {
    const { hub } = await street();
    const seen = (sight: string[]) => hub.read((tables) => overviewOf(tables, sight, start));
    expect((await seen(["dongchang"])).tickets.open).toBe(1);
    const other = await seen(["elsewhere"]);
    expect(other).toMatchObject({ tickets: { open: 0 }, cases: [], areas: [], coverage: { known: 0 } });
    const map = await hub.read((tables) => mapOf(tables, ["elsewhere"], start));
    expect(map).toMatchObject({ areas: [], devices: [], gateways: [null] });
  });
});

describe("the map", () => {
  test("puts what nobody measured into its area, always at the same spot, and says so", async () => {
    const { ask } = await street();
    const map = (await ask("GET", "/api/map")).body as MapView;
    const [pitRow, coverRow] = map.devices.toSorted((a, b) => b[1].localeCompare(a[1]));
    expect(pitRow?.slice(0, 10)).toEqual([
      ...[0, "pit-1", "集水坑水位", "Pit level", "东昌小区 3号楼 B1 水泵房", "", "unknown", 0, "", "dongchang-xiaoqu"],
    ]);
    expect(coverRow?.slice(6, 9)).toEqual(["unknown", 1, "ticket-1"]);
    expect(pitRow?.[12]).toBe(1);
    expect(pitRow?.[10]).toBeCloseTo(121.5145, 2);
    expect(((await ask("GET", "/api/map")).body as MapView).devices).toEqual(map.devices);
    expect(map.base.tiles).toEqual([]);
  });

  test("takes the place that an acceptance record says", async () => {
    const { hub, ask } = await street();
    const position = { latitude: 31.2391, longitude: 121.5022, accuracyM: 4 };
    const text = JSON.stringify({
      at: start,
      devices: [
        { id: pit, position },
        { id: "cover-3", position: null },
      ],
    });
    const row = { id: "01", gateway: id, at: start, filedAt: start, body: JSON.stringify({ text }) };
    await hub.read(async (tables) => {
      await tables.records.add(row);
      await takeNewestRecord(tables, id, noChanges(), start);
    });
    const map = (await ask("GET", "/api/map")).body as MapView;
    const found = map.devices.find(([, device]) => device === pit);
    expect(found?.slice(10)).toEqual([121.5022, 31.2391, 0]);
  });

  test("is not sent again to who has it", async () => {
    const { hub } = await street();
    const cookies = { lilong: "session of operator" };
    const first = await hub.app.inject({ url: "/api/map", cookies });
    const headers = { "if-none-match": String(first.headers.etag) };
    expect(await hub.app.inject({ url: "/api/map", cookies, headers })).toMatchObject({ statusCode: 304, body: "" });
    await hub.take(topics.status(id), statusOf({ state: "offline" }));
    expect((await hub.app.inject({ url: "/api/map", cookies, headers })).statusCode).toBe(200);
  });

  test("lets the page fetch pictures from the host of the base map, and from no other", async () => {
    const { hub } = await street();
    const pictures = async () =>
      /img-src [^;]*/.exec(String((await hub.app.inject({ url: "/" })).headers["content-security-policy"]))?.[0];
    expect(await pictures()).toBe("img-src 'self' data:");
    await bring(hub, "map", { ...standardMap, base: "tianditu", key: "0123456789abcdef" });
    expect(await pictures()).toBe("img-src 'self' data: https://t0.tianditu.gov.cn");
    await bring(hub, "map", { ...standardMap, base: "xyz", url: "http://10.1.2.3:8000/t/{z}/{x}/{y}.png" });
    expect(await pictures()).toBe("img-src 'self' data: http://10.1.2.3:8000");
  });

  test.each([
    [{ base: "tianditu" }, "/key is missing"],
    [{ base: "tianditu", key: "0123456789abcdef", crs: "gcj02" }, "/crs must be wgs84"],
    [{ base: "xyz" }, "/url is missing"],
    [{ base: "xyz", url: "http://a;script-src-elem/{z}/{x}/{y}" }, "/url must begin with"],
    [{ base: "xyz", url: "ftp://a/{z}/{x}/{y}" }, "/url must begin with"],
    [{ base: "xyz", url: "http://user:word@a/{z}/{x}/{y}" }, "/url must begin with"],
    [{ base: "xyz", url: "http://{s}.a/{z}/{x}/{y}" }, "/url must begin with"],
    [{ base: "xyz", url: "http://a/{z}/{x}.png" }, "/url lacks {y}"],
    [{ zoom: 2 }, "/zoom lies outside"],
  ])("refuses the settings %j", async (wrong, why) => {
    const { ask } = await street();
    const { status, body } = await ask("PUT", "/api/rulebook/map", { ...standardMap, ...wrong });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(why)]);
  });
});

describe("a wall screen", () => {
  const screen = (hub: QuietHub, secret: string) => (url: string) =>
    hub.app.inject({ url, cookies: { "lilong-wall": secret } });

  test("looks by a link, until the link is ended, and at nothing else", async () => {
    const { hub, ask } = await street();
    const made = (await ask("POST", "/api/walls", { name: "指挥室" })).body as { wall: { id: string }; secret: string };
    const opened = await hub.app.inject({ method: "POST", url: "/api/wall/session", payload: { secret: made.secret } });
    expect(opened.headers["set-cookie"]).toMatch(/lilong-wall=\S+; .*Path=\/api\/wall; HttpOnly; SameSite=Strict/);
    const look = screen(hub, made.secret);
    expect((await look("/api/wall")).json()).toMatchObject({
      tickets: { open: 1 },
      cases: [{ ticket: { severity: 1 } }],
    });
    expect((await look("/api/wall/map")).json().devices).toHaveLength(2);
    for (const url of ["/api/overview", "/api/tickets", "/api/walls", "/api/events"])
      expect([url, (await look(url)).statusCode]).toEqual([url, 401]);
    expect((await ask("GET", "/api/walls")).body).toMatchObject([{ name: "指挥室", by: "operator", lastSeen: start }]);
    await ask("DELETE", `/api/walls/${made.wall.id}`);
    expect((await look("/api/wall")).statusCode).toBe(401);
  });

  test("goes dark with whoever made its link: at once, and for good", async () => {
    const { hub, ask } = await street();
    for (const name of ["chen", "zhao"]) await person(hub, name);
    const chen = browser(hub);
    await chen.signIn("chen");
    const { secret } = (await chen.ask("POST", "/api/walls", { name: "指挥室" })).body;
    const stream = await hub.app.inject({
      ...{ url: "/api/wall/events", cookies: { "lilong-wall": secret }, payloadAsStream: true },
      headers: { accept: "text/event-stream" },
    });
    expect(stream.statusCode).toBe(200);
    const ended = new Promise((resolve) => stream.stream().once("close", resolve).once("error", resolve).resume());
    const gone = { display: "陈", role: "administrator", unit: null, areas: [], phone: null, active: false };
    expect((await ask("PUT", "/api/people/chen", gone)).status).toBe(200);
    await ended;
    expect((await screen(hub, secret)("/api/wall")).statusCode).toBe(401);
    const again = await hub.app.inject({ method: "POST", url: "/api/wall/session", payload: { secret } });
    expect(again.statusCode).toBe(401);
  });

  test("without a link, or with a wrong one, sees nothing", async () => {
    const { hub } = await street();
    for (const secret of ["", "guessed"]) expect((await screen(hub, secret)("/api/wall")).statusCode).toBe(401);
    const wrong = await hub.app.inject({ method: "POST", url: "/api/wall/session", payload: { secret: "guessed" } });
    expect([wrong.statusCode, wrong.headers["set-cookie"]]).toEqual([401, undefined]);
  });

  test("shows nothing personal: no telephone, nobody's name but those on duty", async () => {
    const { hub, ask } = await street();
    await bring(hub, "channels", {
      ...{ source: "made by hand", channels: [] },
      people: [{ name: "值班长甲", phone: "13800000000" }],
    });
    hub.clock.now = Date.parse("2026-09-26T10:00:00+08:00");
    await hub.read(async ({ tickets }) => {
      const ticket = await tickets.find("ticket-1" as TicketId);
      if (ticket !== null) await tickets.put({ ...ticket, assignee: "王师傅" });
    });
    const { secret } = (await ask("POST", "/api/walls", { name: "大厅" })).body as { secret: string };
    const { body } = await screen(hub, secret)("/api/wall");
    expect(body).toContain("值班长甲");
    expect(body).not.toMatch(/13800000000|王师傅/);
  });
});
