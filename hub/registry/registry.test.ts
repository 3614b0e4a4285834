/** The registry over the API: quarantine, facts, life, replacement, maintenance, each with its history. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import { encodeBatch } from "../../core/batch.ts";
import type { DeviceId, GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, devices, event, level, pit, reading, registrationOf } from "../../test/kit/samples.ts";
import { signedIn } from "../../test/kit/signed-in.ts";
import { look as lookOnce } from "../alerts/rules/watch.ts";
import type { ChangeView, RegistryView } from "../http/registry-views.ts";
import type { AlertView, DeviceView, TicketView } from "../http/views.ts";
import { adoptMark } from "./adopt.ts";

const gw = "gw-1" as GatewayId;
const pitPath = "/api/registry/devices/gw-1/pit-1";

/** The pit floods, or the cover is lifted. */
async function raise({ take, clock }: QuietHub, device: DeviceId): Promise<void> {
  const flood = { device: pit, rule: "high" as never, point: level, severity: 2 as const, value: 1.5 };
  const events = [event("raised", clock.now, device === pit ? flood : {})];
  await take(topics.batch(gw, "alert", epochs.alert, 0), encodeAlerts(events));
}

async function registered(adopt: "by-hand" | "registered" = "registered") {
  const hub = await quietHub();
  await hub.store.transaction(({ marks }) => marks.put(adoptMark, adopt));
  await hub.take(topics.status(gw), statusOf());
  await hub.take(topics.devices(gw), registrationOf("gw-1"));
  const ask = await signedIn(hub);
  const get = async <Body>(url: string) => (await ask("GET", url)).body as Body;
  const sent = () =>
    hub.read(async ({ inventory }) => (await inventory.listOf(gw)).map(({ device, item }) => [device, item]));
  return { hub, ask, get, sent };
}

test("what nobody approved waits in quarantine, is not told to the district, and is adopted with one click", async () => {
  const { ask, get, sent, hub } = await registered("by-hand");
  expect((await get<DeviceView[]>("/api/devices?quarantine=true")).map(({ id }) => id)).toEqual(["pit-1", "cover-3"]);
  expect(await sent()).toEqual([]);
  const tasks = () => hub.read(({ tasks }) => tasks.openOf("DEVICES_ANNOUNCED"));
  expect(await tasks()).toHaveLength(1);
  const adopted = await ask("POST", `${pitPath}/life`, { move: "adopt" });
  expect(adopted.body).toMatchObject({ life: "in-service", quarantine: false });
  expect((await get<DeviceView[]>("/api/devices?quarantine=true")).map(({ id }) => id)).toEqual(["cover-3"]);
  expect((await sent()).map(([device]) => device)).toEqual(["pit-1"]);
  await ask("POST", "/api/registry/devices/gw-1/cover-3/life", { move: "adopt" });
  expect(await tasks()).toEqual([]);
});

test("readings and alarms of the quarantine are heard like all others", async () => {
  const { hub, get } = await registered("by-hand");
  await raise(hub, pit);
  await hub.goRound();
  expect((await get<AlertView[]>("/api/alerts"))[0]).toMatchObject({ device: "pit-1" });
  expect((await get<TicketView[]>("/api/tickets"))[0]?.state).toBe("dispatched");
});

test("a device no registration names is in quarantine until somebody takes it in all the same", async () => {
  const { hub, ask, get } = await registered();
  const readings = [reading(hub.clock.now, 1, level, "stranger" as DeviceId)];
  await hub.take(topics.batch(gw, "data", epochs.data, 0), encodeBatch(readings));
  expect((await get<DeviceView[]>("/api/devices?quarantine=true")).map(({ id }) => id)).toEqual(["stranger"]);
  await ask("POST", "/api/registry/devices/gw-1/stranger/life", { move: "adopt" });
  expect(await get<DeviceView[]>("/api/devices?quarantine=true")).toEqual([]);
});

test("facts people set count more than what the gateway says, go to the district, and each change is kept", async () => {
  const { ask, get, sent } = await registered();
  const facts = {
    ...{
      area: "dongchang",
      owner: "street",
      maintainer: "dongchang",
      class: "CJ/T 214:0103",
      installedOn: "2026-03-08",
    },
    ...{ place: "东昌小区 3号楼 B1", location: { lon: 121.5, lat: 31.24, system: "WGS84", source: "people" } },
  };
  const patched = (await ask("PATCH", pitPath, facts)).body as RegistryView;
  expect(patched).toMatchObject({
    place: facts.place,
    areaName: "陆家嘴街道 › 东昌居委",
    told: { place: "东昌小区 3号楼 B1 水泵房" },
  });
  expect(await get("/api/devices/gw-1/pit-1")).toMatchObject({
    place: facts.place,
    class: facts.class,
    area: "dongchang",
  });
  const [, item] = (await sent()).find(([device]) => device === "pit-1") ?? [];
  expect(item).toMatchObject({
    ...{ class: facts.class, place: facts.place, area: { id: "dongchang", name: "东昌居委" } },
    location: { lon: "121.500000", lat: "31.240000" },
  });
  await ask("PATCH", pitPath, { place: null });
  expect(await get(pitPath)).toMatchObject({ place: "东昌小区 3号楼 B1 水泵房", facts: { area: "dongchang" } });
  const changes = await get<ChangeView[]>(`${pitPath}/changes`);
  expect(changes[0]).toMatchObject({
    by: "operator",
    kind: "facts",
    before: { place: facts.place },
    after: { place: null },
  });
  expect(changes.map(({ kind }) => kind)).toEqual(["facts", "facts", "life"]);
});

test("a fact that names nothing is refused with its field, and nothing changes", async () => {
  const { ask, get } = await registered();
  for (const [patch, field] of [
    [{ area: "nowhere" }, "area"],
    [{ owner: "nobody" }, "owner"],
    [{ installedOn: "2026-02-30" }, "installedOn"],
    [{ installedOn: "2026-03-08", warrantyUntil: "2025-01-01" }, "warrantyUntil"],
    [{ note: "a\u202eb" }, "note"],
  ] as const) {
    const { status, body } = await ask("PATCH", pitPath, patch);
    expect(status).toBe(400);
    expect((body as { detail: string }).detail).toContain(`/${field}`);
  }
  expect(await get(pitPath)).toMatchObject({ facts: {}, revision: 1 });
});

test("a step that is not possible, or lacks its reason, is refused", async () => {
  const { ask } = await registered();
  expect(await ask("POST", `${pitPath}/life`, { move: "approve" })).toMatchObject({
    status: 409,
    body: { code: "LIFE_NOT_ALLOWED" },
  });
  expect(await ask("POST", `${pitPath}/life`, { move: "retire" })).toMatchObject({
    status: 422,
    body: { code: "REASON_REQUIRED" },
  });
});

test("a device in maintenance is marked, nobody is sent to it until it ends, and then to what still stands", async () => {
  const { hub, ask, get } = await registered();
  const until = hub.clock.now + 3_600_000;
  await ask("POST", `${pitPath}/life`, { move: "maintain", reason: "换探头", until });
  await raise(hub, pit);
  await hub.goRound();
  expect((await get<AlertView[]>("/api/alerts"))[0]).toMatchObject({ maintenance: true });
  expect((await get<TicketView[]>("/api/tickets"))[0]?.state).toBe("reported");
  hub.clock.now = until;
  const options = {
    store: hub.store,
    tell: hub.live.tell,
    clock: () => hub.clock.now,
    log: silent,
    pause: async () => {},
  };
  await lookOnce(options, { listeningSince: hub.clock.now, sensorsAt: until, batteriesAt: until });
  await hub.goRound();
  expect(await get(pitPath)).toMatchObject({ life: "in-service" });
  expect((await get<TicketView[]>("/api/tickets"))[0]?.state).toBe("dispatched");
});

test("an alarm of life safety is dispatched, maintenance or not", async () => {
  const { hub, ask, get } = await registered();
  await ask("POST", "/api/registry/devices/gw-1/cover-3/life", { move: "maintain", reason: "换电池" });
  await raise(hub, cover);
  await hub.goRound();
  expect((await get<TicketView[]>("/api/tickets"))[0]?.state).toBe("dispatched");
});

test("what is retired is gone from the district's feed and comes back with its return", async () => {
  const { ask, sent } = await registered();
  await ask("POST", `${pitPath}/life`, { move: "retire", reason: "拆除" });
  expect((await sent()).find(([device]) => device === "pit-1")?.[1]).toBeNull();
  await ask("POST", `${pitPath}/life`, { move: "return", reason: "又装回来了" });
  expect((await sent()).find(([device]) => device === "pit-1")?.[1]).not.toBeNull();
});

test("a device that takes another's place inherits where it hangs, and shows the chain", async () => {
  const { hub, ask, get } = await registered();
  const next = { ...devices[0], id: "pit-2" } as (typeof devices)[number];
  await hub.take(topics.devices(gw), registrationOf("gw-1", { devices: [...devices, next] }));
  await ask("PATCH", pitPath, { area: "dongchang", warrantyUntil: "2027-01-01" });
  const { status, body } = await ask("POST", `${pitPath}/replaced-by`, { gateway: "gw-1", device: "pit-2" });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ device: "pit-2", facts: { area: "dongchang" }, replaces: { gateway: "gw-1", device: "pit-1" } },
    chain: [
      { gateway: "gw-1", device: "pit-1" },
      { gateway: "gw-1", device: "pit-2" },
    ],
  });
  expect((body as RegistryView).facts.warrantyUntil).toBeUndefined();
  expect(await get(pitPath)).toMatchObject({ life: "retired", replacedBy: { gateway: "gw-1", device: "pit-2" } });
  const circle = await ask("POST", "/api/registry/devices/gw-1/pit-2/replaced-by", {
    gateway: "gw-1",
    device: "pit-1",
  });
  expect(circle.status).toBe(400);
});

test("many are changed at once or none, with what is wrong in each row; the answer takes it back", async () => {
  const { ask, get } = await registered();
  const row = (device: string, facts: object) => ({ gateway: "gw-1", device, facts });
  const wrong = await ask("PATCH", "/api/registry/devices", {
    rows: [row("pit-1", { area: "dongchang" }), row("cover-3", { area: "x" })],
  });
  expect(wrong.body).toMatchObject({ changed: 0, errors: [{ row: 1, field: "area", value: "x" }] });
  expect(await get(pitPath)).toMatchObject({ facts: {} });
  const rows = [row("pit-1", { area: "dongchang" }), row("cover-3", { area: "dongchang" })];
  const { undo } = (await ask("PATCH", "/api/registry/devices", { rows })).body as { undo: object[] };
  expect(await get(pitPath)).toMatchObject({ facts: { area: "dongchang" } });
  await ask("PATCH", "/api/registry/devices", { rows: undo });
  expect(await get(pitPath)).toMatchObject({ facts: {} });
});

test("lists go page by page, say how many there are, and narrow by words, area and standing", async () => {
  const { hub, get } = await registered();
  const token = { lilong: "session of operator" };
  const page = async (url: string) => hub.app.inject({ url, cookies: token });
  const first = await page("/api/devices?limit=1");
  expect(first.headers["x-total-count"]).toBe("2");
  const [, next = ""] = /<(.*)>; rel="next"/.exec(String(first.headers.link)) ?? [];
  const second = await page(next);
  expect([...first.json(), ...second.json()].map(({ id }: DeviceView) => id)).toEqual(["pit-1", "cover-3"]);
  expect(second.headers.link).toBeUndefined();
  expect((await get<DeviceView[]>(`/api/devices?q=${encodeURIComponent("水泵 集水")}`)).map(({ id }) => id)).toEqual([
    "pit-1",
  ]);
  expect(await get<DeviceView[]>("/api/devices?area=310115005")).toHaveLength(2);
  expect(await get<DeviceView[]>("/api/devices?standing=fault")).toEqual([]);
  expect((await page("/api/devices?cursor=bad")).statusCode).toBe(400);
  expect((await page("/api/devices?area=nowhere")).statusCode).toBe(400);
});

test("the tree of areas counts with all that lies in each", async () => {
  const { get } = await registered();
  const { areas } = await get<{ areas: { id: string; devices: number; gateways: number }[] }>("/api/areas");
  expect(areas.map(({ id, devices: n, gateways }) => [id, n, gateways])).toEqual([
    ["310115005", 2, 1],
    ["dongchang", 2, 1],
    ["dongchang-xiaoqu", 2, 1],
  ]);
});

test("who saw an older state changes nothing", async () => {
  const { hub, ask } = await registered();
  const cookies = { lilong: "session of operator" };
  const { etag = "" } = (await hub.app.inject({ url: pitPath, cookies })).headers;
  await ask("PATCH", pitPath, { note: "先到" });
  const headers = { "if-match": String(etag) };
  const late = await hub.app.inject({ method: "PATCH", url: pitPath, cookies, headers, payload: { note: "后到" } });
  expect([late.statusCode, late.json().code]).toEqual([412, "STALE"]);
  expect((await ask("GET", pitPath)).body).toMatchObject({ facts: { note: "先到" } });
});
