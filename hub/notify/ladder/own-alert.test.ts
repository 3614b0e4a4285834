/** Several alerts of one ticket: the ladder of its own alert hears only what happened to that one. */
import { expect, test } from "vitest";
import { encodeAlerts } from "../../../core/alert-batch.ts";
import type { AlertEvent, SensorEvent } from "../../../core/alert-event.ts";
import type { AlertId, EventId, GatewayId, RuleId, TicketId } from "../../../core/id.ts";
import { topics } from "../../../core/topics.ts";
import { epochs, statusOf } from "../../../test/kit/quiet-hub.ts";
import { devices, event, pit, registrationOf } from "../../../test/kit/samples.ts";
import { type Telling, tellingHub, wecomRoad } from "../../../test/kit/telling.ts";
import { shelveAlert } from "../../alerts/shelving.ts";
import { noChanges } from "../../changes.ts";
import { move } from "../../tickets/move.ts";

const gateway = "gw-1" as GatewayId;
const minute = 60_000;
const own = "alert-1" as AlertId;
const other = "alert-2" as AlertId;
const ofOther: Partial<SensorEvent> = { alert: other, device: pit, rule: "high" as RuleId, severity: 2 };

type Merged = Telling & { happen(...events: AlertEvent[]): Promise<void> };

/** Two alerts, the case of the second merged into the first's. */
async function merged(): Promise<Merged> {
  const telling = await tellingHub();
  const { hub } = telling;
  let next = 0;
  await hub.take(topics.status(gateway), statusOf());
  await hub.take(topics.devices(gateway), registrationOf(gateway, { devices }));
  const happen = async (...events: AlertEvent[]) => {
    await hub.take(topics.batch(gateway, "alert", epochs.alert, next), encodeAlerts(events));
    next += events.length;
    await telling.pass(0);
  };
  const { now } = hub.clock;
  await happen(event("raised", now), event("raised", now, { ...ofOther, ticket: "ticket-2" as TicketId }));
  const wish = { move: "merge", actor: "小陈", reason: "同一处", into: "ticket-1" as TicketId } as const;
  await hub.store.transaction((tables) => move(tables, "ticket-2" as TicketId, wish, noChanges(), now));
  await telling.pass(minute, minute);
  return Object.assign(telling, { happen });
}

const acknowledged = ({ hub }: Telling, alert: AlertId): AlertEvent => ({
  ...{ kind: "acknowledged", id: "event-9" as EventId, alert, ticket: "ticket-1" as TicketId, by: "王师傅" },
  ...{ at: hub.clock.now, quality: 0 },
});

const shelve = ({ hub }: Telling, id: AlertId, until: number | null) => {
  const wish = { by: "小陈", at: hub.clock.now, until, reason: "检修" };
  return hub.store.transaction((tables) => shelveAlert(tables, id, wish, noChanges(), hub.clock.now));
};

const unanswered = async (telling: Telling) => {
  const before = telling.robots.texts(wecomRoad).length;
  await telling.pass(60 * minute, minute);
  const after = telling.robots.texts(wecomRoad).slice(before);
  return after.flatMap((text) => /已过 \d+ 分 没人确认/.exec(text)?.[0] ?? []);
};
const allRungs = ["已过 2 分 没人确认", "已过 5 分 没人确认", "已过 10 分 没人确认"];

const whens: [string, (telling: Merged, alert: AlertId) => Promise<unknown>][] = [
  [
    "cleared",
    (telling, alert) => {
      const { now } = telling.hub.clock;
      return telling.happen(event("cleared", now, alert === other ? ofOther : {}));
    },
  ],
  ["acknowledged", (telling, alert) => telling.happen(acknowledged(telling, alert))],
  ["shelved", (telling, alert) => shelve(telling, alert, telling.hub.clock.now + 24 * 60 * minute)],
];

test.each(whens)("a ladder climbs on when another alert of the ticket is %s", async (_when, happens) => {
  const telling = await merged();
  await happens(telling, other);
  expect(await unanswered(telling)).toEqual(allRungs);
});

test.each(whens)("a ladder climbs no further when its own alert is %s", async (_when, happens) => {
  const telling = await merged();
  await happens(telling, own);
  expect(await unanswered(telling)).toEqual([]);
});

test("a ladder whose alert is set aside is not taken up when another one's shelving is taken back", async () => {
  const telling = await merged();
  const until = telling.hub.clock.now + 24 * 60 * minute;
  await shelve(telling, own, until);
  await shelve(telling, other, until);
  await shelve(telling, other, null);
  expect(await unanswered(telling)).toEqual([]);
});
