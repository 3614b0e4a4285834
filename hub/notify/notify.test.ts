/** From an alert to what people read on their phones: rungs, digests, rates, restarts; against robots that keep their limits. */
import { describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { AlertId, EventId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, statusOf } from "../../test/kit/quiet-hub.ts";
import { devices, event, registrationOf } from "../../test/kit/samples.ts";
import { type Telling, tellingHub, wecomChannel, wecomRoad } from "../../test/kit/telling.ts";
import { noChanges } from "../changes.ts";
import { tellPeople } from "../flows/notice.ts";
import { dispatchByTable } from "../tickets/dispatch/dispatch.ts";
import { move } from "../tickets/move.ts";
import { openTicket } from "../tickets/open.ts";
import { laneOf, type Notice } from "./notice.ts";

const gateway = "gw-1" as GatewayId;
const ticket = "ticket-1" as TicketId;
const minute = 60_000;
const hour = 60 * minute;

async function ready(at?: string): Promise<Telling & { happen(...events: AlertEvent[]): Promise<void> }> {
  const telling = await tellingHub(at);
  const { hub } = telling;
  let next = 0;
  await hub.take(topics.status(gateway), statusOf());
  const rules = devices.map((device) => ({
    ...device,
    rules: device.rules.map((rule) => ({ ...rule, ...(rule.severity === 2 ? { severity: 3 as const } : {}) })),
  }));
  await hub.take(topics.devices(gateway), registrationOf(gateway, { devices: rules }));
  return Object.assign(telling, {
    async happen(...events: AlertEvent[]) {
      await hub.take(topics.batch(gateway, "alert", epochs.alert, next), encodeAlerts(events));
      next += events.length;
      await telling.pass(0);
    },
  });
}

const firstLines = (texts: string[]) => texts.map((text) => text.split("\n")[0]);
const askLines = (texts: string[]) => texts.map((text) => text.split("\n")[2]);
const minor = { device: devices[0]?.id, rule: "high", point: "level", severity: 3, value: 1.32 } as object;

/** Puts notices into the robot's lane as tellings do. */
async function flood({ hub }: Telling, count: number, more: (n: number) => Partial<Notice> = () => ({})) {
  const { now } = hub.clock;
  await hub.store.transaction(async ({ outbox }) => {
    for (let n = 0; n < count; n++) {
      const words = `东昌小区 ${n + 1}号楼 烟雾报警`;
      const body: Notice = {
        ...{
          kind: "alert",
          severity: 3,
          line: { zh: words, en: words },
          text: { zh: words, en: words },
          unit: "东昌居委",
        },
        ...{ people: [], ticket: `t${n}`, alert: null, at: now, lateAfter: now + 30 * minute },
        ...more(n),
      };
      await outbox.add({ lane: laneOf("wecom-all"), key: `t${n}-${now}`, id: `n${n}-${now}`, body, at: now });
    }
  });
}

describe("an alert", () => {
  test("is told at once to who is on duty: place first, what to do first, no id before it", async () => {
    const { happen, robots, hub } = await ready();
    await happen(event("raised", hub.clock.now));
    expect(robots.texts(wecomRoad)).toEqual([
      "东昌小区 东门 井盖被打开。先围挡。\n🔴 红色一级 · 10:00 报警\n值班：居委值班。看到请点确认。\n工单 ticket-1",
    ]);
  });

  test("that nobody answers climbs: leader after 5 minutes, the unit above after 10, then nobody is left", async () => {
    const { happen, robots, hub, pass } = await ready();
    await happen(event("raised", hub.clock.now));
    await pass(2 * hour, minute);
    expect(askLines(robots.texts(wecomRoad))).toEqual([
      "值班：居委值班。看到请点确认。",
      "已过 2 分 没人确认。请居委值班马上处理并点确认。",
      "已过 5 分 没人确认。请居委主任马上处理并点确认。",
      "已过 10 分 没人确认。请值班员甲马上处理并点确认。",
    ]);
  });

  test.each([
    ["acknowledged", (t: Telling) => acknowledge(t)],
    ["cleared", (t: Awaited<ReturnType<typeof ready>>) => t.happen(event("cleared", t.hub.clock.now))],
    ["accepted", (t: Telling) => accept(t)],
  ])("that is %s climbs no further", async (_how, answer) => {
    const telling = await ready();
    await telling.happen(event("raised", telling.hub.clock.now));
    await telling.pass(3 * minute, minute);
    const before = telling.robots.heard.length;
    await answer(telling);
    const after = telling.robots.heard.length;
    await telling.pass(hour, minute);
    expect(telling.robots.texts(wecomRoad).slice(after)).toEqual([]);
    expect(before).toBe(2);
  });

  test("climbs across a restart in the middle: no rung twice, none left out", async () => {
    const { happen, robots, hub, pass, restart } = await ready();
    await happen(event("raised", hub.clock.now));
    for (let n = 0; n < 15; n++) {
      await restart();
      await pass(minute, minute);
    }
    expect(askLines(robots.texts(wecomRoad)).map((line) => line?.slice(0, 5))).toEqual([
      "值班：居委",
      "已过 2 ",
      "已过 5 ",
      "已过 10",
    ]);
  });

  test("whose rungs came due while the hub was down is told of them all afterwards, once", async () => {
    const { happen, robots, hub, pass, notify, restart } = await ready();
    await happen(event("raised", hub.clock.now));
    await notify.close();
    hub.clock.now += 20 * minute;
    await restart();
    await pass(hour, minute);
    expect(robots.heard).toHaveLength(4);
  });

  test("of a drill says so first, and goes to the first rung alone", async () => {
    const { happen, robots, hub, pass } = await ready();
    await happen(event("raised", hub.clock.now, { drill: true }));
    await pass(hour, minute);
    expect(robots.texts(wecomRoad)).toHaveLength(1);
    expect(robots.texts(wecomRoad)[0]).toMatch(/^【演练】东昌小区 东门 井盖被打开。/);
  });

  test("at night, when the committee has gone home, is told to it and to the street's shift in one message", async () => {
    const { happen, robots, hub } = await ready("2026-11-27T23:00");
    await happen(event("raised", hub.clock.now));
    expect(askLines(robots.texts(wecomRoad))).toEqual(["值班：值班员乙。看到请点确认。"]);
    const told = await hub.read(({ notices }) => notices.list(9));
    expect(told).toMatchObject([{ to: expect.stringMatching(/^东昌居委、.+ 值班员乙$/), result: "sent" }]);
  });

  test("at night is told to each where the street's shift reads another group", async () => {
    const telling = await ready("2026-11-27T23:00");
    const only = (id: string, units: string[]) => wecomChannel(telling.robots, { id, units });
    await telling.importChannels([only("committee", ["dongchang"]), only("street", ["street"])]);
    await telling.happen(event("raised", telling.hub.clock.now));
    await telling.pass(0);
    expect(askLines(telling.robots.texts(wecomRoad)).sort()).toEqual([
      "值班：值班员乙。看到请点确认。",
      "看到请点确认。",
    ]);
  });
});

describe("minor things", () => {
  test("at night wait for the morning's digest, and come as one message", async () => {
    const { happen, robots, hub, pass } = await ready("2026-11-27T23:00");
    await happen(event("raised", hub.clock.now, { ...minor, alert: "a1" as AlertId, ticket: "t1" as TicketId }));
    await pass(9.5 * hour - minute, minute * 10);
    expect(robots.heard).toEqual([]);
    await pass(2 * minute, minute);
    const [digest = ""] = robots.texts(wecomRoad);
    expect(digest.split("\n").slice(0, 2)).toEqual([
      "东昌居委 08:30 汇总：一般事项 1 件",
      "1. 🟡 黄色三级 11月27日 23:00 东昌小区 3号楼 B1 水泵房 水位过高",
    ]);
    await pass(3 * hour, 10 * minute);
    expect(robots.texts(wecomRoad).filter((text) => text.includes("汇总"))).toHaveLength(1);
  });

  test("by day are told at once, and half an hour later to the leader with what was measured", async () => {
    const { happen, robots, hub, pass } = await ready();
    await happen(event("raised", hub.clock.now, minor));
    expect(firstLines(robots.texts(wecomRoad))).toEqual(["东昌小区 3号楼 B1 水泵房 水位过高。"]);
    await pass(31 * minute, minute);
    expect(robots.texts(wecomRoad)[1]?.split("\n").slice(1, 3)).toEqual([
      "🟡 黄色三级 · 10:00 报警 · 水位 1.32 m",
      "已过 30 分 没人确认。请居委主任马上处理并点确认。",
    ]);
  });
});

test("a typhoon posture sends to the digest what is told at once on other days, and never what is urgent", async () => {
  const { happen, robots, hub } = await ready();
  const row = { level: "typhoon-red" as const, at: hub.clock.now, by: "operator", reason: "台风红色预警" };
  await hub.store.transaction(({ postures }) => postures.add(row));
  await happen(event("raised", hub.clock.now, { ...minor, alert: "a1" as AlertId, ticket: "t1" as TicketId }));
  expect(robots.heard).toEqual([]);
  await happen(event("raised", hub.clock.now));
  expect(firstLines(robots.texts(wecomRoad))).toEqual(["东昌小区 东门 井盖被打开。先围挡。"]);
});

describe("the moves of a ticket", () => {
  test("that follow its alarm at once are in the same message, and both are in the log of it", async () => {
    const { hub, robots, pass } = await ready();
    const raised = encodeAlerts([event("raised", hub.clock.now)]);
    await hub.take(topics.batch(gateway, "alert", epochs.alert, 0), raised);
    await hub.goRound();
    await pass(0);
    const [text = "", ...others] = robots.texts(wecomRoad);
    expect(others).toEqual([]);
    const lines = text.split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "东昌小区 东门 井盖被打开。先围挡。",
      expect.stringContaining("🔴 红色一级 · 10:00 报警"),
      "值班：居委值班。看到请点确认。",
      "派给东昌居委（居委值班）。剩 2 小时（12:00 到期）。",
    ]);
    expect(lines.at(-1)).toBe("工单 ticket-1");
    expect(lines.filter((line) => line.startsWith("🔴"))).toHaveLength(1);
    const told = await hub.read(({ notices }) => notices.list(9));
    expect(told.map(({ result, ticket: of }) => [result, of])).toEqual([
      ["sent", ticket],
      ["sent", ticket],
    ]);
    expect(new Set(told.map(({ message }) => message)).size).toBe(1);
    expect(told.some(({ alert }) => alert === "alert-1")).toBe(true);
  });

  test("are told to whom they concern, with the reason, the choice and the time that is left", async () => {
    const telling = await ready();
    const { hub, robots, happen, pass } = telling;
    await happen(event("raised", hub.clock.now));
    await hub.goRound();
    await pass(0);
    const dispatched = robots.texts(wecomRoad).at(-1)?.split("\n") ?? [];
    expect(dispatched[0]).toBe("东昌小区 东门 井盖被打开。先围挡。");
    expect(dispatched[1]).toMatch(/^派给东昌居委（居委值班）。剩 2 小时（12:00 到期）。$/);
    expect(dispatched[2]).toMatch(/^为什么：/);
    await moveTo(telling, "urge", "居民又打电话来了");
    expect(robots.texts(wecomRoad).at(-1)).toContain("催办：居民又打电话来了。");
    await moveTo(telling, "return", "不归我们管");
    expect(robots.texts(wecomRoad).at(-1)).toContain("退单：不归我们管。请重新派。");
  });
});

describe("a robot's rate", () => {
  test("is kept under a flood, nothing is lost, and what is too much goes as one message with its count", async () => {
    const telling = await ready();
    await flood(telling, 300);
    await telling.pass(minute, 1000);
    const texts = telling.robots.texts(wecomRoad);
    expect(telling.robots.asked.every(({ answer }) => JSON.parse(answer).errcode === 0)).toBe(true);
    expect(texts.length).toBeLessThanOrEqual(20);
    const merged = texts.find((text) => text.startsWith("合并发送")) ?? "";
    const listed = merged.split("\n").filter((line) => /^\d+\. /.test(line)).length;
    expect(merged).toMatch(
      new RegExp(`另有 ${Number(/合并发送 (\d+)/.exec(merged)?.[1]) - listed} 条，请到平台工单里看。$`),
    );
    expect(Buffer.byteLength(merged)).toBeLessThanOrEqual(2048);
    expect(Buffer.byteLength(merged)).toBeGreaterThan(1900);
    expect(await telling.hub.read(({ outbox }) => outbox.waiting(laneOf("wecom-all")))).toMatchObject({ count: 0 });
    expect(await telling.hub.read(({ notices }) => notices.list(500))).toHaveLength(300);
  });

  test("is kept for ten minutes of floods and restarts", async () => {
    const telling = await ready();
    for (let n = 0; n < 120; n++) {
      await flood(telling, n % 7, (i) => ({ severity: i % 3 === 0 ? 1 : 4 }));
      if (n % 20 === 0) await telling.restart();
      await telling.pass(5000, 5000);
    }
    await telling.pass(minute, 5000);
    expect(telling.robots.asked.map(({ answer }) => JSON.parse(answer).errcode)).not.toContain(45009);
    expect(telling.robots.heard.length).toBeGreaterThan(80);
    expect(await telling.hub.read(({ outbox }) => outbox.waiting(laneOf("wecom-all")))).toMatchObject({ count: 0 });
  });

  test("lets what is urgent go before all that waits", async () => {
    const telling = await ready();
    await flood(telling, 40);
    await telling.pass(0);
    await flood(telling, 40);
    await telling.happen(event("raised", telling.hub.clock.now));
    expect(firstLines(telling.robots.texts(wecomRoad)).at(-1)).toBe("东昌小区 东门 井盖被打开。先围挡。");
  });

  test("that somebody else uses up makes it rest for a minute, and then all is told", async () => {
    const telling = await ready();
    telling.robots.fail(wecomRoad, 200, 1, '{"errcode":45009,"errmsg":"api freq out of limit"}');
    await flood(telling, 3);
    await telling.pass(59_000, 1000);
    expect(telling.robots.asked).toHaveLength(1);
    await telling.pass(5000, 1000);
    expect(telling.robots.texts(wecomRoad)).toHaveLength(3);
  });
});

test("what comes too late says so and when it was", async () => {
  const telling = await ready();
  telling.robots.fail(wecomRoad, 503, 1000);
  await telling.happen(event("raised", telling.hub.clock.now));
  await acknowledge(telling);
  await telling.pass(42 * minute, minute);
  telling.robots.fail(wecomRoad, 503, 0);
  await telling.pass(6 * minute, minute);
  expect(telling.robots.texts(wecomRoad)[0]).toMatch(
    /^【补发：这是 10:00 的事，晚了 4[2-8] 分】东昌小区 东门 井盖被打开。/,
  );
  const [told] = await telling.hub.read(({ notices }) => notices.list(1));
  expect(told).toMatchObject({ late: true, result: "sent" });
});

describe("a channel that refuses", () => {
  test("is a task for the administrator with what was not told, until it takes a message again", async () => {
    const telling = await ready();
    const tasks = () => telling.hub.read(({ tasks }) => tasks.list("open", 9));
    await telling.hub.store.transaction(({ channelSecrets }) => channelSecrets.put("wecom-all", "key", "wrong-key"));
    await telling.happen(event("raised", telling.hub.clock.now));
    expect(await tasks()).toMatchObject([{ kind: "CHANNEL_REFUSED", subject: "wecom-all", for: "administrator" }]);
    expect((await tasks())[0]?.text.zh).toMatch(/93000 .*没送到：东昌小区 东门 井盖被打开/);
    expect(JSON.stringify(await tasks())).not.toContain("wrong-key");
    const cookie = await operatorCookie(telling.hub);
    const ask = (method: "PUT" | "POST", url: string, payload: object) =>
      telling.hub.app.inject({ method, url: `/api/notify/channels/wecom-all/${url}`, payload, headers: { cookie } });
    expect((await ask("POST", "test", {})).json()).toMatchObject({
      result: "refused",
      error: expect.stringMatching(/^93000/),
    });
    const put = await ask("PUT", "secrets", { key: "693a91f6-7xxx-4bc4" });
    expect(put.json()).toMatchObject({ id: "wecom-all", secrets: ["key"], lacking: [] });
    expect(put.body).not.toContain("693a91f6");
    expect((await ask("POST", "test", {})).json()).toMatchObject({ result: "sent" });
    expect(await tasks()).toEqual([]);
  });

  test("a rung does not hold up the next one where that has another channel", async () => {
    const telling = await ready();
    const only = (id: string, units: string[]) => wecomChannel(telling.robots, { id, units });
    await telling.importChannels([only("committee", ["dongchang"]), only("street", ["street"])]);
    await telling.importLadder({
      rungs: [
        { afterMin: 0, to: "on duty", channels: ["wecom"], severities: [1] },
        { afterMin: 10, to: "parent unit", channels: ["wecom"], severities: [1] },
      ],
    });
    await telling.hub.store.transaction(({ channelSecrets }) => channelSecrets.put("committee", "key", "wrong-key"));
    await telling.happen(event("raised", telling.hub.clock.now));
    await telling.pass(0);
    expect(askLines(telling.robots.texts(wecomRoad))).toEqual(["上一级没有通知到。请值班员甲马上处理并点确认。"]);
    await telling.pass(hour, minute);
    expect(telling.robots.heard).toHaveLength(1);
  });

  test("because it left the table refuses what waits in it by name", async () => {
    const telling = await ready();
    telling.robots.fail(wecomRoad, 503, 1000);
    await telling.happen(event("raised", telling.hub.clock.now));
    await telling.importChannels([wecomChannel(telling.robots, { id: "wecom-new" })]);
    await telling.restart();
    await telling.pass(10 * minute, minute);
    const told = await telling.hub.read(({ notices }) => notices.list(9, "wecom-all"));
    expect(told).toMatchObject([{ result: "refused", error: "通道表里已经没有这个通道" }]);
  });
});

test("a hub without a channel asks for one, once, and a unit that none reaches is named", async () => {
  const telling = await ready();
  const tasks = () => telling.hub.read(({ tasks }) => tasks.list("open", 9));
  await telling.importChannels([]);
  await telling.happen(event("raised", telling.hub.clock.now));
  expect(await tasks()).toMatchObject([{ kind: "CHANNEL_MISSING", subject: "channels" }]);
  await telling.importChannels([wecomChannel(telling.robots, { units: ["emergency"] })]);
  await telling.pass(3 * minute, minute);
  expect(await tasks()).toMatchObject([{ kind: "CHANNEL_MISSING", subject: "dongchang" }]);
});

test("the log says what was told to whom, what came of it and what waits; no secret is in it", async () => {
  const telling = await ready();
  await telling.happen(event("raised", telling.hub.clock.now));
  telling.robots.fail(wecomRoad, 503, 1000, "693a91f6-7xxx-4bc4");
  await telling.pass(2 * minute, minute);
  const cookie = await operatorCookie(telling.hub);
  const log = await telling.hub.app.inject({ url: "/api/notify/log", headers: { cookie } });
  expect(log.json()).toMatchObject([
    { result: "waiting", to: "东昌居委 居委值班", error: expect.stringMatching(/^HTTP 503/) },
    { result: "sent", to: "东昌居委 居委值班", ticket: "ticket-1", late: false },
  ]);
  expect(log.body).not.toContain("693a91f6");
  const channels = await telling.hub.app.inject({ url: "/api/notify/channels", headers: { cookie } });
  expect(channels.json()).toMatchObject([{ id: "wecom-all", waiting: 1, lacking: [] }]);
});

test("voice and SMS reach each person by their own number, a webhook all of it, at the rungs that ask for them", async () => {
  const telling = await ready();
  const { robots } = telling;
  await telling.importChannels(
    [
      { kind: "webhook", id: "hook", title: "城运平台", units: [], url: `${robots.url}/hook` },
      {
        ...{ kind: "gateway", id: "sms", title: "短信", units: [], method: "POST", url: `${robots.url}/sms`, to: [] },
        ...{ headers: { Authorization: "APPCODE {{secret}}" }, encoding: "json", mostBytes: 200 },
        body: '{"mobile":"{{phone}}","content":"{{text}}"}',
        answer: { field: "/result/code", done: ["OK"], later: [] },
      },
    ],
    [
      { name: "居委值班", phone: "13800000001" },
      { name: "居委主任", phone: "13800000002" },
    ],
  );
  await telling.happen(event("raised", telling.hub.clock.now));
  await telling.pass(6 * minute, minute);
  expect(robots.texts("/hook")).toHaveLength(1);
  expect(robots.heard.find(({ road }) => road === "/hook")?.body).toMatchObject({
    severity: 1,
    to: ["居委值班"],
    items: [{ ticket: "ticket-1", line: "东昌小区 东门 井盖被打开" }],
  });
  expect(robots.texts("/sms").map((text) => text.slice(0, 24))).toEqual([
    "13800000001 东昌小区 东门 井盖被打",
    "13800000002 东昌小区 东门 井盖被打",
  ]);
});

test("what a flow says at night of a committee's case is one message for it and the street's shift, who read one group", async () => {
  const telling = await ready("2026-11-27T23:00");
  const { hub, robots, happen, pass } = telling;
  await happen(event("raised", hub.clock.now));
  await hub.goRound();
  await pass(0);
  const before = robots.heard.length;
  const said = { text: "潮位还在涨", ticket };
  await hub.store.transaction((tables) => tellPeople(tables, said, noChanges(), hub.clock.now));
  await pass(0);
  expect(robots.texts(wecomRoad).slice(before)).toEqual(["潮位还在涨"]);
  const [told] = await hub.read(({ notices }) => notices.list(1));
  expect(told?.to).toContain("东昌居委");
});

test("who reported a case by patrol hears that it is closed, and how", async () => {
  const telling = await ready();
  const { hub, robots } = telling;
  const report = {
    ...{ id: ticket, source: "patrol" as const, place: "东昌小区 2号楼", severity: 2 as const, by: "王阿姨" },
    ...{ title: { zh: "消防通道堵了", en: "The fire lane is blocked" }, openedAt: hub.clock.now },
    event: "event-1" as EventId,
  };
  await hub.store.transaction(async (tables) => {
    await openTicket(tables, report, noChanges(), hub.clock.now);
    await dispatchByTable(tables, ticket, noChanges(), hub.clock.now);
  });
  await moveTo(telling, "accept");
  await moveTo(telling, "submit", "车已挪走");
  await moveTo(telling, "close", "已清走");
  const last = robots.heard.at(-1);
  expect(last?.text.split("\n").slice(0, 2)).toEqual(["东昌小区 2号楼 消防通道堵了。", "已结案：已清走。"]);
  const [told] = await hub.read(({ notices }) => notices.list(1));
  expect(told).toMatchObject({ to: "东昌居委 王阿姨", result: "sent" });
});

async function acknowledge(telling: Telling): Promise<void> {
  const cookie = await operatorCookie(telling.hub);
  const [alert] = await telling.hub.read(({ alerts }) => alerts.list("open", 1));
  const url = `/api/alerts/${alert?.id}/acknowledge`;
  expect((await telling.hub.app.inject({ method: "POST", url, headers: { cookie } })).statusCode).toBe(200);
}

async function accept(telling: Telling): Promise<void> {
  await telling.hub.goRound();
  await moveTo(telling, "accept");
}

async function moveTo(
  telling: Telling,
  name: "accept" | "urge" | "return" | "submit" | "close",
  reason?: string,
): Promise<void> {
  const wish = { move: name, actor: "operator", reason };
  await telling.hub.store.transaction((tables) => move(tables, ticket, wish, noChanges(), telling.hub.clock.now));
  await telling.pass(0);
}
