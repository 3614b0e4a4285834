/** What the desk's pages ask beyond the lists: an alert's own story, what is set aside, whose case it is, what is late. */
import { beforeEach, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertId, GatewayId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, operatorCookie, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";

const id = "gw-1" as GatewayId;
let hub: QuietHub;
let cookie: string;

beforeEach(async () => {
  hub = await quietHub();
  cookie = await operatorCookie(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  const raised = event("raised", 1, { alert: "alert-1" as AlertId, ticket: "ticket-1" as TicketId });
  await hub.take(topics.batch(id, "alert", epochs.alert, 0), encodeAlerts([raised]));
});

async function get(url: string) {
  const answer = await hub.app.inject({ url, headers: { cookie } });
  return { status: answer.statusCode, body: answer.json() };
}

async function post(url: string, payload: object = {}) {
  return (await hub.app.inject({ method: "POST", url, headers: { cookie }, payload })).statusCode;
}

const ids = async (url: string) => (await get(url)).body.map((row: { id: string }) => row.id);

test("an alert's story tells each raise, who saw it, and each time it was set aside or taken back", async () => {
  const until = hub.clock.now + 60_000;
  expect(await post("/api/alerts/alert-1/acknowledge")).toBe(200);
  expect(await post("/api/alerts/alert-1/shelve", { until, reason: "正在检修" })).toBe(200);
  expect(await post("/api/alerts/alert-1/unshelve")).toBe(200);
  const { body } = await get("/api/alerts/alert-1/story");
  expect(body.raised).toHaveLength(1);
  expect(body.acknowledgements).toEqual([{ at: hub.clock.now, by: "operator" }]);
  expect(body.shelvings).toMatchObject([{ by: "operator", until, reason: "正在检修" }, { by: "operator" }]);
  expect((await get("/api/alerts/nothing/story")).status).toBe(404);
});

test("what is set aside is asked for by its standing", async () => {
  expect(await ids("/api/alerts?standing=active")).toEqual(["alert-1"]);
  await post("/api/alerts/alert-1/shelve", { until: hub.clock.now + 60_000, reason: "正在检修" });
  expect(await ids("/api/alerts?standing=active")).toEqual([]);
  expect(await ids("/api/alerts?standing=shelved")).toEqual(["alert-1"]);
  expect(await ids("/api/alerts?standing=suppressed")).toEqual([]);
});

test("cases are asked for by who has them, and by being late", async () => {
  const { body } = await get("/api/tickets/ticket-1");
  for (const move of body.state === "reported" ? ["admit", "register"] : [])
    expect(await post("/api/tickets/ticket-1/moves", { move })).toBe(200);
  const move = (await get("/api/tickets/ticket-1")).body.state === "registered" ? "dispatch" : "transfer";
  await post("/api/tickets/ticket-1/moves", { move, assignee: "王师傅", reason: "就在小区里" });
  expect(await ids(`/api/tickets?assignee=${encodeURIComponent("王师傅")}`)).toEqual(["ticket-1"]);
  expect(await ids("/api/tickets?assignee=nobody")).toEqual([]);
  expect(await ids("/api/tickets?due=over")).toEqual([]);
  expect(await ids("/api/tickets?due=soon")).toEqual([]);
  const { dueAt, limit } = (await get("/api/tickets/ticket-1")).body;
  expect(limit).toMatchObject({ basis: "urgent_hour" });
  hub.clock.now = dueAt - (limit.amount * limit.unitMs) / 10;
  await hub.goRound();
  expect(await ids("/api/tickets?due=over")).toEqual([]);
  expect(await ids("/api/tickets?due=soon")).toEqual(["ticket-1"]);
  hub.clock.now = dueAt;
  expect(await ids("/api/tickets?due=soon")).toEqual([]);
  hub.clock.now += 11 * 3_600_000;
  expect(await ids("/api/tickets?due=over")).toEqual(["ticket-1"]);
});
