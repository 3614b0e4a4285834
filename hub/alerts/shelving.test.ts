/** An alert set aside: by an operator, at the gateway, until its time passes; and one that another alert explains. */
import { beforeEach, describe, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent } from "../../core/alert-event.ts";
import type { AlertId, DeviceId, EventId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { type Ask, signedIn } from "../../test/kit/signed-in.ts";
import { noChanges } from "../changes.ts";
import type { AlertView } from "../http/views.ts";
import { endShelvings } from "./shelving.ts";

const id = "gw-1" as GatewayId;
const hourMs = 3_600_000;
let hub: QuietHub;
let ask: Ask;
let next = 0;

beforeEach(async () => {
  next = 0;
  hub = await quietHub();
  ask = await signedIn(hub);
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  await happen(event("raised", hub.clock.now));
});

async function happen(...events: AlertEvent[]): Promise<void> {
  await hub.take(topics.batch(id, "alert", epochs.alert, next), encodeAlerts(events));
  next += events.length;
}

const shelve = (hours: number, reason = "夜里施工") =>
  ask("POST", "/api/alerts/alert-1/shelve", { until: hub.clock.now + hours * hourMs, reason });
const alerts = async () => (await ask("GET", "/api/alerts")).body as AlertView[];
const story = () =>
  hub.read(async ({ tickets }) =>
    (await tickets.story("ticket-1" as TicketId)).map(({ actor, move, reason }) => [actor, move, reason]),
  );
const pass = (ms: number) => {
  hub.clock.now += ms;
  return hub.store.transaction(async (tables) => {
    const changes = noChanges();
    await endShelvings(tables, changes, hub.clock.now);
    return [...changes.alerts];
  });
};

describe("an operator", () => {
  test("sets an alert aside with a reason, and everybody sees until when, by whom and why", async () => {
    const until = hub.clock.now + 2 * hourMs;
    expect(await shelve(2)).toMatchObject({
      status: 200,
      body: { state: "unacknowledged", standing: "shelved", shelvedUntil: until, shelvedBy: "operator" },
    });
    expect(await alerts()).toMatchObject([{ standing: "shelved", shelvedReason: "夜里施工" }]);
    expect((await story()).at(-1)).toEqual(["operator", "shelve", "夜里施工"]);
  });

  test("takes it back, once however often it is said", async () => {
    await shelve(2);
    const { body } = await ask("POST", "/api/alerts/alert-1/unshelve");
    expect(body).toMatchObject({ standing: "unacknowledged" });
    expect(body).not.toHaveProperty("shelvedUntil");
    await ask("POST", "/api/alerts/alert-1/unshelve");
    expect((await story()).map(([, move]) => move)).toEqual(["report", "shelve", "unshelve"]);
  });

  test.each([
    ["without a reason", () => shelve(2, "  "), 422, "REASON_REQUIRED"],
    ["for more than a week", () => shelve(7 * 24 + 1), 400, "INPUT_INVALID"],
    ["until a time that is past", () => shelve(-1), 400, "INPUT_INVALID"],
    ["without an end", () => ask("POST", "/api/alerts/alert-1/shelve", { reason: "夜里施工" }), 400, "INPUT_INVALID"],
    ["that nobody knows", () => ask("POST", "/api/alerts/nobody/unshelve"), 404, "NOT_FOUND"],
  ])("cannot set aside an alert %s", async (_, tryIt, status, code) => {
    expect(await tryIt()).toMatchObject({ status, body: { code } });
    expect(await alerts()).toMatchObject([{ standing: "unacknowledged" }]);
  });

  test("cannot set aside what is over", async () => {
    await ask("POST", "/api/alerts/alert-1/acknowledge");
    await happen(event("cleared", hub.clock.now + 10));
    expect(await shelve(2)).toMatchObject({ status: 409, body: { code: "ALERT_NOT_OPEN" } });
  });
});

test("when its time has passed an alert is back by itself, and its ticket says so", async () => {
  await shelve(2);
  expect(await pass(2 * hourMs - 1)).toEqual([]);
  expect(await pass(1)).toEqual(["alert-1"]);
  expect(await alerts()).toMatchObject([{ standing: "unacknowledged" }]);
  expect((await story()).at(-1)).toEqual(["hub", "unshelve", null]);
  expect(await pass(1)).toEqual([]);
});

describe("people at the gateway", () => {
  const person = (name: string, at: number, until: number | null): AlertEvent => ({
    ...{ kind: "shelved", id: name as EventId, alert: "alert-1" as AlertId, ticket: "ticket-1" as TicketId },
    ...{ by: "王阿姨", at, quality: 0, until, reason: until === null ? "修好了" : "物业在修" },
  });

  test("set it aside at the hub too", async () => {
    const until = hub.clock.now + hourMs;
    await happen(person("e1", hub.clock.now + 1, until));
    expect(await alerts()).toMatchObject([{ standing: "shelved", shelvedUntil: until, shelvedBy: "王阿姨" }]);
    expect((await story()).at(-1)).toEqual(["王阿姨", "shelve", "物业在修"]);
  });

  test("are heard late: what an operator said after them stands", async () => {
    await shelve(2);
    await happen(person("e1", hub.clock.now - 5000, hub.clock.now + hourMs), person("e2", hub.clock.now - 4000, null));
    expect(await alerts()).toMatchObject([{ standing: "shelved", shelvedBy: "operator" }]);
  });

  test("have been away so long that their shelving is over: it hides nothing", async () => {
    await happen(person("e1", hub.clock.now - 5000, hub.clock.now - 1000));
    expect(await alerts()).toMatchObject([{ standing: "unacknowledged" }]);
  });
});

test("an alert is suppressed while the one that explains it stands, and names it with all it affects", async () => {
  const affected = ["pit-1", "cover-3"] as DeviceId[];
  const root = { alert: "root" as AlertId, ticket: "t-root" as TicketId, rule: "link-a-silent" as RuleId, affected };
  const cause = { alert: "pit" as AlertId, ticket: "t-pit" as TicketId, cause: "root" as AlertId };
  await happen(event("raised", hub.clock.now, root), event("raised", hub.clock.now, { ...cause, rule: "x" as RuleId }));
  const standings = async () => Object.fromEntries((await alerts()).map((one) => [one.id, one]));
  expect(await standings()).toMatchObject({
    root: { standing: "unacknowledged", affected },
    pit: { standing: "suppressed", cause: "root", state: "unacknowledged" },
  });
  await happen(event("cleared", hub.clock.now + 1, root));
  expect(await standings()).toMatchObject({ root: { standing: "returned" }, pit: { standing: "unacknowledged" } });
});
