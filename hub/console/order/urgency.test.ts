import { describe, expect, it } from "vitest";
import { alertView, ticketView } from "../../../test/kit/console-samples.ts";
import { ticketStates } from "../../tickets/moves.ts";
import { isOpenTicket, openCases } from "./urgency.ts";

const now = Date.UTC(2026, 10, 27, 4, 0);
const minute = 60_000;
const hour = 60 * minute;
const order = (tickets: ReturnType<typeof ticketView>[]) => openCases(tickets, [], now).map(({ id }) => id);

describe("open cases", () => {
  it("that nobody was sent to come by colour, and within a colour by who has waited longest", () => {
    const tickets = [
      ticketView({ id: "blue-old", severity: 4, openedAt: 1 }),
      ticketView({ id: "red-new", severity: 1, openedAt: 90 }),
      ticketView({ id: "red-old", severity: 1, openedAt: 10 }),
      ticketView({ id: "yellow", severity: 3, openedAt: 5 }),
    ];
    expect(order(tickets)).toEqual(["red-old", "red-new", "yellow", "blue-old"]);
  });

  it("that somebody has come by time left × severity", () => {
    const sent = (id: string, severity: 1 | 2 | 3 | 4, left: number) =>
      ticketView({ id, severity, state: "handling", dueAt: now + left });
    const tickets = [
      sent("red, 4 h: 4", 1, 4 * hour),
      sent("blue, half an hour: 2", 4, hour / 2),
      sent("yellow, 2 h: 6", 3, 2 * hour),
      sent("red, 1 h: 1", 1, hour),
    ];
    expect(order(tickets)).toEqual(["red, 1 h: 1", "blue, half an hour: 2", "red, 4 h: 4", "yellow, 2 h: 6"]);
  });

  it("that are late, however late, never overtake a graver one that is late or waits", () => {
    const tickets = [
      ticketView({ id: "blue, days late", severity: 4, state: "handling", dueAt: now - 90 * hour }),
      ticketView({ id: "red, just in", severity: 1, openedAt: now }),
      ticketView({ id: "orange, just late", severity: 2, state: "handling", dueAt: now - 1 }),
      ticketView({ id: "blue, later", severity: 4, state: "handling", dueAt: now - 2 * hour }),
      ticketView({ id: "blue, waits", severity: 4, openedAt: now - 5 * hour }),
      ticketView({ id: "red, 50 min left", severity: 1, state: "handling", dueAt: now + 50 * minute }),
      ticketView({ id: "red, hours left", severity: 1, state: "handling", dueAt: now + 2 * hour }),
    ];
    expect(order(tickets)).toEqual([
      "red, just in",
      "orange, just late",
      "red, 50 min left",
      "blue, days late",
      "blue, waits",
      "blue, later",
      "red, hours left",
    ]);
  });

  it("that are put aside come last, the graver first", () => {
    const tickets = [
      ticketView({ id: "aside, blue", severity: 4, state: "suspended" }),
      ticketView({ id: "aside, red", severity: 1, state: "suspended" }),
      ticketView({ id: "blue, a week", severity: 4, state: "handling", dueAt: now + 168 * hour }),
    ];
    expect(order(tickets)).toEqual(["blue, a week", "aside, red", "aside, blue"]);
  });

  it("show an alert together with its ticket, once", () => {
    const cases = openCases([ticketView({ id: "T1" })], [alertView({ id: "A1", ticket: "T1" })], now);
    expect(cases).toHaveLength(1);
    expect(cases[0]?.alert?.id).toBe("A1");
  });

  it("keep an alert whose ticket is not open", () => {
    const cases = openCases([], [alertView({ id: "A1", ticket: "T1", raisedAt: 7 })], now);
    expect(cases.map(({ id, since }) => [id, since])).toEqual([["A1", 7]]);
  });

  it("are over when closed, fed back, archived or voided", () => {
    expect(ticketStates.filter((state) => !isOpenTicket({ state }))).toEqual([
      "closed",
      "fedback",
      "archived",
      "voided",
    ]);
  });
});
