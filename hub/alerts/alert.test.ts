/** Every state × change of an alert, and that the order of an episode's events makes no difference. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import { type AlertChange, type AlertState, alertStates, isInAlarm } from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, GatewayId } from "../../core/id.ts";
import { event } from "../../test/kit/samples.ts";
import { type Alert, acknowledge, acknowledgeLate, applyEvent, type Episode } from "./alert.ts";

const gateway = "gw-1" as GatewayId;
const another = { alert: "alert-2" as AlertId };

/** The hub's memory of one rule: what it applies events to. */
function play(events: readonly (SensorEvent | "acknowledged")[]): { alert: Alert; effects: string[] } {
  let alert: Alert | null = null;
  const episodes = new Map<AlertId, Episode>();
  const effects: string[] = [];
  for (const one of events) {
    if (one === "acknowledged") {
      if (alert !== null) alert = acknowledge(alert, "operator", 99, 99);
      continue;
    }
    const outcome = applyEvent(alert, episodes.get(one.alert) ?? null, gateway, one, 99);
    alert = outcome.alert;
    episodes.set(one.alert, outcome.episode);
    effects.push(...outcome.effects);
  }
  return { alert: alert as Alert, effects };
}

/** How each state is reached. */
const reach: Record<AlertState, readonly (SensorEvent | "acknowledged")[]> = {
  unacknowledged: [event("raised", 10)],
  acknowledged: [event("raised", 10), "acknowledged"],
  returned: [event("raised", 10), event("cleared", 20)],
  normal: [event("raised", 10), event("cleared", 20), "acknowledged"],
};

/** What a change does in each state; written by hand from the diagram of [ISA-18.2], not read from the table under test. */
const expected: Record<AlertState, Record<AlertChange, [AlertState, ...string[]] | "refused">> = {
  unacknowledged: {
    raised: ["unacknowledged"],
    cleared: ["returned", "clear"],
    acknowledged: ["acknowledged"],
  },
  acknowledged: {
    raised: ["acknowledged"],
    cleared: ["normal", "clear"],
    acknowledged: ["acknowledged"],
  },
  returned: {
    raised: ["unacknowledged", "relapse"],
    cleared: ["returned"],
    acknowledged: ["normal"],
  },
  normal: {
    raised: ["normal"],
    cleared: ["normal"],
    acknowledged: "refused",
  },
};

describe("every state and change", () => {
  for (const state of alertStates)
    for (const change of ["raised", "cleared", "acknowledged"] as const)
      test(`${state} and ${change} gives ${expected[state][change]}`, () => {
        const before = play(reach[state]);
        expect(before.alert.state).toBe(state);
        const next = change === "acknowledged" ? change : event(change, 30, another);
        const wanted = expected[state][change];
        if (wanted === "refused") return expect(() => play([...reach[state], next])).toThrow(/ALERT_NOT_OPEN/);
        const after = play([...reach[state], next]);
        const [to, ...effects] = wanted;
        expect(after.alert.state).toBe(to);
        expect(after.effects.slice(before.effects.length)).toEqual(effects);
      });
});

test("the first raise opens the alert and reports a case", () => {
  const { alert, effects } = play([event("raised", 10)]);
  expect(alert).toMatchObject({ id: "alert-1", ticket: "ticket-1", state: "unacknowledged", raisedAt: 10, count: 1 });
  expect(effects).toEqual(["report"]);
});

test("a repeated event changes nothing", () => {
  const once = play([event("raised", 10), event("cleared", 20)]);
  expect(play([event("raised", 10), event("raised", 10), event("cleared", 20), event("cleared", 20)])).toEqual(once);
});

test("another episode of an open alert joins it and counts up", () => {
  const { alert } = play([event("raised", 10), event("raised", 30, another)]);
  expect(alert).toMatchObject({ id: "alert-1", count: 2, raisedAt: 10, lastRaisedAt: 30, state: "unacknowledged" });
});

test("the value is that of the newest raise", () => {
  const late = event("raised", 5, { ...another, value: 1 });
  expect(play([event("raised", 10, { value: 2 }), late]).alert.value).toBe(2);
  expect(play([late, event("raised", 10, { value: 2 })]).alert.value).toBe(2);
});

test("the clear of an older episode does not end a newer one", () => {
  const { alert } = play([event("raised", 10), event("raised", 30, another), event("cleared", 20)]);
  expect(isInAlarm(alert)).toBe(true);
});

test("the clear of the newest episode ends the alarm although an older one never cleared", () => {
  const { alert } = play([event("raised", 10), event("raised", 30, another), event("cleared", 40, another)]);
  expect(alert.state).toBe("returned");
});

test("a raise and the clear of the episode before it at the same moment leave the alarm standing, in both orders", () => {
  const raisedFirst = play([event("raised", 10), event("raised", 20, another), event("cleared", 20)]);
  const clearedFirst = play([event("raised", 10), event("cleared", 20), event("raised", 20, another)]);
  expect([raisedFirst.alert.state, clearedFirst.alert.state]).toEqual(["unacknowledged", "unacknowledged"]);
});

test("an episode that cleared in the moment it was raised is over", () => {
  expect(play([event("raised", 10), event("cleared", 10)]).alert.state).toBe("returned");
});

test("a relapse is acknowledged anew", () => {
  const { alert } = play([event("raised", 10), event("cleared", 20), event("raised", 30, another)]);
  expect(alert).toMatchObject({ state: "unacknowledged", acknowledgedBy: null, count: 2 });
  expect(acknowledge(alert, "operator", 40, 40)).toMatchObject({ state: "acknowledged", acknowledgedBy: "operator" });
});

test("acknowledging twice keeps who was first", () => {
  const { alert } = play(reach.acknowledged);
  expect(acknowledge(alert, "somebody else", 100, 100)).toBe(alert);
  const earlier = acknowledge(alert, "王阿姨", 50, 100);
  expect(earlier).toMatchObject({ state: "acknowledged", acknowledgedBy: "王阿姨", acknowledgedAt: 50 });
});

test("an acknowledgement heard late covers no raise that came after it, and no alert that is over", () => {
  const { alert } = play([event("raised", 10), event("cleared", 20), event("raised", 30, another)]);
  expect(acknowledgeLate(alert, "王阿姨", 25, 100)).toBe(alert);
  expect(acknowledgeLate(alert, "王阿姨", 35, 100)).toMatchObject({ state: "acknowledged", acknowledgedAt: 35 });
  const over = play(reach.normal).alert;
  expect(acknowledgeLate(over, "王阿姨", 200, 300)).toBe(over);
});

test("an alert that is over cannot be acknowledged", () => {
  expect(() => acknowledge(play(reach.normal).alert, "operator", 100, 100)).toThrow(Fault);
});

test("the two events of one episode give the same alert in either order", () => {
  const ordered = play([event("raised", 10), event("cleared", 20)]);
  expect(play([event("cleared", 20), event("raised", 10)]).alert).toEqual(ordered.alert);
});

test("however often and in whatever order one episode's events arrive, the alert is the same", () => {
  const one = [event("raised", 10), event("cleared", 20)];
  const twice = fc.shuffledSubarray([...one, ...one], { minLength: 2 });
  fc.assert(
    fc.property(twice, (events) => {
      fc.pre(events.some(({ kind }) => kind === "raised") && events.some(({ kind }) => kind === "cleared"));
      const { alert, effects } = play(events);
      expect(alert).toMatchObject({ state: "returned", raisedAt: 10, clearedAt: 20, count: 1 });
      expect([...effects].sort()).toEqual(["clear", "report"]);
    }),
  );
});

test("an alert is in alarm exactly when the newest event of its rule is a raise", () => {
  const step = fc.record({ kind: fc.constantFrom("raised", "cleared"), id: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const seen = new Set<string>();
      const events = steps
        .filter(({ kind, id }) => !seen.has(`${kind}${id}`) && seen.add(`${kind}${id}`))
        .filter(({ kind, id }) => kind === "raised" || seen.has(`raised${id}`))
        .map(({ kind, id }, at) => event(kind as "raised", at + 1, { alert: `alert-${id}` as AlertId }));
      const inOrder = events.filter(
        ({ kind, alert, at }) =>
          kind === "raised" || events.some((e) => e.kind === "raised" && e.alert === alert && e.at < at),
      );
      fc.pre(inOrder.length > 0);
      const { alert } = play(inOrder);
      const raises = inOrder.filter(({ kind }) => kind === "raised");
      const newest = raises.at(-1) as SensorEvent;
      const clearedAfter = inOrder.some(({ kind, at }) => kind === "cleared" && at > newest.at);
      expect(isInAlarm(alert)).toBe(!clearedAfter);
    }),
  );
});
