/** The table of handovers, each state against each event. */
import { describe, expect, test } from "vitest";
import type { TicketId } from "../../core/id.ts";
import {
  deadlineOf,
  type Handover,
  type HandoverEvent,
  type HandoverState,
  handoverStates,
  isOpen,
  stepHandover,
} from "./handover.ts";

const words = { zh: "等", en: "wait" };
const handover = (state: HandoverState): Handover => ({
  ...{ n: 1, ticket: "ticket-1" as TicketId, askedAt: 10, heldUntil: null, state },
  ...{ by: null, reason: null, decidedAt: null },
});
const events: HandoverEvent[] = [
  { kind: "answered", reason: words },
  { kind: "held", until: 60_010, reason: words },
  { kind: "given-up", reason: null },
  { kind: "overtaken" },
];
const expected: Record<HandoverState, (HandoverState | "refused")[]> = {
  asked: ["decided", "held", "fallen-back", "overtaken"],
  held: ["decided", "refused", "fallen-back", "overtaken"],
  decided: ["refused", "refused", "refused", "refused"],
  "fallen-back": ["refused", "refused", "refused", "refused"],
  overtaken: ["refused", "refused", "refused", "refused"],
};

describe.each(handoverStates)("a handover that is %s", (state) => {
  test.each(events.map((event, i) => [event.kind, event, expected[state][i]] as const))("%s", (_kind, event, to) => {
    if (to === "refused") return expect(() => stepHandover(handover(state), event, 20)).toThrow("HANDOVER_OVER");
    const next = stepHandover(handover(state), event, 20);
    expect(next).toMatchObject({ state: to, decidedAt: to === "held" ? null : 20 });
    expect(isOpen(next)).toBe(to === "held");
  });
});

test("what a flow is asked it answers within the deadline, what it holds waits until then", () => {
  const asked = handover("asked");
  expect(deadlineOf(asked, 2000)).toBe(2010);
  expect(deadlineOf(stepHandover(asked, events[1] as HandoverEvent, 20), 2000)).toBe(60_010);
});
