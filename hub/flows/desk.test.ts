/** Tickets handed to flows that answer, that do not, that are not there; a real store, a clock turned by hand. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { type Changes, noChanges } from "../changes.ts";
import { move } from "../tickets/move.ts";
import { type Desk, startDesk } from "./desk.ts";
import { silentAfter } from "./words.ts";

const gateway = "gw-1" as GatewayId;
const ticket = "ticket-1" as TicketId;
let hub: QuietHub;
let desk: Desk;
let flows: "up" | "down" | "off";
let next: number;
let sleeps: { ms: number; wake(): void }[];

beforeEach(async () => {
  [hub, flows, next, sleeps] = [await quietHub(), "up", 0, []];
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway));
  desk = open();
});
afterEach(() => desk.close());

function open(): Desk {
  return startDesk({
    ...{ store: hub.store, tell: (changes) => hub.live.tell(changes), flows: () => flows, deadlineMs: 2000 },
    ...{ clock: () => hub.clock.now, log: silent },
    pause: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        sleeps.push({ ms, wake: resolve });
        signal.addEventListener("abort", () => resolve());
      }),
  });
}

/** An alert opens its ticket; the desk hears of the commit. */
async function alarm(name = ticket, device: object = {}): Promise<void> {
  const alert = `alert-of-${name}` as AlertId;
  await hub.take(
    topics.batch(gateway, "alert", epochs.alert, next++),
    encodeAlerts([event("raised", hub.clock.now, { alert, ticket: name, ...device })]),
  );
  await hear();
}

async function hear(): Promise<void> {
  const changes: Changes = noChanges();
  changes.handovers.add(ticket);
  desk.hear(changes);
  await desk.settled();
}

/** Time passes: who sleeps until then wakes up. */
async function pass(ms: number): Promise<void> {
  hub.clock.now += ms;
  for (const { wake } of sleeps.splice(0)) wake();
  await new Promise((resolve) => setImmediate(resolve));
  await hear();
}

function listen(after = 0): string[] {
  const heard: string[] = [];
  desk.listen(after, (handovers) => heard.push(...handovers.map((each) => each.ticket)));
  return heard;
}

const stateOf = (id = ticket) => hub.read(async ({ tickets }) => (await tickets.find(id))?.state);
const handoverOf = (id = ticket) => hub.read(({ handovers }) => handovers.find(id));
/** The lines by which it was sent: actor and why. */
const sent = (id = ticket) =>
  hub.read(async ({ tickets }) =>
    (await tickets.story(id))
      .filter((line) => line.move === "dispatch")
      .map(({ actor, why }) => [actor, why?.zh ?? ""]),
  );

describe("without a flow", () => {
  test("a ticket is sent at once by the table, which says why it was the table", async () => {
    await alarm();
    expect(await handoverOf()).toMatchObject({ state: "fallen-back", by: "hub", decidedAt: hub.clock.now });
    const [line, ...more] = await sent();
    expect(more).toEqual([]);
    expect(line?.[0]).toBe("hub");
    expect(line?.[1]).toMatch(/^流程没有在运行，按派遣表派遣。/);
  });

  test("switched off by setting, nothing is said of flows", async () => {
    flows = "off";
    await alarm();
    expect((await sent())[0]?.[1]).not.toContain("流程");
  });

  test("what was asked before a restart is decided when the hub starts", async () => {
    await desk.close();
    await alarm();
    expect(await stateOf()).toBe("reported");
    desk = open();
    await hear();
    expect(await sent()).toHaveLength(1);
  });
});

describe("a flow that is there", () => {
  const why = { zh: "夜里最近", en: "nearest at night" };

  test("is asked and decides: its unit, its reason, its name in the story", async () => {
    const heard = listen();
    await alarm();
    expect(heard).toEqual([ticket]);
    expect(await stateOf()).toBe("reported");
    await desk.answer(ticket, { decision: "dispatch", unit: "emergency", why });
    expect(await sent()).toEqual([["flows", "夜里最近"]]);
    expect(await hub.read(({ tickets }) => tickets.find(ticket))).toMatchObject({ unit: "emergency" });
    expect(await handoverOf()).toMatchObject({ state: "decided", by: "flows", reason: why });
  });

  test("may leave it to the table, which then says nothing of a deadline", async () => {
    listen();
    await alarm();
    await desk.answer(ticket, { decision: "table" });
    expect((await sent())[0]?.[1]).not.toContain("流程");
  });

  test("is not waited for longer than the deadline; its late answer is refused and changes nothing", async () => {
    listen();
    await alarm();
    expect(sleeps.at(-1)?.ms).toBe(2000);
    await pass(1999);
    expect(await stateOf()).toBe("reported");
    await pass(1);
    expect(await sent()).toEqual([["hub", expect.stringMatching(/^流程没有在 2 秒内答复，按派遣表派遣。/)]]);
    await expect(desk.answer(ticket, { decision: "table" })).rejects.toThrow("HANDOVER_OVER");
    expect(await sent()).toHaveLength(1);
  });

  test("answers twice: the first counts", async () => {
    listen();
    await alarm();
    const both = await Promise.allSettled([
      desk.answer(ticket, { decision: "dispatch", unit: "emergency", why }),
      desk.answer(ticket, { decision: "dispatch", unit: "municipal", why }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await hub.read(({ tickets }) => tickets.find(ticket))).toMatchObject({ unit: "emergency" });
  });

  test("that names a unit no table knows is told so; the table decides at once, and the story does not blame time", async () => {
    listen();
    await alarm();
    await expect(desk.answer(ticket, { decision: "dispatch", unit: "mars", why })).rejects.toThrow(
      /INPUT_INVALID.*mars/,
    );
    expect(await stateOf()).toBe("dispatched");
    expect(await sent()).toEqual([
      ["hub", expect.stringMatching(/^流程要派给“mars”，规则库里没有这个单位，按派遣表派遣。/)],
    ]);
  });

  test("that never comes because a node threw is said in its own words; of a thousand such tickets there is one task", async () => {
    listen();
    for (const name of ["t-1", "t-2", "t-3"] as TicketId[]) {
      await alarm(name, { device: `cover-of-${name}` });
      await desk.fail(name, "broken is not defined");
      await desk.fail(name, "told twice");
      expect(await sent(name)).toEqual([
        ["hub", expect.stringMatching(/^流程出错（“broken is not defined”），按派遣表派遣。/)],
      ]);
    }
    const broken = (await hub.read(({ tasks }) => tasks.list("open", 9))).filter(({ kind }) => kind === "FLOWS_BROKEN");
    expect(broken).toMatchObject([{ subject: "errors", count: 3, text: { zh: expect.stringMatching(/工单 t-\d/) } }]);
  });

  test("of a flow that caught its own error stands, and the error is a line of the story", async () => {
    listen();
    await alarm();
    await desk.answer(ticket, { decision: "dispatch", unit: "emergency", why });
    await desk.fail(ticket, "broken");
    const story = await hub.read(({ tickets }) => tickets.story(ticket));
    expect(story.at(-1)).toMatchObject({ move: "note", actor: "flows", reason: "流程出错（“broken”）" });
    expect(await hub.read(({ tickets }) => tickets.find(ticket))).toMatchObject({ unit: "emergency" });
    await desk.fail("nobody-asked" as TicketId, "broken");
  });

  test("may wait for minutes: nobody is sent until then, and the story says that it waited", async () => {
    listen();
    await alarm();
    await desk.answer(ticket, { decision: "hold", minutes: 10, why: "多半自己会好" });
    await pass(600_000 - 1);
    expect(await stateOf()).toBe("reported");
    await pass(1);
    expect((await sent())[0]?.[1]).toMatch(/^流程说先等，时间到了，按派遣表派遣。/);
    const story = await hub.read(({ tickets }) => tickets.story(ticket));
    expect(story.find(({ actor }) => actor === "flows")).toMatchObject({ move: "note", reason: "先等 10 分钟再派" });
  });

  test("may decide before its own wait is over, but not wait twice", async () => {
    listen();
    await alarm();
    await desk.answer(ticket, { decision: "hold", minutes: 10, why: "等" });
    await expect(desk.answer(ticket, { decision: "hold", minutes: 10, why: "再等" })).rejects.toThrow("HANDOVER_OVER");
    await desk.answer(ticket, { decision: "table" });
    await pass(600_000);
    expect(await sent()).toHaveLength(1);
  });

  test("that goes away leaves what it was asked to the table at once", async () => {
    const heard: unknown[] = [];
    const stop = desk.listen(0, (handovers) => heard.push(...handovers));
    await alarm();
    expect(heard).toHaveLength(1);
    stop();
    await hear();
    expect((await sent())[0]?.[1]).toMatch(/^流程没有在运行/);
  });

  test("that hangs is not waited for any more", async () => {
    listen();
    await alarm();
    flows = "down";
    desk.look();
    await desk.settled();
    expect(await sent()).toHaveLength(1);
  });

  test("that comes back goes on after what it heard, or is told all that is open", async () => {
    const first = listen();
    await alarm();
    await alarm("ticket-2" as TicketId);
    const cases = await hub.read(({ handovers }) => handovers.open(0, 9));
    expect(first).toEqual(cases.map((each) => each.ticket));
    const [again, rest] = [listen(0), listen(cases[0]?.n)];
    await hear();
    expect(again).toEqual(cases.map((each) => each.ticket));
    expect(rest).toEqual(cases.slice(1).map((each) => each.ticket));
  });
});

test("a person who was faster is not overruled, by a flow or by the table", async () => {
  listen();
  await alarm();
  await hub.store.transaction(async (tables) => {
    for (const each of ["admit", "register"] as const)
      await move(tables, ticket, { move: each, actor: "小陈" }, noChanges(), hub.clock.now);
    await move(tables, ticket, { move: "dispatch", actor: "小陈", assignee: "老王" }, noChanges(), hub.clock.now);
  });
  await expect(desk.answer(ticket, { decision: "table" })).rejects.toThrow("HANDOVER_OVER");
  await pass(2000);
  expect(await handoverOf()).toMatchObject({ state: "overtaken", by: "people" });
  expect(await sent()).toEqual([["小陈", ""]]);
});

test("flows that run but answer nothing become a task, which the next answer ends", async () => {
  listen();
  const open = () =>
    hub.read(async ({ tasks }) => (await tasks.list("open", 9)).map(({ kind, subject }) => [kind, subject]));
  await hub.store.transaction(async ({ handovers }) => {
    for (let i = 0; i < silentAfter; i++) await handovers.ask(`none-${i}` as TicketId, hub.clock.now);
  });
  await hear();
  await pass(2000);
  expect(await open()).toContainEqual(["FLOWS_BROKEN", "answers"]);
  await alarm();
  await desk.answer(ticket, { decision: "table" });
  expect(await open()).not.toContainEqual(["FLOWS_BROKEN", "answers"]);
});

test("a drill asks nobody", async () => {
  await hub.take(
    topics.batch(gateway, "alert", epochs.alert, next++),
    encodeAlerts([event("raised", hub.clock.now, { drill: true })]),
  );
  expect(await hub.read(({ handovers }) => handovers.list(9))).toEqual([]);
});
