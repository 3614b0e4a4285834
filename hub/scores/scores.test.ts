/** Scores against a table worked out by hand, and the workbook as another library reads it. */
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import { operatorCookie, quietHub } from "../../test/kit/quiet-hub.ts";
import { reportTicket } from "../tickets/report.ts";
import type { StoryEntry, Ticket } from "../tickets/ticket.ts";
import { scenesOf } from "./activity.ts";
import { countSome } from "./count.ts";
import { scoresCsv } from "./csv.ts";
import { factsOf, scoreOf } from "./score.ts";

const minute = 60_000;
const start = Date.parse("2026-03-31T23:00:00+08:00");

type Life = [at: number, move: StoryEntry["move"], from: StoryEntry["from"], to: StoryEntry["to"], reason?: string][];

const road = (accept: number, close: number): Life => [
  [0, "report", null, "reported"],
  [1, "dispatch", "registered", "dispatched"],
  [accept, "accept", "dispatched", "handling"],
  [close, "close", "submitted", "closed"],
];

function lived(name: string, life: Life, more: Partial<Ticket> = {}): { ticket: Ticket; story: StoryEntry[] } {
  const openedAt = more.openedAt ?? start;
  const { ticket } = reportTicket(
    {
      ...{ id: name as TicketId, source: "sensor", alert: null, gateway: null, device: null, rule: null, drill: false },
      ...{ title: null, place: "", severity: 1, class: "component:0103", area: "dongchang-xiaoqu", openedAt },
      policy: { reviews: 1, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 },
    },
    openedAt,
  );
  const story = life.map(([at, move, from, to, reason = null]) => ({
    ...{ at: openedAt + at * minute, actor: "x", move, from, to, reason, assignee: null },
  }));
  const closedAt = story.findLast(({ to }) => to === "closed")?.at ?? null;
  const last = life.at(-1)?.[3] ?? "reported";
  return { ticket: { ...ticket, state: last, unit: "municipal", closedAt, ...more }, story };
}

const cases = [
  lived("a", road(3, 61)),
  lived("b", [
    ...road(7, 121).slice(0, 3),
    [9, "arrive", "handling", "handling"],
    [50, "warn", "handling", "handling", "overdue"],
    [121, "close", "submitted", "closed"],
  ]),
  lived(
    "c",
    [...road(5, 91), [95, "relapse", "closed", "registered"], [96, "return", "dispatched", "registered", "不归我们"]],
    {
      ...{ source: "hotline", unit: "dongchang", area: null, closedAt: null, state: "registered", class: "event:0506" },
    },
  ),
  lived("d", [[0, "report", null, "reported"]], { openedAt: start + 2 * 3_600_000, unit: null, source: "analytics" }),
  lived("e", road(1, 2), { drill: true }),
  lived(
    "f",
    [
      [0, "report", null, "reported"],
      [1, "void", "reported", "voided", "误报"],
    ],
    { state: "voided" },
  ),
];

test("a case says what counts; drills and voided ones are no cases", () => {
  const facts = cases.map(({ ticket, story }) => factsOf(ticket, story));
  expect(facts[1]).toMatchObject({
    acceptMs: 6 * minute,
    arriveMs: 8 * minute,
    closeMs: 121 * minute,
    isOverdue: true,
  });
  expect(facts[2]).toMatchObject({ bySensor: false, returned: 1, reopened: 1, isClosed: false, closeMs: 91 * minute });
  expect(facts.slice(4)).toEqual([null, null]);
  expect(scoreOf(facts.filter((one) => one !== null))).toEqual({
    ...{ cases: 4, bySensorRate: 0.75, closedRate: 0.5, overdueRate: 0.25, overdue: 1, returned: 1, reopened: 1 },
    // 2, 6, 4 minutes; 8; 61, 121, 91.
    ...{ acceptMin: 4, arriveMin: 8, closeMin: 91 },
  });
  expect(scoreOf([])).toMatchObject({ cases: 0, bySensorRate: null, closeMin: null });
});

test("over the API: grouped by unit, committee, class and month of Shanghai, and as a workbook", async () => {
  const hub = await quietHub();
  hub.clock.now = start + 30 * 86_400_000;
  await hub.store.transaction(async ({ tickets }) => {
    for (const { ticket, story } of [...cases, lived("old", road(1, 2), { openedAt: start - 200 * 86_400_000 })]) {
      await tickets.put(ticket);
      for (const entry of story) await tickets.appendStory(ticket.id, entry);
    }
  });
  const headers = { cookie: await operatorCookie(hub) };
  const by = async (group: string) => {
    const answer = await hub.app.inject({ url: `/api/scores?by=${group}`, headers });
    expect(answer.statusCode).toBe(200);
    return answer.json().rows.map(({ name, cases: n }: { name: string; cases: number }) => [name, n]);
  };
  expect(await by("unit")).toEqual([
    ["市政养护公司", 2],
    ["–", 1],
    ["东昌居委", 1],
  ]);
  expect(await by("committee")).toEqual([
    ["东昌居委", 3],
    ["–", 1],
  ]);
  expect(await by("class")).toEqual([
    ["雨水井盖", 3],
    ["道路积水", 1],
  ]);
  expect(await by("month")).toEqual([
    ["2026-03", 3],
    ["2026-04", 1],
  ]);
  expect((await hub.app.inject({ url: "/api/scores?by=weather", headers })).statusCode).toBe(400);

  const file = await hub.app.inject({ url: "/api/scores.xlsx", headers });
  expect(file.headers["content-type"]).toContain("spreadsheetml");
  const rows = await readSheet(file.rawPayload, "按居委");
  expect(rows[0]?.slice(0, 3)).toEqual(["居委", "案件数", "智能发现率"]);
  expect(rows[1]?.slice(0, 2)).toEqual(["东昌居委", 3]);
  expect(rows.at(-1)).toEqual(["合计", 4, 0.75, 4, 8, 91, 0.5, 1, 0.25, 1, 1]);
});

test("a case is counted anew when its story grows, and what is left is told", async () => {
  const hub = await quietHub();
  hub.clock.now = start + 86_400_000;
  const { ticket, story } = lived("late", road(3, 61).slice(0, 3), { closedAt: null, state: "handling" });
  await hub.store.transaction(async ({ tickets }) => {
    await tickets.put(ticket);
    for (const entry of story) await tickets.appendStory(ticket.id, entry);
  });
  const headers = { cookie: await operatorCookie(hub) };
  const total = async () => (await hub.app.inject({ url: "/api/scores", headers })).json().total;
  expect(await total()).toMatchObject({ cases: 1, closedRate: 0, closeMin: null });
  const close = { ...story[0], at: start + 61 * minute, move: "close", from: "submitted", to: "closed" } as StoryEntry;
  await hub.store.transaction(async ({ tickets }) => {
    await tickets.put({ ...ticket, state: "closed", closedAt: close.at });
    await tickets.appendStory(ticket.id, close);
  });
  expect(await hub.store.read(({ caseFacts }) => caseFacts.countStale())).toBe(1);
  expect(await total()).toMatchObject({ cases: 1, closedRate: 1, closeMin: 61 });
  expect(await hub.store.transaction((tables) => countSome(tables, 10))).toBe(0);
});

test("scenes by month, with a zero where nothing was, and CSV that Excel reads and does not run", async () => {
  const at = (day: string, code: string) => ({ openedAt: Date.parse(`${day}T12:00:00+08:00`), class: code });
  const scenes = scenesOf([
    at("2026-03-31", "local:fire"),
    at("2026-04-01", "component:0103"),
    at("2026-04-02", "event:0101"),
  ]);
  expect(scenes.map(({ id, months }) => [id, months.map(({ cases: n }) => n)])).toEqual([
    ["flood", [0, 0]],
    ["fire", [1, 0]],
    ["covers", [0, 1]],
  ]);
  const total = scoreOf([]);
  const row = { key: "x", name: '=HYPERLINK("http://x"),居委', ...total };
  const csv = scoresCsv({ by: "committee", total, rows: [row], pending: 0 });
  expect(csv.startsWith("\uFEFF居委,案件数,智能发现率,")).toBe(true);
  expect(csv.split("\r\n")[1]).toMatch(/^"'=HYPERLINK\(""http:\/\/x""\),居委",0,,/);
});
