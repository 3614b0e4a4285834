/** Every state × change of an alert, and that the order of an episode's events makes no difference. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SensorEvent } from "../../core/alert-event.ts";
import {
  type AlertChange,
  type AlertState,
  alertChanges,
  alertStates,
  alertSteps,
  isInAlarm,
} from "../../core/alert-state.ts";
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, GatewayId } from "../../core/id.ts";
import { event } from "../../test/kit/samples.ts";
import {
  type Alert,
  acknowledge,
  acknowledgeLate,
  applyEvent,
  type Episode,
  passTime,
  retire,
  shelve,
  shelveLate,
} from "./alert.ts";

const gateway = "gw-1" as GatewayId;
const another = { alert: "alert-2" as AlertId };

type Step = SensorEvent | "acknowledged" | "shelved" | "unshelved";

/** The hub's memory of one rule: what it applies events to. */
function play(steps: readonly Step[]): { alert: Alert; effects: string[] } {
  let alert: Alert | null = null;
  const episodes = new Map<AlertId, Episode>();
  const effects: string[] = [];
  for (const step of steps) {
    if (typeof step === "string") {
      const [by, at, until] = ["operator", 99, step === "shelved" ? 1000 : null] as const;
      if (alert === null) continue;
      alert =
        step === "acknowledged" ? acknowledge(alert, by, at, 99) : shelve(alert, { by, at, until, reason: "施工" }, 99);
      continue;
    }
    const outcome = applyEvent(alert, episodes.get(step.alert) ?? null, gateway, step, 99);
    alert = outcome.alert;
    episodes.set(step.alert, outcome.episode);
    effects.push(...outcome.effects);
  }
  return { alert: alert as Alert, effects };
}

/** How each state is reached. */
const reach: Record<AlertState, readonly Step[]> = {
  unacknowledged: [event("raised", 10)],
  acknowledged: [event("raised", 10), "acknowledged"],
  returned: [event("raised", 10), event("cleared", 20)],
  normal: [event("raised", 10), event("cleared", 20), "acknowledged"],
};

/** What happens next: another raise, the clear of the first, or somebody at a desk. */
const next: Record<AlertChange, Step> = {
  raised: event("raised", 30, another),
  cleared: event("cleared", 30),
  acknowledged: "acknowledged",
  shelved: "shelved",
  unshelved: "unshelved",
};

/** What a change does in each state; written by hand from the diagram of [ISA-18.2], not read from the table under test. */
const expected: Record<AlertState, Record<AlertChange, [AlertState, ...string[]] | "refused">> = {
  unacknowledged: {
    raised: ["unacknowledged"],
    cleared: ["returned", "clear"],
    acknowledged: ["acknowledged"],
    shelved: ["unacknowledged"],
    unshelved: ["unacknowledged"],
  },
  acknowledged: {
    raised: ["unacknowledged", "relapse"],
    cleared: ["normal", "clear"],
    acknowledged: ["acknowledged"],
    shelved: ["acknowledged"],
    unshelved: ["acknowledged"],
  },
  returned: {
    raised: ["unacknowledged", "relapse"],
    cleared: ["returned"],
    acknowledged: ["normal"],
    shelved: ["returned"],
    unshelved: ["returned"],
  },
  normal: {
    raised: ["unacknowledged", "report"],
    cleared: ["normal"],
    acknowledged: "refused",
    shelved: "refused",
    unshelved: ["normal"],
  },
};

describe("every state and change", () => {
  for (const state of alertStates)
    for (const change of alertChanges) {
      const wanted = expected[state][change];
      test(`of the table: ${state} and ${change} gives ${wanted}`, () => {
        const step = alertSteps[state][change];
        expect(step === "refused" ? step : [step.to, ...step.effects]).toEqual(wanted);
      });
      test(`of an alert: ${state} and ${change} gives ${wanted}`, () => {
        const before = play(reach[state]);
        expect(before.alert.state).toBe(state);
        if (wanted === "refused") return expect(() => play([...reach[state], next[change]])).toThrow(/ALERT_NOT_OPEN/);
        const after = play([...reach[state], next[change]]);
        const [to, ...effects] = wanted;
        expect(after.alert.state).toBe(to);
        expect(after.effects.slice(before.effects.length)).toEqual(effects);
      });
    }
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
  const late = acknowledgeLate(alert, "王阿姨", 25, 100);
  expect(late).toMatchObject({ state: "unacknowledged", acknowledgedBy: null, raisedAt: 30, count: 1 });
  expect(acknowledgeLate(alert, "王阿姨", 35, 100, "alert-1" as AlertId)).toEqual({
    ...late,
    history: expect.anything(),
  });
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

test("a clock that was set back between a raise and its clear hides no later raise", () => {
  const { alert } = play([event("raised", 1000), event("cleared", 400), event("raised", 500, another)]);
  expect(isInAlarm(alert)).toBe(true);
});

test("a clock that was a year ahead for a raise, its clear and somebody's acknowledgement hides no later raise", () => {
  const year = 365 * 86_400_000;
  const ahead = play([event("raised", year), event("cleared", year + 5)]).alert;
  const seen = acknowledgeLate(ahead, "王阿姨", year + 6, 99, "alert-1" as AlertId);
  // The second was cut off from the hub as well, and is heard in one batch with the first.
  for (const at of [99, 150, 50]) {
    const { alert, effects } = applyEvent(seen, null, gateway, event("raised", at, another), 99);
    expect(alert).toMatchObject({ id: "alert-2", state: "unacknowledged", raisedAt: at, count: 1 });
    expect(effects).toEqual(["report"]);
  }
});

test("what a clock far ahead tells of now is an alarm now, whatever was before it", () => {
  const { alert, effects } = play([...reach.normal, event("raised", 1e12, another)]);
  expect(alert).toMatchObject({ id: "alert-2", state: "unacknowledged" });
  expect(effects.at(-1)).toBe("report");
});

test("a shelving of a clock far ahead ends a week after it was heard, and a person can take it back", () => {
  const { alert } = play([event("raised", 10)]);
  const year = 365 * 86_400_000;
  const wish = { by: "王阿姨", at: year, until: year + 1000, reason: "施工" };
  const shelved = shelveLate(alert, wish, 99, "alert-1" as AlertId);
  expect(shelved.shelved?.until).toBe(99 + 7 * 86_400_000);
  expect(shelveLate(shelved, wish, 5000, "alert-1" as AlertId)).toBe(shelved);
  expect(shelve(shelved, { ...wish, at: 200, until: null }, 200).shelved).toBeNull();
});

test("what was raised again while somebody's acknowledgement of the last stands has to be seen anew", () => {
  const { alert, effects } = play([event("raised", 10), "acknowledged", event("raised", 30, another)]);
  expect(alert).toMatchObject({ id: "alert-1", state: "unacknowledged", raisedAt: 30, count: 1, acknowledgedBy: null });
  expect(effects).toEqual(["report", "relapse"]);
});

test("a late raise that belongs to an alert which is over opens nothing", () => {
  const over = play(reach.normal).alert;
  const { alert, effects } = applyEvent(over, null, gateway, event("raised", 5, another), 200);
  expect(alert).toMatchObject({ id: "alert-1", state: "normal", raisedAt: 5, count: 2 });
  expect(effects).toEqual([]);
});

test("an explanation and what it affects stay with the alert", () => {
  const more = { cause: "alert-9" as AlertId, affected: ["pit-1" as DeviceId] };
  expect(play([event("cleared", 20), event("raised", 10, more)]).alert).toMatchObject(more);
});

test("an alert that is over keeps only its own occurrences once the next is born", () => {
  const [second, third] = [another, { alert: "alert-3" as AlertId }];
  const before = play([event("raised", 10), "acknowledged", event("raised", 30, second), event("cleared", 40, second)]);
  const over = acknowledge(before.alert, "operator", 50, 50);
  expect(over.history.occurrences).toHaveLength(2);
  const after = applyEvent(over, null, gateway, event("raised", 60, third), 99).alert;
  expect(after.history.occurrences.map(({ id }) => id)).toEqual(["alert-1", "alert-2", "alert-3"]);
  const kept = retire(over);
  expect(kept.history.occurrences.map(({ id }) => id)).toEqual(["alert-2"]);
  expect(kept.history.acknowledgements.map(({ names }) => names)).toEqual(["alert-2"]);
  expect({ ...passTime(kept, 99), history: null }).toEqual({ ...over, history: null });
});

describe("shelving", () => {
  const at = 1000;
  const { alert } = play([event("raised", 10)]);
  const wish = (more: object = {}) => ({ by: "王阿姨", at, until: at + 500, reason: "施工", ...more });

  test("says until when, by whom and why, and ends when its time has passed", () => {
    const shelved = shelve(alert, wish(), at);
    expect(shelved).toMatchObject({ state: "unacknowledged", shelved: { until: 1500, by: "王阿姨", reason: "施工" } });
    expect(passTime(shelved, 1499).shelved).not.toBeNull();
    expect(passTime(shelved, 1500)).toMatchObject({ shelved: null, state: "unacknowledged", changedAt: 1500 });
  });

  test("lasts a week at most", () => {
    const most = at + 7 * 86_400_000;
    expect(shelve(alert, wish({ until: at + 30 * 86_400_000 }), at).shelved?.until).toBe(most);
  });

  test("of two the newest by event time counts, whichever was heard first", () => {
    const [first, second] = [wish(), wish({ at: at + 1, until: null, reason: "修好了" })];
    const names = "alert-1" as AlertId;
    const inOrder = shelveLate(shelveLate(alert, first, at, names), second, at, names);
    const outOfOrder = shelveLate(shelveLate(alert, second, at, names), first, at, names);
    expect(inOrder.shelved).toBeNull();
    expect(outOfOrder.history).toEqual(inOrder.history);
    expect(outOfOrder.shelved).toBeNull();
  });

  test("stays through a relapse, and does not outlive the alert", () => {
    const relapsed = play([event("raised", 10), "shelved", event("cleared", 20), event("raised", 30, another)]).alert;
    expect(relapsed.shelved?.until).toBe(1000);
    const again = event("raised", 40, { alert: "alert-3" as AlertId });
    const anew = play([...reach.returned, "shelved", "acknowledged", again]).alert;
    expect(anew).toMatchObject({ id: "alert-3", shelved: null });
  });
});
