/** Lists over HTTP: pages by `link`, the count, the filters, and what is refused. */
import { beforeEach, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { importTable } from "../rulebook/books.ts";
import type { TicketView } from "./views.ts";

const id = "gw-1" as GatewayId;
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  await hub.read(async (tables) => {
    const areas = [
      { id: "jiedao", name: "东街道", tier: "street", parent: null, unit: null },
      { id: "dongchang", name: "东昌小区", tier: "compound", parent: "jiedao", unit: null },
      { id: "xiyuan", name: "西园", tier: "compound", parent: null, unit: null },
    ];
    await importTable(tables, { kind: "areas", by: "t", body: { source: "样例", areas, gateways: {} } }, 1);
  });
  for (let n = 0; n < 5; n++) await happen(n);
});

/** An alert that was raised and cleared, the last one still open. */
async function happen(n: number) {
  const ids = { alert: `alert-${n}` as AlertId, ticket: `ticket-${n}` as TicketId };
  const drill = n < 4 ? { drill: true as const } : {};
  const events = [event("raised", 10 * n + 1, { ...ids, ...drill })];
  if (n < 4) events.push(event("cleared", 10 * n + 2, { ...ids, ...drill }));
  await hub.take(topics.batch(id, "alert", epochs.alert, 2 * n), encodeAlerts(events));
}

async function ask(url: string) {
  const answer = await hub.app.inject({ url, headers: { cookie } });
  const next = /^<(.*)>; rel="next"$/.exec(String(answer.headers.link ?? ""))?.[1];
  return { status: answer.statusCode, body: answer.json(), total: answer.headers["x-total-count"], next };
}

async function walk(url: string) {
  const ids: string[] = [];
  for (let at: string | undefined = url; at !== undefined; ) {
    const { body, next, status } = await ask(at);
    expect(status).toBe(200);
    ids.push(...(body as { id: string }[]).map((row) => row.id));
    at = next;
  }
  return ids;
}

test("the link leads from page to page until there is no more, and every page says how many there are", async () => {
  const first = await ask("/api/tickets?state=all&limit=2&sort=oldest");
  expect(first.body).toHaveLength(2);
  expect(first.total).toBe("5");
  expect(first.next).toMatch(/^\/api\/tickets\?state=all&limit=2&sort=oldest&cursor=/);
  expect(await walk("/api/tickets?state=all&limit=2&sort=oldest")).toEqual([0, 1, 2, 3, 4].map((n) => `ticket-${n}`));
  const whole = await ask("/api/tickets?state=all");
  expect([whole.body.length, whole.next]).toEqual([5, undefined]);
});

test("one-time codes are read to the oldest, page by page", async () => {
  const made: string[] = [];
  for (let n = 0; n < 5; n++) {
    const payload = { gateway: `gw-${n}` };
    const answer = await hub.app.inject({ method: "POST", url: "/api/enrolments", headers: { cookie }, payload });
    made.push(answer.json().handle);
  }
  const seen: string[] = [];
  for (let at: string | undefined = "/api/enrolments?limit=2"; at !== undefined; ) {
    const { body, next, total } = await ask(at);
    expect(total).toBe("5");
    seen.push(...body.map(({ handle }: { handle: string }) => handle));
    at = next;
  }
  expect(seen.toSorted()).toEqual(made.toSorted());
});

test("lists show what is open, unless everything or a state is asked for", async () => {
  expect((await ask("/api/tickets")).body.map(({ id }: TicketView) => id)).toEqual(["ticket-4"]);
  expect((await ask("/api/tickets?state=closed,voided")).total).toBe("4");
  expect((await ask("/api/alerts?state=unacknowledged")).total).toBe("1");
  expect((await ask("/api/tasks?state=all")).status).toBe(200);
});

test("an area stands for everything in it", async () => {
  expect((await ask("/api/tickets?state=all&area=jiedao")).total).toBe("5");
  expect((await ask("/api/alerts?state=all&area=dongchang")).total).toBe("5");
  expect((await ask("/api/alerts?state=all&area=xiyuan")).total).toBe("0");
  expect(await ask("/api/alerts?area=nowhere")).toMatchObject({
    status: 400,
    body: { code: "INPUT_INVALID", detail: '/area "nowhere" is no area of the rulebook' },
  });
});

test("words are sought as people write them", async () => {
  expect((await ask(`/api/tickets?state=all&q=${encodeURIComponent("井盖 东门")}`)).total).toBe("5");
  expect((await ask("/api/tickets?state=all&q=ticket-3")).total).toBe("1");
  expect((await ask(`/api/alerts?state=all&q=${encodeURIComponent("水位")}`)).total).toBe("0");
});

test("commands are listed by gateway, faults by code, what was told by channel", async () => {
  expect(await ask("/api/gateways/gw-1/commands")).toMatchObject({ status: 200, total: "0" });
  expect(await ask("/api/faults?code=BATCH_INVALID&limit=1")).toMatchObject({ status: 200, total: "0" });
  expect(await ask("/api/notify/log?channel=sms&limit=1")).toMatchObject({ status: 200 });
  expect(await ask("/api/gateways/gw-1/records?limit=1")).toMatchObject({ status: 200, total: "0" });
});

test.each([
  ["of another order", (next: string) => next.replace("sort=oldest", "sort=severity")],
  ["that is made up", () => "/api/tickets?cursor=abc"],
  ["that is JSON but no cursor", () => `/api/tickets?cursor=${Buffer.from('{"a":1}').toString("base64url")}`],
])("a cursor %s is refused", async (_name, change) => {
  const { next = "" } = await ask("/api/tickets?state=all&limit=1&sort=oldest");
  expect(await ask(change(next))).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
});

test.each([
  "limit=0",
  "limit=1001",
  "severity=5",
  "severity=1,",
  "state=some",
  "sort=colour",
  "from=yesterday",
  "unit=",
])("%s is refused by name", async (part) => {
  const answer = await ask(`/api/tickets?${part}`);
  expect(answer).toMatchObject({ status: 400, body: { code: "INPUT_INVALID" } });
  expect(answer.body.detail).toContain(`/${part.split("=")[0]}`);
});
