import { describe, expect, it } from "vitest";
import { ticketView } from "../../../test/kit/console-samples.ts";
import { movesFrom, ticketMoves, ticketStates } from "../../tickets/moves.ts";
import { fieldsOf, isUndoing, primaryMove, secondaryMoves, withRights } from "./moves.ts";

const me = "operator";
const limit = { basis: "work_hour", amount: 4, unitMs: 3_600_000 } as const;
const inState = (state: (typeof ticketStates)[number], over: object = {}) =>
  ticketView({
    state,
    limit,
    moves: movesFrom({ state, reviews: 1, suspendedFrom: null, isUnchecked: false }),
    ...over,
  });

describe("the moves of a ticket", () => {
  it("are offered to those who may make them: work by one right, decisions by another", () => {
    const ticket = inState("submitted");
    expect(withRights(ticket, ["look"]).moves).toEqual([]);
    expect(withRights(ticket, ["tickets"]).moves).not.toContain("close");
    expect(withRights(ticket, ["tickets"]).moves).toContain("return");
    expect(withRights(ticket, ["tickets", "review"]).moves).toEqual(ticket.moves);
  });

  it.each([
    ["reported", "admit"],
    ["admitted", "register"],
    ["verifying", "verified"],
    ["registered", "dispatch"],
    ["dispatched", "accept"],
    ["handling", "submit"],
    ["submitted", "close"],
    ["checking", "checked"],
    ["reviewed", "close"],
    ["closed", undefined],
    ["archived", undefined],
    ["voided", undefined],
  ] as const)("lead forward from %s: %s", (state, move) => {
    expect(primaryMove(inState(state), me)).toBe(move);
  });

  it("lead to the first of two reviews where the class asks for two", () => {
    const moves = movesFrom({ state: "submitted", reviews: 2, suspendedFrom: null, isUnchecked: false });
    expect(primaryMove(inState("submitted", { moves }), me)).toBe("review");
  });

  it("never make an undoing one primary, and put those last", () => {
    expect(primaryMove(ticketView({ moves: ["void", "return"] }), me)).toBeUndefined();
    expect(secondaryMoves(inState("registered"), me).slice(-2)).toEqual(["merge", "void"]);
  });

  it("offer each move the hub allows once, but for those of the hub and the district", () => {
    const elsewhere = ["conclude", "feedback", "archive"];
    for (const state of ticketStates) {
      const ticket = inState(state);
      const offered = [...[primaryMove(ticket, me) ?? []].flat(), ...secondaryMoves(ticket, me)];
      expect(offered.sort(), state).toEqual(ticket.moves.filter((move) => !elsewhere.includes(move)).sort());
    }
  });

  it("do not let one person review twice", () => {
    const reviewed = inState("reviewed", { firstReviewer: me });
    expect(primaryMove(reviewed, me)).toBeUndefined();
    expect(secondaryMoves(reviewed, me)).not.toContain("close");
    expect(primaryMove(reviewed, "another")).toBe("close");
  });

  it("offer no more time where none runs, and nothing above the district", () => {
    const { limit: _, ...unlimited } = inState("handling");
    expect(secondaryMoves(unlimited, me)).not.toContain("extend");
    expect(secondaryMoves(inState("handling", { tier: 3 }), me)).not.toContain("escalate");
  });
});

describe("what a move asks for", () => {
  const asks = (move: (typeof ticketMoves)[number], sensorInAlarm = false) =>
    fieldsOf(move, ticketView({ sensorInAlarm })).map(({ name, required }) => (required ? name : `${name}?`));

  it.each([
    ["admit", []],
    ["accept", []],
    ["dispatch", ["who", "reason?"]],
    ["verify", ["who", "reason?"]],
    ["transfer", ["who", "reason"]],
    ["submit", ["reason"]],
    ["extend", ["amount", "reason"]],
    ["suspend", ["until", "reason"]],
    ["merge", ["into", "reason"]],
    ["urge", ["reason?"]],
  ] as const)("%s: %j", (move, fields) => {
    expect(asks(move)).toEqual(fields);
  });

  it("is a reason to close only while the sensor is in alarm", () => {
    expect(asks("close", true)).toEqual(["reason"]);
    expect(asks("close", false)).toEqual(["reason?"]);
  });

  it("is a reason for whatever undoes", () => {
    for (const move of ticketMoves.filter(isUndoing)) expect(asks(move), move).toContain("reason");
  });
});
