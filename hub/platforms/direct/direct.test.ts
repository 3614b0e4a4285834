/** Devices that speak for themselves: their credentials, how they join, what the broker lets them do. */
import mqtt, { type IClientOptions } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import type { GatewayId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { type PlatformRig, platformRig } from "../../../test/kit/platform-rig.ts";
import { operatorCookie, pretendGateway, silent } from "../../../test/kit/quiet-hub.ts";
import { embeddedLine } from "../../broker/embedded.ts";
import { keyDoor } from "../../registry/admit.ts";
import type { Store } from "../../store/store.ts";
import { buildDoor } from "../door/server.ts";
import { makeCredential, revokeCredentials, startCheck, userOf } from "./credential.ts";
import { makeJoining } from "./join.ts";
import { deviceDoor } from "./mqtt.ts";

const devices = [{ device: "cellar", model: "water-gauge" }];
const pack = JSON.stringify([{ n: "level", u: "m", v: 0.05 }]);

async function setUp() {
  const rig = await platformRig({ platform: "direct", devices });
  const holder = { connector: rig.connector, foreign: "cellar" };
  const make = (old: "replace" | "rotate") =>
    rig.act((tables) => makeCredential(tables, holder, { by: "operator", now: rig.clock.now++, old }));
  const post = async (credential: string) =>
    (await rig.push({ path: "/cellar", headers: { authorization: `Bearer ${credential}` }, body: pack })).status;
  return { rig, holder, make, post };
}

test("a credential that is rotated lives until its follower is used, one that is lost ends at once", async () => {
  const { rig, make, post } = await setUp();
  const first = await make("replace");
  expect(await post(first)).toBe(204);
  const second = await make("rotate");
  expect([await post(first), await post(second), await post(first)]).toEqual([204, 204, 401]);
  const third = await make("replace");
  expect([await post(second), await post(third)]).toEqual([401, 204]);
  expect(await rig.values()).toEqual({ cellar: { level: 0.05, fault: "" } });
});

test("a credential that was revoked opens nothing, and its text is nowhere in the store", async () => {
  const { rig, holder, make, post } = await setUp();
  const only = await make("replace");
  await rig.act((tables) => revokeCredentials(tables, holder, "stolen", rig.clock.now));
  expect(await post(only)).toBe(401);
  const rows = await rig.read(({ credentials }) => credentials.listOf(holder.connector, holder.foreign));
  expect(rows).toMatchObject([{ reason: "stolen", hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(JSON.stringify(rows)).not.toContain(only);
});

const document = {
  device: "roof",
  title: "屋面",
  place: "1 号楼",
  points: [{ id: "temperature", unit: "Cel", above: 60 }],
};

async function joining(rig: PlatformRig, use: "once" | "many", most?: number) {
  const cookie = await operatorCookie(rig);
  const made = await rig.app.inject({
    ...{
      method: "POST",
      url: "/api/direct/joinings",
      payload: { use, hours: 1, ...(most === undefined ? {} : { most }) },
    },
    headers: { cookie },
  });
  const { code, connector } = made.json<{ code: string; connector: string }>();
  return async (body: object) => {
    const answer = await rig.platforms.door.inject({
      ...{ method: "POST", url: `/door/${connector}`, payload: body },
      headers: { authorization: `Bearer ${code}` },
    });
    return { status: answer.statusCode, body: answer.json<Record<string, string>>() };
  };
}

test("a device that joins twice before it ever spoke gets a new credential; then the code is used up", async () => {
  const { rig } = await setUp();
  const join = await joining(rig, "once");
  const first = await join(document);
  const again = await join(document);
  expect([first.status, again.status]).toEqual([201, 201]);
  const post = (credential: string | undefined) =>
    rig.push({
      path: "/roof",
      headers: { authorization: `Bearer ${credential}` },
      body: [{ n: "temperature", v: 61 }],
    });
  expect((await post(first.body.credential)).status).toBe(401);
  expect((await post(again.body.credential)).status).toBe(204);
  expect((await join(document)).status).toBe(401);
  expect((await join({ ...document, device: "other" })).status).toBe(401);
});

test("where another's broker has the line, what joins is told no way by MQTT", async () => {
  const joining = `join_${"0".repeat(12)}_${"a".repeat(32)}`;
  const { store, platforms, ingest, clock, connector } = await platformRig({ platform: "direct", joining });
  const about = { store, intake: platforms.intake, models: platforms.models, report: ingest.report, log: silent };
  const door = buildDoor({ ...about, tell() {}, clock: () => clock.now, hasOtherBroker: true });
  onTestFinished(() => door.close());
  const headers = { authorization: `Bearer ${joining}` };
  const answer = await door.inject({ method: "POST", url: `/door/${connector}`, payload: document, headers });
  expect([answer.statusCode, answer.json().mqtt]).toEqual([201, null]);
});

test("a code for so many lets no more in; one that joins twice counts once", async () => {
  const { rig } = await setUp();
  const join = await joining(rig, "many", 2);
  const named = (device: string) => ({ ...document, device });
  const statuses: number[] = [];
  for (const device of ["roof-1", "roof-1", "roof-2", "roof-3"]) statuses.push((await join(named(device))).status);
  expect(statuses).toEqual([201, 201, 201, 401]);
  const [row] = await rig.read(({ joinings }) => joinings.list(1));
  expect(row).toMatchObject({ most: 2, count: 2, joined: "roof-2" });
});

test("a code ends with its hours, and opens no other connector's door", async () => {
  const { rig } = await setUp();
  const join = await joining(rig, "many");
  rig.clock.now += 3_600_000;
  expect((await join(document)).status).toBe(201);
  rig.clock.now += 1;
  const late = await join({ ...document, device: "late" });
  expect([late.status, late.body.detail]).toEqual([401, "the joining code is over"]);
  const about = { use: "many", hours: 1, by: "operator", now: rig.clock.now } as const;
  const other = await rig.act((tables) => makeJoining(tables, { ...about, connector: "direct-2" as GatewayId }));
  const headers = { authorization: `Bearer ${other.code}` };
  expect(await rig.push({ headers, body: { ...document, device: "other" } })).toMatchObject({ status: 401 });
  const named = await rig.read((tables) => tables.foreignDevices.list(rig.connector));
  expect(named.map(({ foreign }) => foreign).sort()).toEqual(["cellar", "roof"]);
});

test("devices that begin in the same moment share one commit", async () => {
  const { rig } = await setUp();
  const holders = ["a", "b", "c", "d"].map((foreign) => ({ connector: rig.connector, foreign }));
  const about = { by: "operator", now: rig.clock.now, old: "replace" } as const;
  const secrets = await rig.act(async (tables) => {
    const made: string[] = [];
    for (const holder of holders) made.push(await makeCredential(tables, holder, about));
    return made;
  });
  let commits = 0;
  const transaction: Store["transaction"] = (work) => {
    commits += 1;
    return rig.store.transaction(work);
  };
  const check = startCheck({ ...rig.store, transaction });
  const begin = () => Promise.all(holders.map((holder, n) => check(holder, secrets[n], rig.clock.now)));
  await begin();
  const used = await rig.read(async ({ credentials }) => {
    const rows = [];
    for (const { connector, foreign } of holders) rows.push(...(await credentials.listOf(connector, foreign)));
    return rows.map(({ usedAt }) => usedAt);
  });
  expect([commits, used]).toEqual([1, holders.map(() => rig.clock.now)]);
  // Noted to the hour: the same again is none, an hour later it is one more.
  await begin();
  rig.clock.now += 3_600_000;
  await begin();
  expect(commits).toBe(2);
});

test("what joined by itself waits for an operator, and its alarm does not", async () => {
  const { rig } = await setUp();
  await rig.act(({ marks }) => marks.put("registry/adopt", "by-hand"));
  const join = await joining(rig, "many");
  const { body } = await join(document);
  await rig.push({
    ...{ path: "/roof", headers: { authorization: `Bearer ${body.credential}` } },
    body: [{ n: "temperature", u: "Cel", v: 61 }],
  });
  const row = await rig.read((tables) => tables.devices.find(rig.connector, "roof" as never));
  expect(row?.entry.life).toBe("announced");
  expect(await rig.read((tables) => tables.alerts.listOpenOf(rig.connector))).toMatchObject([
    { rule: "temperature-high" },
  ]);
});

test("a document that cannot be is refused with the field named", async () => {
  const { rig } = await setUp();
  const join = await joining(rig, "many");
  const { points: _, ...bare } = document;
  for (const [wrong, field] of [
    [{ ...document, device: "a/b" }, "/device"],
    [{ ...document, points: [] }, "/points"],
    [{ ...document, points: [{ id: "x", unit: 3 }] }, "/points/0/unit"],
    [{ ...document, model: "water-gauge" }, "/points or /model"],
    [bare, "/points or /model"],
    [{ ...bare, model: "no-such" }, "no-such"],
  ] as const) {
    const { status, body } = await join(wrong);
    expect([status, body.detail]).toEqual([400, expect.stringContaining(field)]);
  }
});

async function broker(rig: PlatformRig, take = rig.platforms.intake.take) {
  const [clock, report] = [() => rig.clock.now, rig.ingest.report];
  const door = {
    ...keyDoor(rig.store, report, clock, silent),
    devices: deviceDoor({ store: rig.store, intake: { take }, report, clock, log: silent }),
  };
  const line = await embeddedLine({ host: "127.0.0.1", port: 0, door });
  onTestFinished(() => line.close());
  await line.open(
    async () => {},
    () => {},
  );
  return line.address();
}

async function connect(url: string, user: string, password: string, more: IClientOptions = {}) {
  const client = await mqtt.connectAsync(
    url,
    { clientId: user, username: user, password, reconnectPeriod: 0, ...more },
    false,
  );
  client.on("error", () => {});
  onTestFinished(async () => void (await client.endAsync(true)));
  return client;
}

test("over MQTT a device is acknowledged once its message is stored, and not before", async () => {
  const { rig, make } = await setUp();
  const gate = Promise.withResolvers<void>();
  const held = async (push: Parameters<typeof rig.platforms.intake.take>[0]) => {
    await gate.promise;
    return rig.platforms.intake.take(push);
  };
  const client = await connect(await broker(rig, held), "cellar@direct-1", await make("replace"));
  let isAcknowledged = false;
  const sent = client.publishAsync(topics.direct(rig.connector, "cellar"), pack, { qos: 1 });
  void sent.then(() => {
    isAcknowledged = true;
  });
  // Another packet goes there and back meanwhile: the acknowledgement had its time.
  await connect(await broker(rig), "cellar@direct-1", await make("rotate"));
  expect([isAcknowledged, await rig.pushes()]).toEqual([false, []]);
  gate.resolve();
  await sent;
  expect(await rig.pushes()).toMatchObject([{ from: "mqtt cellar" }]);
  await rig.platforms.settled();
  expect(await rig.values()).toEqual({ cellar: { level: 0.05, fault: "" } });
});

test("over MQTT nobody comes with another's credential, a connector's id, or to another's topic", async () => {
  const { rig, make } = await setUp();
  const url = await broker(rig);
  const credential = await make("replace");
  for (const user of ["roof@direct-1", "cellar@nowhere", "@direct-1"])
    await expect(connect(url, user, credential)).rejects.toThrow(/Not authorized/);
  await expect(connect(url, "cellar@direct-1", "ll_wrong")).rejects.toThrow(/Not authorized/);
  await expect(connect(url, "cellar@direct-1", credential, { clientId: "gw-1" })).rejects.toThrow(/Not authorized/);
  await expect(pretendGateway(url, "direct-1")).rejects.toThrow(/Not authorized/);
  for (const topic of [topics.direct(rig.connector, "roof"), topics.open(rig.connector), "anything"]) {
    const client = await connect(url, "cellar@direct-1", credential);
    const ended = new Promise<void>((done) => void client.once("close", () => done()));
    client.publish(topic, pack, { qos: 1 });
    await ended;
  }
  await rig.ingest.settled();
  expect(await rig.pushes()).toEqual([]);
  const codes = (await rig.read((tables) => tables.faults.list(20))).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(["CREDENTIAL_REFUSED", "GATEWAY_KEY_MISMATCH", "TOPIC_FOREIGN"]));
  const gateway = await rig.read(({ gateways }) => gateways.find(rig.connector));
  expect(gateway?.keyHash).toBe(null);
});

test("a message under a connector's id that another's broker let in is refused", async () => {
  const { rig } = await setUp();
  await rig.take(topics.open(rig.connector), [{ n: "cellar/level", v: 9 }]);
  expect(await rig.values()).toEqual({});
  expect(await rig.read((tables) => tables.faults.list(5))).toMatchObject([{ code: "TOPIC_FOREIGN" }]);
});

test("a credential whose follower is used over HTTPS ends its connection over MQTT too", async () => {
  const { rig, make } = await setUp();
  const [shut, old] = [[] as string[], await make("replace")];
  const door = buildDoor({
    ...{ store: rig.store, intake: rig.platforms.intake, models: rig.platforms.models, clock: () => rig.clock.now },
    ...{ tell: () => {}, report: () => {}, log: silent, shutOut: (holder) => void shut.push(userOf(holder)) },
  });
  onTestFinished(() => door.close());
  const say = (credential: string) => {
    const headers = { authorization: `Bearer ${credential}`, "content-type": "application/senml+json" };
    return door.inject({ method: "POST", url: `/door/${rig.connector}/cellar`, headers, payload: pack });
  };
  expect(await say(old)).toMatchObject({ statusCode: 204 });
  const next = await make("rotate");
  expect([await say(old), shut]).toMatchObject([{ statusCode: 204 }, []]);
  expect([await say(next), shut]).toMatchObject([{ statusCode: 204 }, ["cellar@direct-1"]]);
  expect([await say(next), await say(old), shut]).toMatchObject([
    { statusCode: 204 },
    { statusCode: 401 },
    ["cellar@direct-1"],
  ]);
});
