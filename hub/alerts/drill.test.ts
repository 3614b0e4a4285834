/** A drill at the hub: labelled everywhere, sent to nobody, over by itself; what is real stands beside it. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { SensorEvent } from "../../core/alert-event.ts";
import type { AlertId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { epochs, quietHub, silent, statusOf } from "../../test/kit/quiet-hub.ts";
import { event, registrationOf } from "../../test/kit/samples.ts";
import { noChanges } from "../changes.ts";
import { lookIfDue } from "../tickets/rounds.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { ticketStory, ticketView } from "../tickets/view.ts";
import { deviceFinder } from "./view.ts";

const id = "gw-1" as GatewayId;

async function setUp() {
  const hub = await quietHub();
  await hub.take(topics.status(id), statusOf());
  await hub.take(topics.devices(id), registrationOf(id));
  let next = 0;
  const say = async (one: SensorEvent) => {
    await hub.take(topics.batch(id, "alert", epochs.alert, next++), encodeAlerts([one]));
  };
  const tickets = () => hub.read(({ tickets }) => tickets.list("all", 10));
  const alerts = () => hub.read(({ alerts }) => alerts.list("all", 10));
  return { ...hub, say, tickets, alerts };
}

const named = (name: string, more: Partial<SensorEvent> = {}) => ({
  ...{ alert: `alert-${name}` as AlertId, ticket: `ticket-${name}` as TicketId },
  ...more,
});

test("a drill has a ticket of its own that closes itself, and a real alert of the same rule is a case of its own", async () => {
  const { say, tickets, alerts, read, clock } = await setUp();
  const at = clock.now;
  await say(event("raised", at, named("drill", { drill: true })));
  await say(event("raised", at + 1000, named("real")));
  expect((await tickets()).map(({ id: ticket, state, drill }) => [ticket, state, drill]).sort()).toEqual([
    ["ticket-drill", "reported", true],
    ["ticket-real", "reported", false],
  ]);
  const hops = { shownMs: 0.4, journaledMs: 4.1, hubMs: 81 };
  await say(event("cleared", at + 2000, named("drill", { drill: true, hops })));
  expect((await tickets()).find(({ drill }) => drill)?.state).toBe("closed");
  expect((await alerts()).map(({ drill, state }) => [drill, state]).sort()).toEqual([
    [false, "unacknowledged"],
    [true, "normal"],
  ]);
  const closed = (await tickets()).find(({ drill }) => drill);
  const story = await read((tables) => ticketStory(tables, closed as never, clock.now));
  expect(story.report).toMatchObject({ raisedAt: at, receivedAt: clock.now, clearedAt: at + 2000, hops });
  expect(story.report).not.toHaveProperty("acknowledgedAt");
});

test("the ticket of a drill that is closed is asked for nothing more, also where an older version set it a time", async () => {
  const { say, tickets, read, clock } = await setUp();
  await say(event("raised", clock.now, named("drill", { drill: true })));
  await say(event("cleared", clock.now + 1000, named("drill", { drill: true })));
  expect((await tickets())[0]).toMatchObject({ state: "closed", wakeAt: null });
  await read(async (tables) => {
    const [ticket] = await tables.tickets.list("all", 1);
    await tables.tickets.put({ ...(ticket as Ticket), wakeAt: clock.now });
    await lookIfDue(tables, { ...(ticket as Ticket), wakeAt: clock.now }, noChanges(), clock.now, silent);
    expect((await tables.tasks.list("all", 9)).filter(({ kind }) => kind === "MOVE_NOT_ALLOWED")).toEqual([]);
  });
  expect((await tickets())[0]).toMatchObject({ state: "closed", wakeAt: null });
});

test.each([
  ["the sensor's own rule", "lifted", { zh: "演练：井盖被打开", en: "Drill: Cover lifted" }],
  ["a drill's rule", "drill", { zh: "演练", en: "Drill" }],
])("with %s it says of itself that it is one, and offers no move", async (_, rule, title) => {
  const { say, tickets, read, clock } = await setUp();
  await say(event("raised", clock.now, named("drill", { drill: true, rule: rule as RuleId })));
  const [ticket] = await tickets();
  const view = await read((tables) => ticketView(tables, ticket as never, deviceFinder(tables), clock.now));
  expect(view).toMatchObject({ title, drill: true, moves: [] });
});
