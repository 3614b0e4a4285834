/** How each move of a ticket is asked for: which one leads, which stand back, what must be written. */
import type { TicketMove, TicketView } from "../../http/views.ts";
import { decidingMoves, type Need, ticketTable } from "../../tickets/moves.ts";

/** The road's own order; the first possible one is the primary action. */
const forward: TicketMove[] = [
  "admit",
  "verified",
  "register",
  "dispatch",
  "accept",
  "submit",
  "resume",
  "checked",
  "review",
  "close",
];

/** Beside the road, in the order they are looked for; what undoes comes last. */
const beside: TicketMove[] = [
  "arrive",
  "verify",
  "check",
  "transfer",
  "extend",
  "suspend",
  "urge",
  "supervise",
  "escalate",
  "reopen",
];
const undoing: TicketMove[] = ["return", "merge", "void"];

/** What `conclude`, `feedback` and `archive` say comes from the district or the hub, never from a desk. */
export type Asked = Pick<TicketView, "moves" | "tier" | "limit" | "firstReviewer" | "handledBy" | "reviews" | "state">;

/** `me` is who is signed in: nobody reviews twice. */
export function primaryMove(ticket: Asked, me: string): TicketMove | undefined {
  return forward.find((move) => isPossible(move, ticket, me));
}

export function secondaryMoves(ticket: Asked, me: string): TicketMove[] {
  const primary = primaryMove(ticket, me);
  return [...forward, ...beside, ...undoing].filter((move) => move !== primary && isPossible(move, ticket, me));
}

/** What the hub would refuse for want of a right is not offered. */
export function withRights<Some extends Pick<Asked, "moves">>(ticket: Some, rights: readonly string[]): Some {
  const may = (move: TicketMove) =>
    rights.includes("tickets") && (!decidingMoves.has(move) || rights.includes("review"));
  return { ...ticket, moves: ticket.moves.filter(may) };
}

export function isUndoing(move: TicketMove): boolean {
  return undoing.includes(move);
}

/** The first of two reviewers has spoken, and the second must be another. */
export function waitsForSecond(ticket: Pick<Asked, "state" | "firstReviewer">): boolean {
  return ticket.state === "reviewed" && ticket.firstReviewer !== undefined;
}

function isPossible(move: TicketMove, ticket: Asked, me: string): boolean {
  if (!ticket.moves.includes(move)) return false;
  if ((move === "close" || move === "review") && ticket.reviews === 2 && ticket.handledBy === me) return false;
  if (move === "close") return !(waitsForSecond(ticket) && ticket.firstReviewer === me);
  if (move === "escalate") return ticket.tier < 3;
  return move !== "extend" || ticket.limit !== undefined;
}

export type FieldName = "who" | "amount" | "until" | "into" | "reason";
export type FieldNeed = { name: FieldName; required: boolean };

/** A word may be added, none is asked for. */
const noted: ReadonlySet<TicketMove> = new Set(["verify", "dispatch", "check", "review", "urge"]);

const fieldsOfNeed: Partial<Record<Need, FieldName>> = {
  assignee: "who",
  amount: "amount",
  until: "until",
  into: "into",
  reason: "reason",
};

/** What a move asks for, in the order it is filled in: the hub's own table says what it needs. */
export function fieldsOf(move: TicketMove, ticket: Pick<TicketView, "sensorInAlarm">): FieldNeed[] {
  const { needs } = ticketTable[move];
  const fields = needs.flatMap((need) => fieldsOfNeed[need] ?? []).map((name) => ({ name, required: true }));
  if (needs.includes("reason while in alarm")) fields.push({ name: "reason", required: ticket.sensorInAlarm });
  if (noted.has(move)) fields.push({ name: "reason", required: false });
  return fields.sort((a, b) => Number(a.name === "reason") - Number(b.name === "reason"));
}
