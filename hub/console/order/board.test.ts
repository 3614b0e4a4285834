import { expect, it } from "vitest";
import { ticketView } from "../../../test/kit/console-samples.ts";
import { movesFrom, type TicketState } from "../../tickets/moves.ts";
import { moveTo, type Stage, stageOf, stages } from "./board.ts";

const card = (state: TicketState, reviews: 1 | 2 = 1, over: object = {}) =>
  ticketView({
    state,
    reviews,
    moves: movesFrom({ state, reviews, suspendedFrom: null, isUnchecked: false }),
    ...over,
  });
const drops = (ticket: ReturnType<typeof card>, me = "operator") =>
  Object.fromEntries(stages.map((stage: Stage) => [stage, moveTo(stage, ticket, me)]));

const none = { admit: null, send: null, handle: null, review: null, close: null };

it("lets a card go only where a move leads", () => {
  expect(drops(card("reported"))).toEqual(none);
  expect(drops(card("admitted"))).toEqual({ ...none, send: "register" });
  expect(drops(card("registered"))).toEqual({ ...none, handle: "dispatch" });
  expect(drops(card("handling"))).toEqual({ ...none, send: "return", review: "submit" });
  expect(drops(card("submitted"))).toEqual({ ...none, handle: "return", close: "close" });
  expect(drops(card("archived"))).toEqual({ ...none, send: "reopen" });
});

it("asks for two reviews where the class does, and lets nobody review twice", () => {
  expect(drops(card("submitted", 2)).close).toBeNull();
  const second = card("reviewed", 2, { firstReviewer: "operator" });
  expect(drops(second).close).toBeNull();
  expect(drops(second, "another").close).toBe("close");
});

it("has a column for each state but what was voided", () => {
  expect(stageOf("suspended")).toBe("handle");
  expect(stageOf("voided")).toBeNull();
});
