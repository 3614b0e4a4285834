import { describe, expect, it } from "vitest";
import { alertView, ticketView } from "../samples.ts";
import { openCases } from "./urgency.ts";

describe("open cases", () => {
  it("come by colour, and within a colour by who has waited longest", () => {
    const tickets = [
      ticketView({ id: "blue-old", severity: 4, openedAt: 1 }),
      ticketView({ id: "red-new", severity: 1, openedAt: 90 }),
      ticketView({ id: "red-old", severity: 1, openedAt: 10 }),
      ticketView({ id: "yellow", severity: 3, openedAt: 5 }),
    ];
    expect(openCases(tickets, []).map((each) => each.id)).toEqual(["red-old", "red-new", "yellow", "blue-old"]);
  });

  it("show an alert together with its ticket, once", () => {
    const cases = openCases([ticketView({ id: "T1" })], [alertView({ id: "A1", ticket: "T1" })]);
    expect(cases).toHaveLength(1);
    expect(cases[0]?.alert?.id).toBe("A1");
  });

  it("keep an alert whose ticket is not open", () => {
    const cases = openCases([], [alertView({ id: "A1", ticket: "T1", raisedAt: 7 })]);
    expect(cases.map(({ id, since }) => [id, since])).toEqual([["A1", 7]]);
  });
});
