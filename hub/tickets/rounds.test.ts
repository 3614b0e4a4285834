/** From an alert to the archive: what tickets do by themselves, against a real store and a hand-turned clock. */
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { devices, event, registrationOf } from "../../test/kit/samples.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";
import { noChanges } from "../changes.ts";
import { lineEnded } from "../district/cases/send.ts";
import type { TicketView } from "../http/views.ts";
import { importTable, readBooks } from "../rulebook/books.ts";
import type { kinds } from "../rulebook/kinds.ts";
import type { Tables } from "../store/store.ts";
import { move, type Wish } from "./move.ts";
import { openTicket } from "./open.ts";
import type { Ticket } from "./ticket.ts";

const gateway = "gw-1" as GatewayId;
const id = "ticket-1" as TicketId;
const hourMs = 3_600_000;
const minuteMs = 60_000;
let hub: QuietHub;
let from = 0;

beforeEach(async () => {
  hub = await quietHub();
  // A Tuesday.
  hub.clock.now = Date.parse("2026-03-03T10:00:00+08:00");
  from = 0;
  const classed = devices.map((device) => ({
    ...device,
    class: device.id === "cover-3" ? "CJ/T 214:0103" : "GB/T 30428.2:0506",
  }));
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf("gw-1", { devices: classed }));
});

const raise = async (...events: Parameters<typeof encodeAlerts>[0]) => {
  await hub.take(topics.batch(gateway, "alert", epochs.alert, from), encodeAlerts(events));
  from += events.length;
};
const pass = async (ms: number) => {
  hub.clock.now += ms;
  await hub.goRound();
};
const act = <Result>(work: (tables: Tables) => Promise<Result>) => hub.store.transaction(work);
const go = (wish: Wish, ticket = id) => act((tables) => move(tables, ticket, wish, noChanges(), hub.clock.now));
const find = (ticket = id) => hub.store.read(({ tickets }) => tickets.find(ticket)) as Promise<Ticket>;
const story = (ticket = id) => hub.store.read(({ tickets }) => tickets.story(ticket));
const lines = async (ticket = id) => (await story(ticket)).map(({ move: what, to }) => `${what} ${to}`);
const tasks = () => hub.store.read(({ tasks: all }) => all.list("open", 9));
const change = <Kind extends keyof typeof kinds>(kind: Kind, mend: (body: never) => object) =>
  act(async (tables) => {
    const body = mend(structuredClone((await readBooks(tables))[kind]) as never);
    await importTable(tables, { kind, body, by: "小陈" }, hub.clock.now);
  });
const lifted = (more: Parameters<typeof event>[2] = {}) => event("raised", hub.clock.now, more);
const handled = async (actor = "老李") => {
  await go({ move: "accept", actor });
  await go({ move: "submit", actor, reason: "井盖已盖好" });
};

describe("what is left of the time of a case", () => {
  let ask: Ask;
  beforeEach(async () => {
    ask = await signedIn(hub);
  });
  const shown = async (severity: 1 | 3): Promise<TicketView> => {
    const list = (await ask("GET", "/api/tickets")).body as TicketView[];
    return list.find((one) => one.severity === severity) as TicketView;
  };

  test("is counted in the limit's own kind of time, and stands still at night and while it rests", async () => {
    await raise(lifted({ severity: 3 }));
    await pass(0);
    // Four working hours from 10:00, an hour of rest at noon.
    expect(await shown(3)).toMatchObject({
      leftMs: 4 * hourMs,
      limit: { basis: "work_hour", amount: 4, unitMs: hourMs },
    });
    for (const [at, left] of [
      ["12:30", 2],
      ["13:30", 1.5],
      ["20:00", -3],
    ] as const) {
      hub.clock.now = Date.parse(`2026-03-03T${at}:00+08:00`);
      expect((await shown(3)).leftMs).toBe(left * hourMs);
    }
    await handled();
    hub.clock.now += 24 * hourMs;
    expect((await shown(3)).leftMs).toBe(-3 * hourMs);
  });

  test("goes on at night where every hour counts, and is not shown before anybody was sent", async () => {
    await raise(lifted());
    expect(await shown(1)).not.toHaveProperty("leftMs");
    await pass(0);
    await pass(hourMs);
    expect((await shown(1)).leftMs).toBe(hourMs);
  });

  test("is not guessed without the holidays of its year", async () => {
    hub.clock.now = Date.parse("2035-03-06T10:00:00+08:00");
    ask = await signedIn(hub, "night");
    await raise(lifted({ severity: 3 }));
    await pass(0);
    hub.clock.now += hourMs;
    const view = await shown(3);
    expect(view).toMatchObject({ state: "dispatched", limit: { basis: "work_hour" } });
    expect(view).not.toHaveProperty("leftMs");
  });
});

describe("a new case of a sensor", () => {
  test("is admitted, registered and sent by the table, with the reason and the due time", async () => {
    await raise(lifted());
    await pass(0);
    expect(await lines()).toEqual(["report reported", "admit admitted", "register registered", "dispatch dispatched"]);
    const dueAt = hub.clock.now + 2 * hourMs;
    expect(await find()).toMatchObject({
      ...{ state: "dispatched", unit: "municipal", assignee: "市政养护公司", class: "component:0103" },
      ...{ area: "dongchang-xiaoqu", dueAt, tier: 2 },
    });
    expect((await story()).at(-1)).toMatchObject({
      ...{ actor: "hub", due: dueAt, unit: "municipal" },
      why: { zh: "按派遣表第 2 行：公用设施归市政养护；带班领导：街道城运中心 值班长甲。" },
    });
  });

  test("goes to the person on duty, the leader named when it is grave", async () => {
    await change("dispatch", (body: { rows: object[] }) => ({ ...body, rows: [{ unit: "street" }] }));
    await raise(lifted());
    await pass(0);
    expect((await story()).at(-1)).toMatchObject({
      ...{ assignee: "街道城运中心 值班员甲" },
      why: { zh: "按派遣表第 1 行：派给街道城运中心；白班在岗；带班领导：街道城运中心 值班长甲。" },
    });
  });

  test("goes to who answers for the area where no row fits, and to the last unit where no area does", async () => {
    await change("dispatch", (body: object) => ({ ...body, rows: [] }));
    await raise(lifted());
    await pass(0);
    expect((await story()).at(-1)?.why?.zh).toBe(
      "没有指定的归所在居委：东昌小区；日班在岗；带班领导：东昌居委 居委主任。",
    );
    await change("areas", (body: object) => ({
      ...body,
      areas: [{ id: "x", name: "别处", tier: "street", parent: null, unit: null }],
    }));
    const other = {
      alert: "alert-2" as AlertId,
      ticket: "ticket-2" as TicketId,
      device: "pit-1" as DeviceId,
      rule: "high" as RuleId,
    };
    await raise(lifted({ ...other, severity: 3 }));
    await pass(0);
    expect((await story(other.ticket)).at(-1)?.why?.zh).toMatch(
      /^派遣表没有“道路积水”，地点也不在任何片区，先派街道城运中心/,
    );
  });

  test("goes to who closed such cases here before", async () => {
    await change("dispatch", (body: object) => ({
      ...body,
      rows: [{ class: "component:01*", unit: "municipal" }],
      precedents: 2,
    }));
    for (const name of ["a", "b"]) {
      const ids = { alert: `alert-${name}` as AlertId, ticket: `ticket-${name}` as TicketId };
      await raise(lifted(ids), event("cleared", hub.clock.now + 1, ids));
      await pass(10);
      await go({ move: "return", actor: "op", reason: "应由居委先看" }, ids.ticket);
      await go({ move: "dispatch", actor: "op", unit: "dongchang" }, ids.ticket);
      await go({ move: "accept", actor: "居委" }, ids.ticket);
      await go({ move: "submit", actor: "居委", reason: "盖好" }, ids.ticket);
      await go({ move: "close", actor: "op" }, ids.ticket);
      await pass(100 * hourMs);
    }
    await raise(lifted({ alert: "alert-c" as AlertId, ticket: "ticket-c" as TicketId }));
    await pass(0);
    expect((await story("ticket-c" as TicketId)).at(-1)).toMatchObject({
      ...{ unit: "dongchang" },
      why: { zh: expect.stringMatching(/^按先例：这个点位此前 2 件由东昌居委办结/) },
    });
  });

  test("of a class that asks for it is looked at on the spot first", async () => {
    await change("classes", (body: { classes: { code: string }[] }) => ({
      ...body,
      classes: body.classes.map((one) => (one.code === "component:0103" ? { ...one, preVerify: true } : one)),
    }));
    await raise(lifted());
    await pass(0);
    expect(await lines()).toEqual(["report reported", "admit admitted", "verify verifying"]);
    await go({ move: "verified", actor: "老李", reason: "确实打开了" });
    await go({ move: "register", actor: "op" });
    await go({ move: "dispatch", actor: "op", unit: "municipal" });
    expect((await find()).dueAt).toBe(hub.clock.now + 2 * hourMs);
  });
});

describe("what no table foresees is told to somebody, and the case goes on", () => {
  test("a class that no table knows", async () => {
    const odd = devices.map((device) => ({ ...device, class: "CJ/T 214:0999" }));
    await hub.take(topics.devices(gateway), registrationOf("gw-1", { devices: odd }));
    await raise(lifted());
    await pass(0);
    expect(await find()).toMatchObject({ state: "dispatched", class: "local:other" });
    expect(await tasks()).toMatchObject([{ kind: "CLASS_UNKNOWN", subject: "CJ/T 214:0999", for: "administrator" }]);
  });

  test("a shift that nobody has", async () => {
    await change("dispatch", (body: object) => ({ ...body, rows: [{ unit: "dongchang" }] }));
    hub.clock.now = Date.parse("2026-03-07T03:00:00+08:00");
    await raise(lifted());
    await pass(0);
    expect(await find()).toMatchObject({ unit: "dongchang", assignee: "东昌居委" });
    expect((await story()).at(-1)?.why?.zh).toContain("这个时段排班表上没有人");
    const zh = expect.stringContaining("东昌居委现在没有人值班");
    expect(await tasks()).toMatchObject([{ kind: "ROSTER_HOLE", subject: "dongchang", text: { zh } }]);
  });

  test("a year without a holiday table: no due time until it is imported", async () => {
    hub.clock.now = Date.parse("2026-12-31T17:00:00+08:00");
    await raise(lifted({ severity: 3 }));
    await pass(0);
    expect(await find()).toMatchObject({ state: "dispatched", dueAt: null });
    expect(await tasks()).toMatchObject([{ kind: "CALENDAR_MISSING", subject: "no holiday table for 2027" }]);
    await change("calendar", (body: { years: object }) => ({
      ...body,
      years: { ...body.years, 2027: { holidays: ["2027-01-01"], workdays: [] } },
    }));
    await pass(hourMs);
    expect((await find()).dueAt).toBe(Date.parse("2027-01-04T12:00:00+08:00"));
  });
});

describe("the clock", () => {
  test("warns yellow, red, and raises what is overdue one level", async () => {
    await raise(lifted());
    await pass(0);
    await pass(97 * minuteMs);
    expect((await story()).at(-1)).toMatchObject({ move: "warn", reason: "yellow", actor: "hub" });
    await pass(12 * minuteMs);
    expect((await story()).at(-1)).toMatchObject({ move: "warn", reason: "red" });
    expect((await find()).tier).toBe(2);
    await pass(11 * minuteMs);
    expect((await lines()).slice(-2)).toEqual(["warn dispatched", "escalate dispatched"]);
    expect((await story()).at(-1)).toMatchObject({
      ...{ reason: "超过处置时限，自动上提一级", actor: "hub", unit: "street" },
      why: { zh: "超过处置时限，自动上提一级，由街道城运中心督办。" },
    });
    expect(await find()).toMatchObject({ tier: 3, warned: "overdue" });
    await pass(24 * hourMs);
    expect((await lines()).filter((line) => line.startsWith("escalate"))).toHaveLength(1);
  });

  test("rests while the case is put aside, which ends by itself", async () => {
    await raise(lifted());
    await pass(0);
    await go({ move: "suspend", actor: "op", reason: "等配件", until: hub.clock.now + 10 * hourMs });
    expect(await find()).toMatchObject({ state: "suspended", dueAt: null });
    await pass(9 * hourMs);
    expect((await find()).state).toBe("suspended");
    await pass(hourMs);
    expect(await find()).toMatchObject({ state: "dispatched", dueAt: hub.clock.now + 2 * hourMs });
    expect((await story()).at(-1)).toMatchObject({ move: "resume", why: { zh: "挂账期满，恢复处置。" } });
  });

  test("does without a holiday table: work goes on, and the time counts on when the table is there", async () => {
    hub.clock.now = Date.parse("2026-12-31T17:00:00+08:00");
    await raise(lifted({ severity: 3 }));
    await pass(0);
    hub.clock.now = Date.parse("2027-01-04T09:30:00+08:00");
    await go({ move: "accept", actor: "老李" });
    await go({ move: "suspend", actor: "op", reason: "等配件", until: hub.clock.now + hourMs });
    await pass(hourMs);
    expect(await find()).toMatchObject({ state: "handling", dueAt: null });
    await go({ move: "submit", actor: "老李", reason: "修好" });
    expect(await find()).toMatchObject({ state: "submitted", dueAt: null });
  });

  test("asks after a case that was returned, and after a look on the spot that takes too long", async () => {
    await raise(lifted());
    await pass(0);
    await go({ move: "return", actor: "市政", reason: "不归我们" });
    await pass(0);
    expect(await find()).toMatchObject({ state: "registered", unit: null });
    expect(await tasks()).toMatchObject([{ kind: "TICKET_RETURNED", subject: "ticket-1", for: "operator" }]);
    await go({ move: "dispatch", actor: "op", unit: "dongchang" });
    expect((await find()).dueAt).toBe(hub.clock.now + 2 * hourMs);
    await act((tables) =>
      openTicket(
        tables,
        {
          ...{ id: "hot-2" as TicketId, event: "call-2" as EventId, source: "hotline", by: "12345", severity: 3 },
          ...{ title: { zh: "积水", en: "Water" }, place: "东昌小区 5号楼", openedAt: hub.clock.now },
        },
        noChanges(),
        hub.clock.now,
      ),
    );
    await go({ move: "admit", actor: "op" }, "hot-2" as TicketId);
    await go({ move: "verify", actor: "op", unit: "dongchang" }, "hot-2" as TicketId);
    await pass(4 * hourMs);
    expect((await tasks()).map(({ kind }) => kind)).toContain("TICKET_UNVERIFIED");
  });

  test("a reopened case is sent again, a resumed one keeps no old alarm clock", async () => {
    await raise(lifted(), event("cleared", hub.clock.now + 1));
    await pass(1000);
    await handled();
    await go({ move: "close", actor: "op" });
    await pass(0);
    await go({ move: "reopen", actor: "op", reason: "没盖严" });
    await pass(0);
    expect((await find()).state).toBe("dispatched");
    await go({ move: "suspend", actor: "op", reason: "等配件", until: hub.clock.now + 30 * 24 * hourMs });
    await go({ move: "resume", actor: "op" });
    expect((await find()).wakeAt).toBeLessThan(hub.clock.now + 2 * hourMs);
  });

  test("is found again after the hub was away", async () => {
    await raise(lifted());
    await pass(5 * hourMs);
    await pass(5 * hourMs);
    expect((await lines()).slice(-2)).toEqual(["warn dispatched", "escalate dispatched"]);
  });
});

describe("the end", () => {
  test("a closed case is fed back and archived by itself", async () => {
    await raise(lifted(), event("cleared", hub.clock.now + 1));
    await pass(1000);
    await handled();
    await go({ move: "close", actor: "op" });
    await pass(0);
    expect((await lines()).slice(-3)).toEqual(["close closed", "feedback fedback", "archive archived"]);
    expect((await find()).closedAt).toBe(hub.clock.now);
  });

  test("it is fed back only when the district has all of it", async () => {
    await raise(lifted(), event("cleared", hub.clock.now + 1));
    await pass(1000);
    await act(({ outbox }) => outbox.add({ lane: "district/cases", key: id, id: "x", body: {}, at: 1 }));
    await handled();
    await go({ move: "close", actor: "op" });
    await pass(hourMs);
    expect((await find()).state).toBe("closed");
    await act(async (tables) => {
      const row = await tables.outbox.find("district/cases", "x");
      if (row === null) throw new Error("no row");
      await tables.outbox.done(row.n, 2);
      await lineEnded(tables, row, { state: "done", answer: [] }, hub.clock.now);
    });
    await pass(0);
    expect((await find()).state).toBe("archived");
  });

  test("a relapse within its hours opens the archived case again and sends it; later it is a new case", async () => {
    const next = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId };
    const third = { alert: "alert-3" as AlertId, ticket: "ticket-3" as TicketId };
    const end = async (ticket: TicketId) => {
      await go({ move: "accept", actor: "老李" }, ticket);
      await go({ move: "submit", actor: "老李", reason: "盖好" }, ticket);
      await go({ move: "close", actor: "op" }, ticket);
      await pass(0);
    };
    await raise(lifted(), event("cleared", hub.clock.now + 1));
    await pass(1000);
    await end(id);
    await pass(71 * hourMs);
    await raise(lifted(next), event("cleared", hub.clock.now + 1, next));
    await pass(0);
    expect(await find()).toMatchObject({ state: "dispatched", closedAt: null });
    expect(await hub.store.read(({ tickets }) => tickets.find(next.ticket))).toBeNull();
    expect(await hub.store.read(({ tickets }) => tickets.alertsOf(id))).toEqual(["alert-1", "alert-2"]);
    await end(id);
    await pass(73 * hourMs);
    await raise(lifted(third));
    await pass(0);
    expect(await find(third.ticket)).toMatchObject({ state: "dispatched" });
    expect((await find()).state).toBe("archived");
  });
});

describe("several alerts and other sources", () => {
  test("a case that is part of another gives it its alerts, and closing needs a reason while any of them stands", async () => {
    const other = {
      alert: "alert-2" as AlertId,
      ticket: "ticket-2" as TicketId,
      device: "pit-1" as DeviceId,
      rule: "high" as RuleId,
    };
    await raise(lifted(), event("cleared", hub.clock.now + 1), lifted({ ...other, severity: 2 }));
    await pass(0);
    await go({ move: "return", actor: "op", reason: "和井盖是一件事" }, other.ticket);
    await go({ move: "merge", actor: "op", reason: "同一处", into: id }, other.ticket);
    expect(await find(other.ticket)).toMatchObject({ state: "voided", mergedInto: id });
    await handled();
    await expect(go({ move: "close", actor: "op" })).rejects.toThrow(
      /REASON_REQUIRED: 东昌小区 3号楼 B1 水泵房 \(pit-1\) .*still in alarm/,
    );
    await expect(go({ move: "merge", actor: "op", reason: "x", into: "none" as TicketId })).rejects.toThrow(/into/);
    await raise(event("cleared", hub.clock.now + 5, other));
    await go({ move: "close", actor: "op" });
    expect((await hub.store.read(({ alerts }) => alerts.list("open", 9))).length).toBe(0);
  });

  test("an alert that another one explains joins its case as affected", async () => {
    const affected = {
      ...{
        alert: "alert-2" as AlertId,
        ticket: "ticket-2" as TicketId,
        device: "pit-1" as DeviceId,
        rule: "high" as RuleId,
      },
      ...{ severity: 3 as const, cause: "alert-1" as AlertId },
    };
    await raise(lifted(), lifted(affected));
    await pass(0);
    expect(await hub.store.read(({ tickets }) => tickets.list("all", 9))).toHaveLength(1);
    expect(await hub.store.read(({ tickets }) => tickets.alertsOf(id))).toEqual(["alert-1", "alert-2"]);
    expect((await story()).find(({ move: what }) => what === "note")).toMatchObject({
      ...{ actor: "gw-1/pit-1", why: { zh: "一并受影响：东昌小区 3号楼 B1 水泵房 集水坑水位" } },
    });
  });

  test("one whose cause is over, or never heard of, is a case of its own", async () => {
    const other = {
      device: "pit-1" as DeviceId,
      rule: "high" as RuleId,
      alert: "alert-2" as AlertId,
      ticket: "ticket-2" as TicketId,
    };
    await raise(lifted({ ...other, cause: "alert-9" as AlertId }));
    await pass(0);
    expect((await find(other.ticket)).state).toBe("dispatched");
  });

  test("a hotline's case waits for an operator; an analytic's is sent; the same report again changes nothing", async () => {
    const report = {
      ...{
        id: "hot-1" as TicketId,
        event: "call-1" as EventId,
        source: "hotline" as const,
        by: "12345",
        severity: 3 as const,
      },
      ...{ title: { zh: "楼道积水", en: "Water in the stairwell" }, place: "东昌小区 5号楼", openedAt: hub.clock.now },
    };
    const open = (more: object = {}) =>
      act((tables) => openTicket(tables, { ...report, ...more }, noChanges(), hub.clock.now));
    await open({ details: "居民来电" });
    await open({ details: "居民来电" });
    await open({ id: "cam-1", event: "frame-1", source: "analytics", class: "event:0506" });
    await pass(0);
    expect(await find(report.id)).toMatchObject({ state: "reported", area: "dongchang-xiaoqu", alert: null });
    expect(await story(report.id)).toMatchObject([{ actor: "12345", reason: "居民来电" }]);
    expect(await find("cam-1" as TicketId)).toMatchObject({ state: "dispatched", unit: "municipal" });
    await expect(open({ id: "x", event: "call-8", class: "event:9999" })).rejects.toThrow(/INPUT_INVALID: \/class/);
    await expect(open({ id: "x", event: "call-9", area: "mars" })).rejects.toThrow(/INPUT_INVALID: \/area/);
  });

  test("a move that is sent again changes nothing", async () => {
    await raise(lifted());
    await pass(0);
    const wish = { move: "accept" as const, actor: "老李", event: "press-1" as EventId };
    await go(wish);
    await go(wish);
    expect((await lines()).filter((line) => line === "accept handling")).toHaveLength(1);
    const other = {
      alert: "alert-2" as AlertId,
      ticket: "ticket-2" as TicketId,
      device: "pit-1" as DeviceId,
      rule: "high" as RuleId,
    };
    await raise(lifted({ ...other, severity: 2 }));
    await pass(0);
    await expect(go(wish, other.ticket)).rejects.toThrow(
      /INPUT_INVALID: \/event "press-1" was used for ticket ticket-1/,
    );
  });
});

test("a ticket that cannot go on is put off and told, and does not hold up the others", async () => {
  const other = {
    alert: "alert-2" as AlertId,
    ticket: "ticket-2" as TicketId,
    device: "pit-1" as DeviceId,
    rule: "high" as RuleId,
  };
  await raise(lifted(), lifted({ ...other, severity: 2 }));
  await act(async (tables) => {
    const ticket = (await tables.tickets.find(id)) as Ticket;
    await tables.tickets.put({
      ...ticket,
      policy: { ...ticket.policy, preVerify: true },
      state: "registered",
      verified: false,
    });
    await tables.tickets.put({ ...((await tables.tickets.find(id)) as Ticket), wakeAt: 1 });
  });
  await pass(0);
  expect((await find(other.ticket)).state).toBe("dispatched");
  expect((await find()).wakeAt).toBe(hub.clock.now + 60_000);
  expect(await tasks()).toMatchObject([{ kind: "MOVE_NOT_ALLOWED", subject: "ticket-1", for: "operator" }]);
});
