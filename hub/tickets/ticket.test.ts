/** Every state × move of a ticket, what each needs, and what an alert does to it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../core/fault.ts";
import type { AlertId, DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import { openCalendar } from "./clock/calendar.ts";
import { usualCalendar } from "./clock/holidays.ts";
import { dueOf } from "./clock/running-clock.ts";
import { isOver, movesFrom, type TicketMove, type TicketState, ticketMoves, ticketStates } from "./moves.ts";
import { possibleMoves } from "./possible.ts";
import { type Birth, reportTicket } from "./report.ts";
import { hearAlert, moveTicket, noteOn, standingOf, type Ticket, type TicketEvent } from "./ticket.ts";

const calendar = openCalendar(usualCalendar());
/** A Tuesday, 2026-03-03 10:00 in Shanghai. */
const now = Date.parse("2026-03-03T10:00:00+08:00");
const hourMs = 3_600_000;

const birth: Birth = {
  ...{ id: "ticket-1" as TicketId, source: "sensor", alert: "alert-1" as AlertId, gateway: "gw-1" as GatewayId },
  ...{ device: "cover-3" as DeviceId, rule: "lifted" as RuleId, severity: 1, openedAt: 10, drill: false },
  ...{ title: null, place: "东昌小区 东门", class: "component:0103", area: "dongchang-xiaoqu" },
  policy: { reviews: 1, preVerify: false, postCheck: false, reopenWithinH: 72, extensions: 1 },
};
const born = reportTicket(birth, 11).ticket;
const twice = { ...born.policy, reviews: 2 as const };

/** As a ticket of the state stands: who has it, its clock, where it was suspended. */
function ticketIn(state: TicketState, more: Partial<Ticket> = {}): Ticket {
  const clock = {
    limit: { basis: "urgent_hour", amount: 2 },
    startedAt: now,
    spentMs: 0,
    runningSince: now,
    extendedBy: 0,
  } as const;
  const suspendedFrom = state === "suspended" ? "handling" : null;
  return { ...born, state, assignee: "老王", unit: "municipal", clock, suspendedFrom, ...more };
}

const complete: Omit<TicketEvent, "move"> = {
  ...{ actor: "小陈", reason: "看过了", assignee: "老李", unit: "dongchang", amount: 1, until: now + hourMs },
  ...{ into: "ticket-2" as TicketId, stillInAlarm: null, limit: { basis: "urgent_hour", amount: 2 } },
};
const act = (ticket: Ticket, move: TicketMove, more: Partial<TicketEvent> = {}) =>
  moveTicket(ticket, { ...complete, move, ...more }, now, calendar);

type Leads = Partial<Record<TicketMove, TicketState>>;

/** What is possible in every state before the end: it goes on where it is. */
const anytime = (state: TicketState): Leads => ({ escalate: state, supervise: state, urge: state });

/**
 * Where a move leads, written by hand from the plan's duties (受理、立案、派遣、审核、结案、反馈、存档) and the moves
 * beside them (退单、延期、挂账、作废、上提一级、督办), not read from the table under test; a class with one review.
 */
const expected: Record<TicketState, Leads> = {
  reported: { admit: "admitted", void: "voided", merge: "voided", ...anytime("reported") },
  admitted: { verify: "verifying", register: "registered", void: "voided", merge: "voided", ...anytime("admitted") },
  verifying: { verified: "admitted", void: "voided", merge: "voided", ...anytime("verifying") },
  registered: {
    ...{ dispatch: "dispatched", suspend: "suspended", void: "voided", merge: "voided" },
    ...anytime("registered"),
  },
  dispatched: {
    ...{ accept: "handling", return: "registered", transfer: "dispatched", extend: "dispatched", suspend: "suspended" },
    ...{ conclude: "closed", void: "voided" },
    ...anytime("dispatched"),
  },
  handling: {
    ...{ arrive: "handling", submit: "submitted", return: "registered", transfer: "dispatched", extend: "handling" },
    ...{ suspend: "suspended", conclude: "closed" },
    ...anytime("handling"),
  },
  suspended: { resume: "handling", ...anytime("suspended") },
  submitted: { check: "checking", close: "closed", conclude: "closed", return: "handling", ...anytime("submitted") },
  checking: { checked: "submitted", return: "handling", ...anytime("checking") },
  reviewed: { close: "closed", conclude: "closed", return: "handling", ...anytime("reviewed") },
  closed: { feedback: "fedback", reopen: "registered" },
  fedback: { archive: "archived", reopen: "registered" },
  archived: { reopen: "registered" },
  voided: {},
};

/** Where it differs when the class asks for two reviews (双审). */
const differs: Partial<Record<TicketState, Leads & { close?: never }>> = {
  dispatched: { conclude: "reviewed" },
  handling: { conclude: "reviewed" },
  submitted: { review: "reviewed", conclude: "reviewed" },
};
function expectedTwice(state: TicketState): Leads {
  const { close, ...rest } = expected[state];
  return { ...rest, ...(state === "submitted" || close === undefined ? {} : { close }), ...differs[state] };
}

describe.each([
  ["one review", born.policy, (state: TicketState) => expected[state]],
  ["two reviews", twice, expectedTwice],
] as const)("every state and move of a class with %s", (_, policy, leads) => {
  for (const state of ticketStates)
    for (const move of ticketMoves) {
      const to = leads(state)[move];
      test(`${move} from ${state} ${to === undefined ? "is refused" : `leads to ${to}`}`, () => {
        const before = ticketIn(state, { policy });
        if (to === undefined) return expect(() => act(before, move)).toThrow(/^MOVE_NOT_ALLOWED/);
        const { ticket, entry } = act(before, move);
        expect(ticket).toMatchObject({ state: to, changedAt: now });
        expect(entry).toMatchObject({ at: now, actor: "小陈", move, from: state, to, reason: "看过了" });
      });
    }
  test("it offers exactly the moves that are possible", () => {
    for (const state of ticketStates)
      expect(movesFrom(standingOf(ticketIn(state, { policy }))).sort()).toEqual(Object.keys(leads(state)).sort());
  });
});

test.each<[TicketState, TicketMove]>([
  ["verifying", "verified"],
  ["handling", "transfer"],
  ["handling", "submit"],
  ["checking", "checked"],
  ["dispatched", "return"],
  ["submitted", "return"],
  ["handling", "extend"],
  ["handling", "suspend"],
  ["dispatched", "conclude"],
  ["handling", "escalate"],
  ["handling", "supervise"],
  ["reported", "void"],
  ["reported", "merge"],
  ["archived", "reopen"],
])("from %s, %s needs a reason that says something", (state, move) => {
  for (const reason of [undefined, "", "  "])
    expect(() => act(ticketIn(state), move, { reason })).toThrow(/^REASON_REQUIRED/);
});

test.each<[TicketState, TicketMove, Partial<TicketEvent>, RegExp]>([
  ["registered", "dispatch", { assignee: " " }, /^INPUT_INVALID: \/assignee/],
  ["dispatched", "transfer", { assignee: undefined }, /^INPUT_INVALID: \/assignee/],
  ["admitted", "verify", { assignee: undefined }, /^INPUT_INVALID: \/assignee/],
  ["submitted", "check", { assignee: undefined }, /^INPUT_INVALID: \/assignee/],
  ["handling", "extend", { amount: undefined }, /^INPUT_INVALID: \/amount/],
  ["handling", "extend", { amount: -1 }, /^INPUT_INVALID: \/amount/],
  ["handling", "suspend", { until: undefined }, /^INPUT_INVALID: \/until/],
  ["handling", "suspend", { until: now }, /^INPUT_INVALID: \/until/],
  ["handling", "suspend", { until: now + 200 * 24 * hourMs }, /^INPUT_INVALID: \/until/],
  ["reported", "merge", { into: undefined }, /^INPUT_INVALID: \/into/],
  ["reported", "merge", { into: "ticket-1" as TicketId }, /^INPUT_INVALID: \/into/],
])("from %s, %s with %o is refused", (state, move, more, why) => {
  expect(() => act(ticketIn(state), move, more)).toThrow(why);
});

test("two people review where the class asks for it, and not the same", () => {
  const first = act(ticketIn("submitted", { policy: twice }), "review").ticket;
  expect(first).toMatchObject({ state: "reviewed", firstReviewer: "小陈" });
  expect(() => act(first, "close")).toThrow(/MOVE_NOT_ALLOWED: .*second reviewer; 小陈 was the first/);
  expect(act(first, "close", { actor: "老周" }).ticket.state).toBe("closed");
  const again = act(act(first, "return").ticket, "submit").ticket;
  expect(again).toMatchObject({ state: "submitted", firstReviewer: null });
});

test("the district's result is one of two reviews", () => {
  const told = act(ticketIn("dispatched", { policy: twice }), "conclude", { actor: "district" }).ticket;
  expect(told).toMatchObject({ state: "reviewed", firstReviewer: "district" });
  expect(() => act(told, "conclude", { actor: "district" })).toThrow(/second reviewer/);
  expect(act(told, "close").ticket.state).toBe("closed");
});

test("a class may ask for a look on the spot, before it is registered and before it is reviewed", () => {
  const policy = { ...born.policy, preVerify: true, postCheck: true };
  const admitted = ticketIn("admitted", { policy });
  expect(() => act(admitted, "register")).toThrow(/must be verified on the spot/);
  const verified = act(act(admitted, "verify").ticket, "verified").ticket;
  expect(act(verified, "register").ticket.state).toBe("registered");
  const submitted = ticketIn("submitted", { policy });
  expect(() => act(submitted, "close")).toThrow(/must be checked on the spot/);
  const checked = act(act(submitted, "check").ticket, "checked").ticket;
  expect(act(checked, "close").ticket.state).toBe("closed");
});

test("the district's result of a case that must be checked on the spot is a result to look at, no review", () => {
  const policy = { ...twice, postCheck: true };
  const told = act(ticketIn("dispatched", { policy }), "conclude", { actor: "district" }).ticket;
  expect(told).toMatchObject({ state: "submitted", firstReviewer: null });
  expect(dueOf(told.clock as never, calendar)).toBeNull();
  const checked = act(act(told, "check").ticket, "checked").ticket;
  expect(act(act(checked, "review").ticket, "close", { actor: "老周" }).ticket.state).toBe("closed");
});

test("closing while a sensor is in alarm needs a reason and says which sensor", () => {
  const silent = { reason: undefined, stillInAlarm: "cover-3 (东门)" };
  expect(() => act(ticketIn("submitted"), "close", silent)).toThrow(
    /REASON_REQUIRED: cover-3 \(东门\) is still in alarm/,
  );
  const closed = act(ticketIn("submitted"), "close", { ...silent, reason: "传感器坏了" });
  expect(closed.entry).toMatchObject({ to: "closed", reason: "传感器坏了" });
});

test("the clock runs from the dispatch, rests while it is suspended or looked at, and goes on after", () => {
  const sent = act(ticketIn("registered", { clock: null }), "dispatch").ticket;
  const at = (ms: number, ticket: Ticket, move: TicketMove) =>
    moveTicket(ticket, { ...complete, until: now + 90 * hourMs, move }, now + ms, calendar).ticket;
  expect(dueOf(sent.clock as never, calendar)).toBe(now + 2 * hourMs);
  const resting = at(hourMs, sent, "suspend");
  expect(dueOf(resting.clock as never, calendar)).toBeNull();
  const back = at(51 * hourMs, resting, "resume");
  expect(back).toMatchObject({ state: "dispatched", suspendedFrom: null });
  expect(dueOf(back.clock as never, calendar)).toBe(now + 52 * hourMs);
  const handed = at(51.5 * hourMs, at(51 * hourMs, back, "accept"), "submit");
  expect(dueOf(handed.clock as never, calendar)).toBeNull();
  const returned = at(60 * hourMs, handed, "return");
  expect(dueOf(returned.clock as never, calendar)).toBe(now + 60.5 * hourMs);
  expect(at(61 * hourMs, returned, "conclude").clock).toBeNull();
});

test("it is extended as often as its class allows", () => {
  const extended = act(ticketIn("handling"), "extend").ticket;
  expect(dueOf(extended.clock as never, calendar)).toBe(now + 3 * hourMs);
  expect(() => act(extended, "extend")).toThrow(/MOVE_NOT_ALLOWED: .*extended 1 times/);
});

test("it is raised level by level, to the district and no further", () => {
  const street = act(ticketIn("handling"), "escalate").ticket;
  const district = act(street, "escalate").ticket;
  expect([born.tier, street.tier, district.tier]).toEqual([1, 2, 3]);
  expect(() => act(district, "escalate")).toThrow(/at the district already/);
});

test("what cannot be done yet, whatever is said with it, is not offered", () => {
  const policy = { ...born.policy, preVerify: true, postCheck: true, extensions: 0 };
  expect(possibleMoves(ticketIn("admitted", { policy }))).not.toContain("register");
  expect(possibleMoves(ticketIn("admitted", { policy, verified: true }))).toContain("register");
  expect(possibleMoves(ticketIn("submitted", { policy }))).not.toContain("close");
  expect(possibleMoves(ticketIn("submitted", { policy, checked: true }))).toContain("close");
  expect(possibleMoves(ticketIn("handling", { policy }))).not.toContain("extend");
  expect(possibleMoves(ticketIn("handling"))).toContain("extend");
  expect(possibleMoves(ticketIn("handling", { clock: null }))).not.toContain("extend");
  expect(possibleMoves(ticketIn("handling", { tier: 3 }))).not.toContain("escalate");
});

test("a ticket returned for another dispatch has nobody assigned and no clock", () => {
  expect(act(ticketIn("dispatched"), "return").ticket).toMatchObject({ assignee: null, unit: null, clock: null });
  expect(act(ticketIn("submitted"), "return").ticket).toMatchObject({ assignee: "老王", unit: "municipal" });
});

test("a drill's ticket goes nowhere, closes itself when the drill is over, and never comes back", () => {
  const drill = { ...born, drill: true };
  for (const move of ticketMoves) expect(() => act(drill, move)).toThrow(/a drill's/);
  const closed = hearAlert(drill, "clear", 30, 31).ticket;
  expect(closed).toMatchObject({ state: "closed", changedAt: 31, closedAt: 31 });
  expect(hearAlert(closed, "relapse", 40, 41).ticket.state).toBe("closed");
});

test("a new case begins its story with the report at event time", () => {
  expect(reportTicket(birth, 11)).toMatchObject({
    ticket: { state: "reported", openedAt: 10, changedAt: 11, assignee: null, tier: 1, clock: null },
    entry: { at: 10, actor: "gw-1/cover-3", move: "report", from: null, to: "reported", reason: null },
  });
  const hotline = { ...birth, source: "hotline", gateway: null, device: null, rule: null, alert: null } as const;
  expect(reportTicket({ ...hotline, actor: "12345", reason: "居民来电" }, 11).entry).toMatchObject({
    ...{ actor: "12345", reason: "居民来电" },
  });
});

/** A result that the sensor disproves goes back to who handled it. */
function afterRelapse(state: TicketState): TicketState {
  if (state === "voided") return "reported";
  if (isOver(state)) return "registered";
  return ["submitted", "checking", "reviewed"].includes(state) ? "handling" : state;
}

test("a result that the sensor disproves is looked at anew, and its time runs on", () => {
  const handed = act(ticketIn("handling"), "submit").ticket;
  expect(handed.clock?.runningSince).toBeNull();
  const back = hearAlert({ ...handed, state: "reviewed", firstReviewer: "甲", checked: true }, "relapse", 15, 20);
  expect(back.ticket).toMatchObject({ state: "handling", firstReviewer: null, checked: false, assignee: "老王" });
  expect(back.ticket.clock?.runningSince).toBe(20);
});

test("where two review, who handled it is neither of them; where one does, it may be the same", () => {
  const by = (ticket: Ticket, move: TicketMove, actor: string) => act(ticket, move, { actor }).ticket;
  const two = ticketIn("handling", { policy: twice });
  const handed = by(two, "submit", "甲");
  expect(() => by(handed, "review", "甲")).toThrow(/needs two other reviewers; 甲 handled it/);
  const first = by(handed, "review", "乙");
  expect(() => by(first, "close", "甲")).toThrow(/甲 handled it/);
  expect(() => by(first, "close", "乙")).toThrow(/second reviewer/);
  expect(by(first, "close", "丙").state).toBe("closed");
  const one = ticketIn("handling");
  expect(by(by(one, "submit", "甲"), "close", "甲").state).toBe("closed");
});

test.each<[TicketState, TicketState]>(ticketStates.map((state) => [state, afterRelapse(state)]))(
  "a relapse takes a %s ticket to %s, a clear leaves it",
  (state, to) => {
    const relapse = hearAlert(ticketIn(state, { closedAt: isOver(state) ? 5 : null }), "relapse", 15, 20);
    expect(relapse.entry).toMatchObject({ at: 15, move: "relapse", from: state, to });
    const stays = state === to || to === "handling";
    expect(relapse.ticket).toMatchObject({ state: to, assignee: stays ? "老王" : null });
    expect(isOver(relapse.ticket.state)).toBe(false);
    expect(relapse.ticket.closedAt).toBeNull();
    expect(hearAlert(ticketIn(state), "clear", 15, 20).ticket).toEqual(ticketIn(state));
  },
);

test("a note moves nothing", () => {
  const line = noteOn(ticketIn("handling"), { at: 5, actor: "王阿姨", move: "note", reason: "井盖已围挡" });
  expect(line).toEqual({
    ...{
      at: 5,
      actor: "王阿姨",
      move: "note",
      reason: "井盖已围挡",
      from: "handling",
      to: "handling",
      assignee: "老王",
    },
  });
});

/** One random life: mostly moves that are possible, now and then any move or what the alert tells, by three people. */
type Step = { pick: number; any: TicketMove | "relapse" | "clear" | "possible"; who: string };
const step: fc.Arbitrary<Step> = fc.record({
  pick: fc.nat(99),
  any: fc.oneof(
    { weight: 4, arbitrary: fc.constant("possible" as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ticketMoves, "relapse" as const, "clear" as const) },
  ),
  who: fc.constantFrom("小陈", "老周", "district"),
});

const begin = fc.constantFrom<TicketState[]>("reported", "registered", "dispatched", "handling", "submitted");

/** 100,000 random orders; each holds what must hold whatever happened. */
test("whatever happens in whatever order, a ticket keeps its word", () => {
  let closedOnce = 0;
  fc.assert(
    fc.property(begin, fc.array(step, { minLength: 8, maxLength: 24 }), fc.boolean(), (state, steps, isTwice) => {
      let ticket = ticketIn(state, { policy: isTwice ? twice : born.policy });
      const story = [];
      for (const [i, one] of steps.entries()) {
        const outcome = attempt(ticket, one, now + i * hourMs);
        if (outcome === null) continue;
        const { from, to } = outcome.entry;
        if (from !== ticket.state || to !== outcome.ticket.state) throw new Error(`the story says ${from} to ${to}`);
        story.push(outcome.entry);
        ticket = outcome.ticket;
        holds(ticket);
        if (ticket.state === "closed" && outcome.entry.from !== "closed") {
          closedOnce++;
          if (isTwice && reviewersOf(story).size < 2) throw new Error("one person reviewed it");
        }
      }
    }),
    { numRuns: 100_000 },
  );
  expect(closedOnce).toBeGreaterThan(1000);
}, 60_000);

function attempt(ticket: Ticket, { pick, any, who }: Step, at: number) {
  const possible = movesFrom(standingOf(ticket));
  const what = any === "possible" ? possible[pick % Math.max(1, possible.length)] : any;
  if (what === undefined) return null;
  if (what === "relapse" || what === "clear") return hearAlert(ticket, what, at, at);
  try {
    return moveTicket(ticket, { ...complete, actor: who, until: at + hourMs, move: what }, at, calendar);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return null;
  }
}

const truths: Record<string, (ticket: Ticket) => boolean> = {
  "what is over says when": ({ state, closedAt }) => isOver(state) === (closedAt !== null),
  "no clock runs when it is over": ({ state, clock }) => !isOver(state) || clock === null,
  "the clock rests while it is suspended": ({ state, clock }) => state !== "suspended" || !clock?.runningSince,
  "it knows where it was suspended": ({ state, suspendedFrom }) => (state === "suspended") === (suspendedFrom !== null),
  "nothing is above the district": ({ tier }) => tier <= 3,
  "it is extended as often as allowed": ({ extensions, policy }) => extensions <= policy.extensions,
  "what is sent is somebody's": ({ state, assignee }) =>
    !["handling", "dispatched"].includes(state) || assignee !== null,
  "a first review has a name": ({ state, firstReviewer }) => state !== "reviewed" || firstReviewer !== null,
};

function holds(ticket: Ticket): void {
  for (const [truth, isTrue] of Object.entries(truths))
    if (!isTrue(ticket)) throw new Error(`not so: ${truth}: ${JSON.stringify(ticket)}`);
}

/** Who looked at the result that was closed last. */
function reviewersOf(story: readonly { move: string; actor: string; to: TicketState }[]): Set<string> {
  const since = story.findLastIndex(
    ({ move, to }) =>
      move === "submit" ||
      move === "return" ||
      (move === "relapse" && to === "registered") ||
      move === "dispatch" ||
      move === "reopen",
  );
  return new Set(
    story
      .slice(since + 1)
      .filter(({ move }) => ["review", "close", "conclude"].includes(move))
      .map(({ actor }) => actor),
  );
}
