/** A cause that is told after what it explains: one case, and the rest is part of it; against a real store. */
import { beforeEach, expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { AlertEvent, SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, type QuietHub, quietHub, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { noChanges } from "../changes.ts";
import { move } from "../tickets/move.ts";

const silent = "alert-1" as AlertId;
const cut = "alert-9" as AlertId;
const [ownCase, rootCase] = ["ticket-1" as TicketId, "ticket-9" as TicketId];
const mains = { alert: cut, ticket: rootCase, device: "gateway" as DeviceId, rule: "mains-failed" as RuleId };
let hub: QuietHub;
let next: Map<string, number>;

beforeEach(async () => {
  next = new Map();
  hub = await quietHub();
  for (const id of ["gw-1", "gw-2"]) {
    await hub.take(topics.status(id as GatewayId), statusOf());
    await hub.take(topics.devices(id as GatewayId), registrationOf(id));
  }
});

async function happen(gateway: string, ...events: AlertEvent[]): Promise<void> {
  const from = next.get(gateway) ?? 0;
  await hub.take(topics.batch(gateway as GatewayId, "alert", epochs.alert, from), encodeAlerts(events));
  next.set(gateway, from + events.length);
}

const raised = (more: Partial<SensorEvent> = {}) => event("raised", hub.clock.now, more);
const explaining = () => raised({ ...mains, explained: [silent] });
const alert = (id = silent) => hub.read(({ alerts }) => alerts.find(id));
const ticket = (id = ownCase) => hub.read(({ tickets }) => tickets.find(id));
const story = async (id: TicketId) =>
  (await hub.read(({ tickets }) => tickets.story(id))).map(({ move: what, why, reason }) => [what, why?.zh ?? reason]);

test("what stood before has its cause, and its case that nobody was sent to goes into the cause's", async () => {
  await happen("gw-1", raised());
  await happen("gw-1", explaining());
  expect(await alert()).toMatchObject({ cause: cut, ticket: rootCase, state: "unacknowledged" });
  expect(await ticket()).toMatchObject({ state: "voided", mergedInto: rootCase });
  expect((await story(rootCase)).slice(1)).toEqual([
    ["note", "一并受影响：东昌小区 东门 井盖"],
    ["note", "并入：东昌小区 东门 井盖被打开（工单 ticket-1）"],
  ]);
  await happen("gw-1", event("cleared", hub.clock.now));
  expect((await story(rootCase)).at(-1)).toEqual(["clear", null]);
});

/** Every order of some events. */
function ordersOf<One>(all: readonly One[]): One[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap((one, i) => ordersOf(all.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}

const since = 1_789_999_990_000;
const stood = event("raised", since);
const over = event("cleared", since + 500);
const failed = event("raised", since + 200, { ...mains, explained: [silent] });
const told = event("raised", since + 300, { cause: cut });
const bare = event("raised", since + 200, mains);

test.each([
  ...ordersOf([stood, failed]),
  ...ordersOf([stood, failed, over]),
  ...ordersOf([told, bare]),
  ...ordersOf([told, bare, over]),
  ...ordersOf([told, failed]),
])("heard in any order the alert has its cause and is part of its case (%#)", async (...events) => {
  for (const one of events) await happen("gw-1", one);
  const { state } = (await alert()) ?? {};
  expect(await alert()).toMatchObject({ cause: cut, ticket: rootCase });
  expect(state).toBe(events.includes(over) ? "returned" : "unacknowledged");
  const [own, root] = [await ticket(), await ticket(rootCase)];
  if (own !== null) expect(own).toMatchObject({ state: "voided", mergedInto: rootCase });
  expect(root).toMatchObject({ state: "reported" });
  const affected = (await story(rootCase)).filter(([, words]) => words === "一并受影响：东昌小区 东门 井盖");
  expect(affected).toHaveLength(1);
});

test("a cause that is heard later is known of an alert that somebody was sent to already, once", async () => {
  await happen("gw-1", told);
  await hub.goRound();
  for (let i = 0; i < 2; i++) await happen("gw-1", bare);
  expect(await ticket()).toMatchObject({ state: "dispatched" });
  expect(
    (await story(ownCase)).filter(([, words]) => words === "原因已查明，见mains-failed（工单 ticket-9）"),
  ).toHaveLength(1);
});

test("what a gateway says beforehand of an alert of another is left aside", async () => {
  await happen("gw-2", failed);
  await happen("gw-1", stood);
  expect(await alert()).toMatchObject({ gateway: "gw-1", cause: null, ticket: ownCase });
});

test("told again it changes nothing", async () => {
  await happen("gw-1", raised(), explaining());
  const before = await story(rootCase);
  await happen("gw-1", explaining());
  expect(await story(rootCase)).toEqual(before);
});

test("who was sent to it already reads the cause in the story, and keeps the case", async () => {
  await happen("gw-1", raised());
  await hub.goRound();
  expect(await ticket()).toMatchObject({ state: "dispatched" });
  await happen("gw-1", explaining());
  expect(await alert()).toMatchObject({ cause: cut, ticket: ownCase });
  expect(await ticket()).toMatchObject({ state: "dispatched" });
  expect((await story(ownCase)).at(-1)).toEqual(["note", "原因已查明，见mains-failed（工单 ticket-9）"]);
});

test("a case that holds another alarm too goes on by itself", async () => {
  const other = { alert: "alert-2" as AlertId, ticket: "ticket-2" as TicketId, device: "pit-1" as DeviceId };
  await happen("gw-1", raised(), raised({ ...other, rule: "high" as RuleId }));
  const wish = { move: "merge", actor: "op", reason: "同一处", into: ownCase } as const;
  await hub.store.transaction((tables) => move(tables, other.ticket, wish, noChanges(), hub.clock.now));
  await happen("gw-1", explaining());
  expect(await alert()).toMatchObject({ cause: cut, ticket: ownCase });
  expect(await ticket()).toMatchObject({ state: "reported" });
});

test("what a gateway says of another's alert, or of one nobody heard of, is left aside; its own alarm stands", async () => {
  await happen("gw-1", raised());
  await happen("gw-2", raised({ ...mains, explained: [silent, "alert-7" as AlertId] }));
  expect(await alert()).toMatchObject({ gateway: "gw-1", cause: null, ticket: ownCase });
  expect(await alert(cut)).toMatchObject({ gateway: "gw-2", state: "unacknowledged" });
});
