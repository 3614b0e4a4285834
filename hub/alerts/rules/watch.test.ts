/** What the hub finds out by itself: silent gateways, stale sensors, dark areas; told once, whoever looks and however often. */
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../../core/alert-batch.ts";
import { encodeBatch } from "../../../core/batch.ts";
import type { Device } from "../../../core/device.ts";
import type { AlertId, GatewayId, TicketId } from "../../../core/id.ts";
import type { Rule } from "../../../core/rule.ts";
import { topics } from "../../../core/topics.ts";
import { platformRig } from "../../../test/kit/platform-rig.ts";
import { epochs, type QuietHub, quietHub, silent, statusOf } from "../../../test/kit/quiet-hub.ts";
import { devices, event, level, pit, reading, registrationOf } from "../../../test/kit/samples.ts";
import { type Ask, signedIn } from "../../../test/kit/signed-in.ts";
import type { Changes } from "../../changes.ts";
import type { AlertView } from "../../http/views.ts";
import { caseFacts, firstLine } from "../../notify/case-facts.ts";
import { importTable, readBooks } from "../../rulebook/books.ts";
import { connected, readDistrict } from "../../rulebook/district.ts";
import { hubRules } from "./hub-rules.ts";
import { look, type Watching } from "./watch.ts";

const minuteMs = 60_000;
let hub: QuietHub;
let ask: Ask;
let watching: Watching;
let told: Changes[];
const next = new Map<string, number>();

beforeEach(async () => {
  next.clear();
  told = [];
  hub = await quietHub();
  ask = await signedIn(hub);
  watching = { listeningSince: hub.clock.now, sensorsAt: 0, batteriesAt: hub.clock.now };
});

const everyMinute = devices.map((device): Device => ({ ...device, everyMs: minuteMs }));

async function arrive(name: string, place = "东昌小区 门卫室", own: Device[] = everyMinute): Promise<void> {
  await hub.take(topics.status(name as GatewayId), statusOf());
  await hub.take(topics.devices(name as GatewayId), registrationOf(name, { place, devices: own }));
}

const leave = (name: string) => hub.take(topics.status(name as GatewayId), statusOf({ state: "offline" }));

async function send(name: string, lane: "data" | "alert", body: Uint8Array, count: number): Promise<void> {
  const from = next.get(`${name} ${lane}`) ?? 0;
  await hub.take(topics.batch(name as GatewayId, lane, epochs[lane], from), body);
  next.set(`${name} ${lane}`, from + count);
}

const read = (name: string) => send(name, "data", encodeBatch([reading(hub.clock.now, 0.4)]), 1);

/** Time passes, and the hub looks. */
async function pass(ms: number, by: Watching = watching): Promise<void> {
  hub.clock.now += ms;
  const { store, clock } = hub;
  const options = { store, clock: () => clock.now, log: silent, pause: async () => undefined };
  await look({ ...options, tell: (changes) => void told.push(changes) }, by);
}

const alerts = async (state = "open") => (await ask("GET", `/api/alerts?state=${state}`)).body as AlertView[];
const tickets = () => hub.read((tables) => tables.tickets.list("all", 100));

describe("a gateway that cannot be reached", () => {
  test("is one alert of its own after the hold, with its devices unknown, and over when it speaks", async () => {
    await arrive("gw-1");
    const left = hub.clock.now;
    await leave("gw-1");
    await pass(3 * minuteMs - 1);
    expect(await alerts()).toEqual([]);
    await pass(1);
    expect(await alerts()).toMatchObject([
      {
        ...{ gateway: "gw-1", device: "gateway", severity: 2, state: "unacknowledged", raisedAt: left + 3 * minuteMs },
        title: { zh: "网关没有消息" },
        advice: { zh: expect.stringContaining("下面 2 个设备状态未知") },
        affected: ["cover-3", "pit-1"],
      },
    ]);
    expect(await tickets()).toMatchObject([{ gateway: "gw-1", device: "gateway", state: "reported" }]);
    await pass(minuteMs);
    await arrive("gw-1");
    await pass(5000);
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
  });

  test("is told once, by two hubs or after a restart too: the time counts from when it went", async () => {
    await arrive("gw-1");
    await leave("gw-1");
    await pass(2 * minuteMs);
    const restarted = { listeningSince: hub.clock.now, sensorsAt: 0, batteriesAt: hub.clock.now };
    await pass(minuteMs, restarted);
    await pass(0, watching);
    await pass(0, { ...restarted });
    expect(await alerts("all")).toHaveLength(1);
    expect(await tickets()).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  test("hangs: its session is there, but nothing is heard for ten minutes", async () => {
    await arrive("gw-1", undefined, devices);
    await pass(10 * minuteMs - 1);
    expect(await alerts()).toEqual([]);
    await pass(1);
    expect(await alerts()).toMatchObject([{ device: "gateway" }]);
    await pass(0, { listeningSince: hub.clock.now, sensorsAt: 0, batteriesAt: hub.clock.now });
    expect(await alerts()).toMatchObject([{ state: "unacknowledged" }]);
    await read("gw-1");
    await pass(5000);
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
  });

  test("was connected when the hub stopped: it is given time to come back", async () => {
    await arrive("gw-1");
    hub.clock.now += 60 * minuteMs;
    await hub.read(({ gateways }) => gateways.forgetPresence(hub.clock.now));
    await pass(minuteMs, { listeningSince: hub.clock.now, sensorsAt: 0, batteriesAt: hub.clock.now });
    expect(await alerts()).toEqual([]);
    await pass(2 * minuteMs);
    expect(await alerts()).toHaveLength(1);
  });
});

describe("a sensor of which nothing new comes", () => {
  const speak = () => send("gw-1", "data", encodeBatch([reading(hub.clock.now, 1, "other" as never, "x" as never)]), 1);

  test("is an alert after ten of its intervals while the gateway goes on, and over with its next reading", async () => {
    await arrive("gw-1");
    await read("gw-1");
    const last = hub.clock.now;
    await pass(9 * minuteMs);
    await speak();
    await pass(minuteMs - 1);
    expect(await alerts()).toEqual([]);
    watching.sensorsAt = 0;
    await pass(1);
    expect(await alerts()).toMatchObject([
      { device: pit, point: level, severity: 3, raisedAt: last + 10 * minuteMs, title: { zh: "传感器的数据不更新" } },
    ]);
    await pass(5000);
    await read("gw-1");
    await pass(30_000);
    expect(await alerts()).toMatchObject([{ state: "returned" }]);
  });

  test("is judged by what it did before the hub wished for more: who speaks by itself cannot be hurried", async () => {
    const usual = { everyMs: minuteMs, rules: [] };
    await arrive(
      "gw-1",
      undefined,
      devices.map((device) => ({ ...device, everyMs: 1000, usual })),
    );
    await read("gw-1");
    await pass(9 * minuteMs);
    await speak();
    await pass(30_000);
    expect(await alerts()).toEqual([]);
  });

  test.each([
    ["its gateway says itself that it has a fault", () => read("gw-1").then(fault)],
    ["its gateway is away", () => read("gw-1").then(() => leave("gw-1"))],
    ["it never spoke", async () => undefined],
  ])("is none of the hub's business when %s", async (_, before) => {
    await arrive("gw-1");
    await before();
    await pass(9 * minuteMs);
    await speak();
    await pass(2 * minuteMs);
    expect((await alerts()).filter(({ device }) => device === pit)).toEqual([]);
  });

  const fault = () => send("gw-1", "data", encodeBatch([reading(hub.clock.now, "FIELD_SILENT", "fault" as never)]), 1);
});

describe("neighbours", () => {
  const mains: Rule = {
    ...{ id: "mains-failed" as never, point: "open" as never, when: { equals: true }, explains: "silence" },
    ...{ severity: 2, title: { zh: "市电停电", en: "Mains failed" } },
  };
  const withMains = devices.map((device) => (device.id === pit ? device : { ...device, rules: [mains] }));
  const byDevice = async () => Object.fromEntries((await alerts()).map((one) => [`${one.gateway} ${one.rule}`, one]));

  test("that fall silent within two minutes are one power cut, which explains each of them", async () => {
    for (const name of ["gw-1", "gw-2", "gw-3"]) await arrive(name, `东昌小区 ${name}`);
    await arrive("gw-9", "梅园小区 门卫室");
    await leave("gw-2");
    hub.clock.now += minuteMs;
    await leave("gw-1");
    await pass(30_000);
    expect(await alerts()).toMatchObject([{ title: { zh: "小区停电？" }, value: "东昌小区", severity: 2 }]);
    await pass(3 * minuteMs);
    const found = await byDevice();
    const root = found["gw-1 hub-area-dark"]?.id;
    expect(found).toMatchObject({
      "gw-1 hub-area-dark": { standing: "unacknowledged" },
      "gw-1 hub-gateway-silent": { standing: "suppressed", cause: root },
      "gw-2 hub-gateway-silent": { standing: "suppressed", cause: root },
    });
    expect(Object.keys(found)).toHaveLength(3);
    await arrive("gw-1", "东昌小区 gw-1");
    await pass(5000);
    expect(await byDevice()).toMatchObject({
      "gw-1 hub-area-dark": { standing: "returned" },
      "gw-1 hub-gateway-silent": { standing: "returned" },
      "gw-2 hub-gateway-silent": { standing: "unacknowledged" },
    });
  });

  test("that both say that the mains failed are one power cut too, and their alerts are explained by it", async () => {
    for (const name of ["gw-1", "gw-2"]) {
      await arrive(name, "东昌小区 门卫室", withMains);
      const ids = { alert: `cut-${name}` as AlertId, ticket: `t-${name}` as TicketId, rule: mains.id };
      await send(name, "alert", encodeAlerts([event("raised", hub.clock.now, ids)]), 1);
    }
    await pass(30_000);
    expect(await byDevice()).toMatchObject({
      "gw-1 hub-area-dark": { standing: "unacknowledged" },
      "gw-1 mains-failed": { standing: "suppressed" },
      "gw-2 mains-failed": { standing: "suppressed" },
    });
    const [root, ...others] = (await tickets()).toSorted((a, b) => a.state.localeCompare(b.state));
    expect(root).toMatchObject({ rule: "hub-area-dark", state: "reported" });
    expect(others).toMatchObject([{ mergedInto: root?.id }, { mergedInto: root?.id }]);
    told = [];
    await pass(30_000);
    expect(told).toEqual([]);
  });

  test.each([
    ["one alone", ["gw-1"], 0],
    ["two that went ten minutes apart", ["gw-1", "gw-2"], 10 * minuteMs],
    ["two of different areas", ["gw-1", "gw-9"], 0],
  ])("%s is no power cut", async (_, names, apartMs) => {
    await arrive("gw-1");
    await arrive("gw-2");
    await arrive("gw-9", "梅园小区 门卫室");
    for (const name of names) {
      await leave(name);
      hub.clock.now += apartMs;
    }
    await pass(5 * minuteMs);
    expect((await alerts()).filter(({ rule }) => rule === "hub-area-dark")).toEqual([]);
  });
});

describe("who is whose neighbour", () => {
  const dark = async () => (await alerts()).filter(({ rule }) => rule === "hub-area-dark");
  const own = (more: object) =>
    hub.act(async (tables) => {
      const { areas } = await readBooks(tables);
      const compound = { tier: "compound" as const, parent: "dongchang", unit: null };
      const all = [...areas.areas, { ...compound, id: "wangjiazhai", name: "王家宅" }];
      await importTable(tables, { kind: "areas", body: { ...areas, areas: all, ...more }, by: "小陈" }, hub.clock.now);
    });
  const fail = async (...names: string[]) => {
    for (const name of names) await leave(name);
    await pass(10 * minuteMs);
  };

  test("is said by the rulebook's areas, however their places are written", async () => {
    await own({ gateways: { "gw-3": "wangjiazhai" } });
    await arrive("gw-1", "王家宅12弄 门卫");
    await arrive("gw-2", "王家宅 14弄");
    await arrive("gw-3", "泵站");
    await fail("gw-1", "gw-3");
    expect(await dark()).toMatchObject([{ value: "王家宅", standing: "unacknowledged" }]);
  });

  test("is not said by a first word that the rulebook tells apart, nor by a whole street", async () => {
    const compound = { tier: "compound" as const, parent: null, unit: null };
    const one = { ...compound, id: "north", name: "上海 北苑" };
    const street = { ...compound, tier: "street" as const, id: "street", name: "陆家嘴街道" };
    await own({
      areas: [one, { ...one, id: "south", name: "上海 南苑" }, street],
      gateways: { "gw-3": "street", "gw-4": "street" },
    });
    await arrive("gw-1", "上海 北苑 1号");
    await arrive("gw-2", "上海 南苑 1号");
    await arrive("gw-3", "泵站");
    await arrive("gw-4", "水闸");
    await fail("gw-1", "gw-2", "gw-3", "gw-4");
    expect(await dark()).toEqual([]);
  });

  test("may change while an area is dark: the alert is over when too few of its own are", async () => {
    await arrive("gw-1", "东昌小区 1号");
    await arrive("gw-2", "东昌小区 2号");
    await fail("gw-1", "gw-2");
    expect(await dark()).toMatchObject([{ value: "东昌小区", state: "unacknowledged" }]);
    await own({ gateways: { "gw-1": "dongchang-xiaoqu", "gw-2": "wangjiazhai" } });
    await pass(5000);
    expect(await dark()).toMatchObject([{ value: "东昌小区", state: "returned" }]);
  });
});

describe("a platform from which nothing comes any more", () => {
  const hourMs = 3_600_000;
  const message = (n: number) => ({
    ...{ messageType: "dataReport", deviceId: `d${n}`, productId: "p", timestamp: hub.clock.now },
    payload: { liquid_level: 40 },
  });
  const push = (rig: Awaited<ReturnType<typeof platformRig>>) => rig.push({ path: "/a-long-token", body: message(1) });
  const setUp = () => {
    const products = [{ product: "p", model: "nb-level-cm" }];
    return platformRig({ platform: "ctwing", secrets: { token: "a-long-token" }, products }, hub);
  };
  const open = async () => (await alerts()).filter(({ rule }) => rule === "hub-connector-silent");

  test("is one alert with its devices, and over with the next message; no neighbour is said to be dark", async () => {
    const rig = await setUp();
    await push(rig);
    await pass(hourMs - 1000);
    expect(await open()).toEqual([]);
    await pass(2000);
    expect(await open()).toMatchObject([{ gateway: "ctwing-1", affected: ["d1"], severity: 2 }]);
    const [alert] = await open();
    expect(alert).toMatchObject({ title: { zh: "平台“ctwing”没有消息" }, platform: "ctwing", place: "花园坊" });
    expect(alert?.advice?.zh).toMatch(
      /^平台“ctwing”从 2026-\d\d-\d\d \d\d:\d\d 起没有消息，最后一条是 2026-.*下面 1 个设备/,
    );
    const ticket = (await ask("GET", `/api/tickets/${alert?.ticket}`)).body;
    expect(ticket).toMatchObject({ title: { zh: "平台“ctwing”没有消息" }, place: "花园坊" });
    const told = await hub.read(async (tables) => {
      const row = await tables.tickets.find(alert?.ticket as TicketId);
      return row && firstLine(await caseFacts(tables, row)).zh;
    });
    expect(told).toContain("花园坊 平台“ctwing”没有消息。");
    expect(told).toContain("最后一条是");
    expect((await alerts()).map(({ rule }) => rule)).not.toContain("hub-gateway-silent");
    await push(rig);
    await pass(1000);
    expect(await open()).toMatchObject([{ state: "returned" }]);
  });

  test("or whose line is down is an alert soon, however seldom it speaks, and over when the line is up", async () => {
    const rig = await setUp();
    await push(rig);
    const stand = (state: "online" | "offline") =>
      rig.act(({ gateways }) => gateways.putPresence(rig.connector, { state, since: hub.clock.now }));
    await stand("offline");
    await pass(hubRules.connectorSilent.raiseAfterMs - 1000);
    expect(await open()).toEqual([]);
    await pass(2000);
    expect(await open()).toMatchObject([{ gateway: "ctwing-1", affected: ["d1"] }]);
    hub.clock.now += 1000;
    await stand("online");
    await pass(1000);
    expect(await open()).toMatchObject([{ state: "returned" }]);
  });

  test("that is paused by a person is no alert", async () => {
    const rig = await setUp();
    await push(rig);
    await rig.act(async ({ connectors }) => {
      const row = await connectors.find(rig.connector);
      if (row !== null) await connectors.put({ ...row, state: "paused" });
    });
    await pass(3 * hourMs);
    expect(await open()).toEqual([]);
  });

  test("is the operator's own case: the district is told of a gateway's silence, not of a platform's account", async () => {
    const pem = (what: string) => `-----BEGIN ${what}-----`;
    const name = { zh: "区中心", en: "District" };
    const keys = { ca: pem("CERTIFICATE"), publicKey: pem("PUBLIC KEY") };
    const card = { name, url: "https://district.example", tlsName: "district.example", ...keys };
    await hub.read(async (tables) => {
      const body = connected((await readDistrict(tables)).book, card);
      await tables.rulebook.add({ kind: "district", at: 0, by: "test", source: "test", body });
    });
    const rig = await setUp();
    await push(rig);
    await arrive("gw-1");
    await leave("gw-1");
    await pass(hourMs + 1000);
    const told = Object.fromEntries(
      await Promise.all(
        (await alerts()).map(async ({ rule, ticket }) => [
          rule,
          (await hub.read(({ caseLines }) => caseLines.count(ticket as TicketId))) > 0,
        ]),
      ),
    );
    expect(told).toEqual({ "hub-connector-silent": false, "hub-gateway-silent": true });
  });
});
