/** The hub's process dies amid what people ask of it at a platform: devices adopted, messages read again, commands carried. */
import { expect, test } from "vitest";
import { pretendPlatform } from "../kit/pretend-platform.ts";
import { tempFolder } from "../kit/temp-folder.ts";
import { until } from "../kit/until.ts";
import { type MortalHub, startMortalHub } from "../rig/mortal-hub.ts";

const path = "/api/connectors/ctwing";
const given = "/api/gateways/ctwing/commands";
const product = "10045600";
const devices = Array.from({ length: 260 }, (_, n) => `smoke-${n}`);
/** So many strangers are listed; what the others say is refused until there is room. */
const [listed, refused] = [devices.slice(0, 200), devices.slice(200)];
const alarmed = devices.filter((_, n) => n % 10 === 0);
const told = devices.filter((_, n) => n % 8 === 1 && n < listed.length);
const at = Date.now() - 600_000;

type Counts = Record<"waiting" | "taken" | "unknown" | "refused", number>;
type Command = { state: string; steps: { step: string }[]; args: { device: string } };
/** As CTWing lists it. */
type Saved = { commandId: string; deviceId: string; createBy: string; commandStatus: string };

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const counts = async (hub: MortalHub) => (await hub.api().get<{ messages: Counts }>(path)).messages;
const commands = (hub: MortalHub) => hub.api().get<Command[]>(`${given}?limit=200`);
const unadopted = async (hub: MortalHub) => (await hub.api().get<unknown[]>(`${path}/devices?unknown=yes`)).length;
const replay = (hub: MortalHub) => hub.api().post(`${path}/replay`, { from: 0, to: Date.now() + 1 });
const adopt = (hub: MortalHub, who: readonly string[]) =>
  hub.api().post(`${path}/devices/adopt`, { devices: who.map((device) => ({ device, model: "nb-smoke" })) });

async function allRead(hub: MortalHub): Promise<Counts> {
  await until("all are read", async () => (await counts(hub)).waiting === 0, 30_000);
  return counts(hub);
}

/** As a platform does: again until it is told that it was taken. */
async function push(hub: MortalHub, message: object): Promise<void> {
  const [body, headers] = [JSON.stringify({ productId: product, ...message }), { "content-type": "application/json" }];
  const once = () => fetch(`${hub.door}/ctwing/a-long-token`, { method: "POST", headers, body });
  await until("it is taken", async () => (await once()).status === 200, 30_000);
}

/** All speak at once; who smells smoke says a moment later that it is over. */
async function speak(hub: MortalHub, who: readonly string[]): Promise<void> {
  const say = (deviceId: string, n: number, smoke_state: 0 | 1) =>
    push(hub, {
      ...{ messageType: "dataReport", deviceId, timestamp: at + n },
      payload: { smoke_state, temperature: n },
    });
  await Promise.all(who.map((device) => say(device, 0, alarmed.includes(device) ? 1 : 0)));
  await Promise.all(who.filter((device) => alarmed.includes(device)).map((device) => say(device, 1, 0)));
}

/** Saves what it is told under a number of its own, and answers a while later. */
async function pretendCtwing() {
  const saved: Saved[] = [];
  const api = await pretendPlatform(async ({ method, path, body }) => {
    const device = new URL(path, "http://ctwing").searchParams.get("deviceId");
    const list = saved.filter(({ deviceId }) => deviceId === device);
    if (method === "GET") return { body: { code: 0, result: { list } } };
    const { deviceId, operator } = JSON.parse(body);
    const one = { commandId: `${674 + saved.length}`, deviceId, createBy: operator, commandStatus: "指令已保存" };
    saved.push(one);
    await wait(40);
    return { body: { code: 0, msg: "ok", result: one } };
  });
  const goOn = (hub: MortalHub, resultCode: string) =>
    Promise.all(
      saved.map(({ commandId: taskId, deviceId }) =>
        push(hub, { messageType: "commandResponse", deviceId, taskId, result: { resultCode, resultDetail: "" } }),
      ),
    );
  return { url: api.url, saved, goOn };
}

/** Who asked for it is not told what became of it. */
async function diesAmid(hub: MortalHub, asked: Promise<unknown>, ms: number): Promise<void> {
  const answered = asked.catch(() => undefined);
  await wait(ms);
  await hub.dies();
  await answered;
}

async function expectEachOnce(hub: MortalHub): Promise<void> {
  const query = `gateway=ctwing&point=temperature&from=${at}&to=${at + 1000}&limit=100`;
  const seen = devices.map(async (device) => {
    const { readings } = await hub.api().get<{ readings: number[][] }>(`/api/readings?${query}&device=${device}`);
    return [device, ...readings.map(([moment = 0, value]) => [moment - at, value])];
  });
  const said = (device: string) =>
    alarmed.includes(device)
      ? [
          [0, 0],
          [1, 1],
        ]
      : [[0, 0]];
  expect(await Promise.all(seen)).toEqual(devices.map((device) => [device, ...said(device)]));
  type Alert = { device: string; rule: string; count: number };
  const alerts = await hub.api().get<Alert[]>("/api/alerts?state=all&limit=500");
  expect(alerts.map(({ device, rule, count }) => `${device} ${rule} ${count}`).sort()).toEqual(
    alarmed.flatMap((device) => [`${device} hub-stranger-alarm 1`, `${device} smoke 1`]).sort(),
  );
}

test("it loses nothing, does nothing twice, and goes on with what was begun", async () => {
  const [hub, ctwing] = await Promise.all([startMortalHub(tempFolder()), pretendCtwing()]);
  await hub.api().put(path, {
    ...{ platform: "ctwing", title: "电信平台", place: "花园坊", state: "on", quietAfterMs: 3_600_000, products: [] },
    settings: { api: ctwing.url },
    secrets: { token: "a-long-token", appKey: "app", appSecret: "secret", masterKeys: `${product} master` },
  });
  await speak(hub, listed);
  await speak(hub, refused);
  const messagesOf = (who: string[]) => who.length + who.filter((device) => alarmed.includes(device)).length;
  const [waiting, turnedAway] = [messagesOf(listed), messagesOf(refused)];
  expect(await allRead(hub)).toMatchObject({ unknown: waiting, refused: turnedAway });

  // All are adopted, or none; what they said before is read by whoever runs next.
  await diesAmid(hub, adopt(hub, listed), 20);
  expect([0, listed.length]).toContain(await unadopted(hub));
  await adopt(hub, listed);
  expect((await counts(hub)).waiting).toBeGreaterThan(0);
  await hub.dies();
  expect(await unadopted(hub)).toBe(0);
  expect(await allRead(hub)).toMatchObject({ taken: waiting, unknown: 0, refused: turnedAway });

  // Messages are read again while commands are on their way: once as it is asked for, once as it goes on.
  for (const device of told) await hub.api().post(given, { verb: "silence", args: { minutes: 10, device } });
  await until("some are with CTWing", () => ctwing.saved.length > 2);
  await diesAmid(hub, replay(hub), 10);
  await replay(hub);
  await until("more are with CTWing", () => ctwing.saved.length > 12);
  await hub.dies();
  await replay(hub);
  expect(await allRead(hub)).toMatchObject({ taken: waiting, unknown: turnedAway, refused: 0 });
  const isCarried = ({ steps }: Command) => steps.length > 1;
  await until("all are carried", async () => (await commands(hub)).every(isCarried));

  // The others are adopted while CTWing tells how the commands went on.
  await diesAmid(hub, Promise.allSettled([ctwing.goOn(hub, "DELIVERED"), adopt(hub, refused)]), 15);
  expect([0, refused.length]).toContain(await unadopted(hub));
  await Promise.all([ctwing.goOn(hub, "SUCCESSFUL"), adopt(hub, refused)]);
  expect(await allRead(hub)).toMatchObject({ unknown: 0, refused: 0 });

  const done = await commands(hub);
  expect(done.map(({ args }) => args.device).sort()).toEqual([...told].sort());
  expect(new Set(done.map(({ state, steps }) => [...steps.map(({ step }) => step), state].join()))).toEqual(
    new Set(["given,saved,delivered,done,done"]),
  );
  expect(ctwing.saved.map(({ deviceId }) => deviceId).sort()).toEqual([...told].sort());
  await expectEachOnce(hub);
}, 120_000);
