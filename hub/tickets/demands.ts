/** What a move needs, each as one check with one sentence. */
import { Fault } from "../../core/fault.ts";
import type { Need } from "./moves.ts";
import type { Ticket, TicketEvent } from "./ticket.ts";

type Demand = (ticket: Ticket, event: TicketEvent, now: number) => void;

const invalid = (detail: string) => new Fault("INPUT_INVALID", detail);
const notAllowed = (detail: string) => new Fault("MOVE_NOT_ALLOWED", detail);

/** A case is put aside for a while, never for ever. */
const longestSuspensionMs = 180 * 86_400_000;

const demands: Record<Need, Demand> = {
  reason: (_ticket, { move, reason }) => {
    if (reason === undefined) throw new Fault("REASON_REQUIRED", `"${move}" needs a reason`);
  },
  assignee: (_ticket, { move, assignee }) => {
    if (assignee === undefined) throw invalid(`/assignee must name who "${move}" sends the ticket to`);
  },
  amount: ({ clock }, { amount }) => {
    if (clock === null) throw notAllowed("no time limit runs, so there is nothing to extend");
    if (amount === undefined || !(amount > 0 && amount <= 1000))
      throw invalid("/amount must be more than 0 and at most 1000");
  },
  until: (_ticket, { until }, now) => {
    if (until === undefined || until <= now || until > now + longestSuspensionMs)
      throw invalid("/until must be a time after now, within 180 days");
  },
  into: ({ id }, { into }) => {
    if (into === undefined || into === id) throw invalid("/into must name another open ticket");
  },
  "reason while in alarm": (_ticket, { stillInAlarm, reason }) => {
    if (stillInAlarm !== null && reason === undefined)
      throw new Fault("REASON_REQUIRED", `${stillInAlarm} is still in alarm`);
  },
  "verification where the class asks for it": ({ id, policy, verified }) => {
    if (policy.preVerify && !verified)
      throw notAllowed(`ticket ${id} must be verified on the spot before it is registered`);
  },
  "check where the class asks for it": ({ id, policy, checked }) => {
    if (policy.postCheck && !checked)
      throw notAllowed(`ticket ${id} must be checked on the spot before it is reviewed`);
  },
  "another person than who handled it, where two review": ({ id, policy, handledBy }, { actor }) => {
    if (policy.reviews === 2 && handledBy === actor)
      throw notAllowed(`ticket ${id} needs two other reviewers; ${actor} handled it`);
  },
  "another person than the first reviewer": ({ id, firstReviewer }, { actor }) => {
    if (firstReviewer !== null && firstReviewer === actor)
      throw notAllowed(`ticket ${id} needs a second reviewer; ${actor} was the first`);
  },
  "an extension left": ({ id, policy, extensions }) => {
    if (extensions >= policy.extensions)
      throw notAllowed(`ticket ${id} was extended ${extensions} times, as often as its class allows`);
  },
  "a higher level": ({ id, tier }) => {
    if (tier >= 3) throw notAllowed(`ticket ${id} is at the district already`);
  },
};

/** Throws the fault of the first need that is not met. */
export function meetNeeds(needs: readonly Need[], ticket: Ticket, event: TicketEvent, now: number): void {
  for (const need of needs) demands[need](ticket, event, now);
}
