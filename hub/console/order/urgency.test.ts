import { describe, expect, it } from "vitest";
import { alertView, ticketView } from "../../../test/kit/console-samples.ts";
import { ticketStates } from "../../tickets/moves.ts";
import { isOpenTicket, openCases } from "./urgency.ts";

const now = Date.UTC(2026, 10, 27, 4, 0);
const hour = 3_600_000;
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

  it("that go on stand above those whose sensor has returned: a fire of four seconds is the first row", () => {
    const returned = { sensorInAlarm: false } as const;
    const tickets = [
      ticketView({ id: "cover, shut, nobody sent", severity: 2, openedAt: now - 3 * hour, ...returned }),
      ticketView({ id: "puddle", severity: 3, openedAt: now - 2 * hour }),
      ticketView({ id: "smoke gone", severity: 1, openedAt: now - hour, ...returned }),
      ticketView({
        id: "fire, sent at once",
        severity: 1,
        state: "dispatched",
        openedAt: now - 4_000,
        dueAt: now + hour,
      }),
      ticketView({ id: "hotline", severity: 4, source: "hotline", ...returned }),
    ];
    expect(order(tickets)).toEqual([
      "fire, sent at once",
      "puddle",
      "hotline",
      "smoke gone",
      "cover, shut, nobody sent",
    ]);
  });

  it("whose alert has returned after the case was over come below the rest, too", () => {
    const alerts = [
      alertView({ id: "back", ticket: "T1", severity: 1, state: "returned" }),
      alertView({ id: "on", ticket: "T2", severity: 3 }),
    ];
    expect(openCases([], alerts, now).map(({ id }) => id)).toEqual(["on", "back"]);
  });

  it("of one colour come by the time left; a graver colour first, however late the other is", () => {
    const sent = (id: string, severity: 1 | 2 | 3 | 4, left: number) =>
      ticketView({ id, severity, state: "handling", dueAt: now + left });
    const tickets = [
      sent("red, 4 h", 1, 4 * hour),
      sent("blue, days late", 4, -90 * hour),
      sent("red, 1 h", 1, hour),
      ticketView({ id: "red, just in", severity: 1, openedAt: now }),
      sent("orange, just late", 2, -1),
      ticketView({ id: "blue, waits", severity: 4, openedAt: now - 5 * hour }),
    ];
    expect(order(tickets)).toEqual([
      "red, just in",
      "red, 1 h",
      "red, 4 h",
      "orange, just late",
      "blue, days late",
      "blue, waits",
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
