/** Who decides on a ticket that was reported, as a table of transitions: `(handover, event, now) → handover`. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Bilingual } from "../../core/point.ts";

export const handoverStates = ["asked", "held", "decided", "fallen-back", "overtaken"] as const;
/** `held`: the flow said to wait; `overtaken`: a person decided before either did. */
export type HandoverState = (typeof handoverStates)[number];

export type Handover = {
  /** The order of asking; a ticket that is asked about again gets a new one. */
  n: number;
  ticket: TicketId;
  askedAt: number;
  /** Until when a flow wished to wait. */
  heldUntil: number | null;
  state: HandoverState;
  /** Who decided: `flows`, `hub`, `people`. */
  by: string | null;
  reason: Bilingual | null;
  decidedAt: number | null;
};

export type HandoverEvent =
  | { kind: "answered"; reason: Bilingual | null }
  | { kind: "held"; until: number; reason: Bilingual }
  /** The deadline passed, or nobody is there to ask. */
  | { kind: "given-up"; reason: Bilingual | null }
  | { kind: "overtaken" };

type Step = { state: HandoverState; by: string };

/** What is missing is refused: the first answer counts. */
export const handoverSteps: Record<HandoverState, Partial<Record<HandoverEvent["kind"], Step>>> = {
  asked: {
    answered: { state: "decided", by: "flows" },
    held: { state: "held", by: "flows" },
    "given-up": { state: "fallen-back", by: "hub" },
    overtaken: { state: "overtaken", by: "people" },
  },
  held: {
    answered: { state: "decided", by: "flows" },
    "given-up": { state: "fallen-back", by: "hub" },
    overtaken: { state: "overtaken", by: "people" },
  },
  decided: {},
  "fallen-back": {},
  overtaken: {},
};

/** Throws `HANDOVER_OVER` when it is decided, or held a second time. */
export function stepHandover(handover: Handover, event: HandoverEvent, now: number): Handover {
  const step = handoverSteps[handover.state][event.kind];
  if (step === undefined) throw new Fault("HANDOVER_OVER", `ticket ${handover.ticket} is ${handover.state}`);
  const reason = "reason" in event ? event.reason : null;
  if (event.kind === "held") return { ...handover, ...step, reason, heldUntil: event.until };
  return { ...handover, ...step, reason, decidedAt: now };
}

/** A flow that is asked has so long to answer; one that said to wait, until then. */
export function deadlineOf({ askedAt, heldUntil }: Handover, deadlineMs: number): number {
  return heldUntil ?? askedAt + deadlineMs;
}

export function isOpen({ state }: Pick<Handover, "state">): boolean {
  return state === "asked" || state === "held";
}
