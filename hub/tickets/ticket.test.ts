/** Every state × move of a ticket. */
import { describe, expect, test } from "vitest";
import type { AlertId, DeviceId, GatewayId, RuleId, TicketId } from "../../core/id.ts";
import {
  hearAlert,
  movesFrom,
  moveTicket,
  reportTicket,
  type Ticket,
  type TicketEvent,
  type TicketMove,
  type TicketState,
  ticketMoves,
  ticketStates,
} from "./ticket.ts";

const birth = {
  id: "ticket-1" as TicketId,
  alert: "alert-1" as AlertId,
  gateway: "gw-1" as GatewayId,
  device: "cover-3" as DeviceId,
  rule: "lifted" as RuleId,
  severity: 1 as const,
  openedAt: 10,
  drill: false,
};
const born = reportTicket(birth, 11).ticket;
const ticketIn = (state: TicketState): Ticket => ({ ...born, state, assignee: "老王" });
const complete: Omit<TicketEvent, "move"> = {
  actor: "operator",
  reason: "看过了",
  assignee: "老李",
  stillInAlarm: null,
};

/** Where a move leads, written by hand from the plan's duties (受理、立案、派遣、审核、结案). */
const expected: Record<TicketState, Partial<Record<TicketMove, TicketState>>> = {
  reported: { register: "registered", void: "voided" },
  registered: { dispatch: "dispatched", void: "voided" },
  dispatched: { accept: "handling", return: "registered" },
  handling: { submit: "reviewed" },
  reviewed: { close: "closed", return: "handling" },
  closed: {},
  voided: {},
};

describe("every state and move", () => {
  for (const state of ticketStates)
    for (const move of ticketMoves) {
      const to = expected[state][move];
      test(`${move} from ${state} ${to === undefined ? "is refused" : `leads to ${to}`}`, () => {
        const act = () => moveTicket(ticketIn(state), { ...complete, move }, 20);
        if (to === undefined) return expect(act).toThrow(/^MOVE_NOT_ALLOWED/);
        const { ticket, entry } = act();
        expect(ticket).toMatchObject({ state: to, changedAt: 20 });
        expect(entry).toMatchObject({ at: 20, actor: "operator", move, from: state, to, reason: "看过了" });
      });
    }
});

test("a drill's ticket goes nowhere, closes itself when the drill is over, and never comes back", () => {
  const drill = { ...born, drill: true };
  for (const move of ticketMoves) expect(() => moveTicket(drill, { ...complete, move }, 20)).toThrow(/a drill's/);
  const closed = hearAlert(drill, "clear", 30, 31).ticket;
  expect(closed).toMatchObject({ state: "closed", changedAt: 31 });
  expect(hearAlert(closed, "relapse", 40, 41).ticket.state).toBe("closed");
});

test("a ticket offers exactly the moves that are possible", () => {
  for (const state of ticketStates) expect(movesFrom(state).sort()).toEqual(Object.keys(expected[state]).sort());
});

test.each<[TicketState, TicketMove]>([
  ["handling", "submit"],
  ["dispatched", "return"],
  ["reviewed", "return"],
  ["reported", "void"],
  ["registered", "void"],
])("from %s, %s needs a reason that says something", (state, move) => {
  for (const reason of [undefined, "", "  "])
    expect(() => moveTicket(ticketIn(state), { ...complete, reason, move }, 20)).toThrow(/^REASON_REQUIRED/);
});

test("dispatch needs somebody to go", () => {
  const nobody = { ...complete, assignee: " ", move: "dispatch" as const };
  expect(() => moveTicket(ticketIn("registered"), nobody, 20)).toThrow(/^INPUT_INVALID: \/assignee/);
  const { ticket } = moveTicket(ticketIn("registered"), { ...complete, move: "dispatch" }, 20);
  expect(ticket.assignee).toBe("老李");
});

test("a ticket returned for another dispatch has nobody assigned", () => {
  expect(moveTicket(ticketIn("dispatched"), { ...complete, move: "return" }, 20).ticket.assignee).toBeNull();
  expect(moveTicket(ticketIn("reviewed"), { ...complete, move: "return" }, 20).ticket.assignee).toBe("老王");
});

test("closing while the sensor is in alarm needs a reason and says which sensor", () => {
  const silent = { ...complete, reason: undefined, stillInAlarm: "cover-3 (东门)", move: "close" as const };
  expect(() => moveTicket(ticketIn("reviewed"), silent, 20)).toThrow(
    /REASON_REQUIRED: cover-3 \(东门\) is still in alarm/,
  );
  const closed = moveTicket(ticketIn("reviewed"), { ...silent, reason: "传感器坏了" }, 20);
  expect(closed.entry).toMatchObject({ to: "closed", reason: "传感器坏了" });
});

test("closing after the sensor has cleared needs no reason", () => {
  const { entry } = moveTicket(ticketIn("reviewed"), { ...complete, reason: undefined, move: "close" }, 20);
  expect(entry).toMatchObject({ to: "closed", reason: null });
});

test("a new case begins its story with the report at event time", () => {
  expect(reportTicket(birth, 11)).toMatchObject({
    ticket: { state: "reported", openedAt: 10, changedAt: 11, assignee: null },
    entry: { at: 10, actor: "gw-1/cover-3", move: "report", from: null, to: "reported" },
  });
});

test.each<[TicketState, TicketState]>([
  ["reported", "reported"],
  ["registered", "registered"],
  ["dispatched", "dispatched"],
  ["handling", "handling"],
  ["reviewed", "reviewed"],
  ["closed", "registered"],
  ["voided", "reported"],
])("a relapse takes a %s ticket to %s, a clear leaves it", (state, to) => {
  const relapse = hearAlert(ticketIn(state), "relapse", 15, 20);
  expect(relapse.entry).toMatchObject({ at: 15, move: "relapse", from: state, to });
  expect(relapse.ticket).toMatchObject({ state: to, assignee: state === to ? "老王" : null });
  expect(hearAlert(ticketIn(state), "clear", 15, 20).ticket).toEqual(ticketIn(state));
});
