import { describe, expect, it } from "vitest";
import { ticketView } from "../samples.ts";
import { needsOf, primaryMove, secondaryMoves } from "./moves.ts";

describe("the moves of a ticket", () => {
  it("lead forward; return and void stand back", () => {
    const ticket = ticketView({ moves: ["void", "return", "submit"] });
    expect(primaryMove(ticket)).toBe("submit");
    expect(secondaryMoves(ticket)).toEqual(["return", "void"]);
  });

  it("never make a destructive one primary", () => {
    expect(primaryMove(ticketView({ moves: ["void", "return"] }))).toBeUndefined();
  });

  it("ask for a reason to close only while the sensor is in alarm", () => {
    expect(needsOf("close", ticketView({ sensorInAlarm: true })).reason).toBe("required");
    expect(needsOf("close", ticketView({ sensorInAlarm: false })).reason).toBe("optional");
  });

  it("ask who goes, what was found, and why it is undone", () => {
    const ticket = ticketView({});
    expect(needsOf("dispatch", ticket).assignee).toBe("required");
    expect(needsOf("submit", ticket).reason).toBe("required");
    expect(needsOf("return", ticket).reason).toBe("required");
    expect(needsOf("void", ticket).reason).toBe("required");
  });
});
