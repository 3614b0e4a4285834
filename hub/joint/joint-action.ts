/** A joint action 协同处突: people of several units called to one ticket at once; what each answers, and its end. Pure. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { PostureLevel } from "../posture/postures.ts";
import type { Attachment } from "../tickets/attachment.ts";
import { isOver } from "../tickets/moves.ts";
import type { Position } from "../tickets/position.ts";
import type { Ticket } from "../tickets/ticket.ts";

export const jointStates = ["open", "ended"] as const;
export type JointState = (typeof jointStates)[number];

/** Why it may be opened. */
export const jointCauses = ["red", "typhoon"] as const;
export type JointCause = (typeof jointCauses)[number];

/** What a person says to it: 已读, 收到, 已到场, 需要支援, or words. */
export const answerKinds = ["seen", "received", "arrived", "help", "message"] as const;
export type AnswerKind = (typeof answerKinds)[number];

export type JointAction = {
  id: string;
  ticket: TicketId;
  /** Of its ticket. */
  area: string | null;
  state: JointState;
  cause: JointCause;
  /** What those who are called are told. */
  text: string;
  by: string;
  openedAt: number;
  called: { units: string[]; people: string[] };
  end: { at: number; by: string; summary: string } | null;
};

export type JointAnswer = {
  id: string;
  at: number;
  by: string;
  kind: AnswerKind;
  text: string;
  attachments: readonly Attachment[];
  position: Position | null;
};

/** What can be done to it in each state. */
export const jointTable: Record<"answer" | "end", Partial<Record<JointState, JointState>>> = {
  answer: { open: "open" },
  end: { open: "ended" },
};

/** Where it leads. Throws `MOVE_NOT_ALLOWED`. */
export function stateAfter(what: keyof typeof jointTable, { id, state }: JointAction): JointState {
  const next = jointTable[what][state];
  if (next === undefined) throw new Fault("MOVE_NOT_ALLOWED", `joint action ${id} is ${state}`);
  return next;
}

export type Opening = Pick<JointAction, "id" | "text" | "by" | "called">;

/** Throws `MOVE_NOT_ALLOWED` where the ticket is over or a drill's, or nothing is red and no typhoon is near. */
export function openJoint(opening: Opening, ticket: Ticket, posture: PostureLevel, now: number): JointAction {
  const { id, state, drill, area } = ticket;
  if (drill || isOver(state)) throw new Fault("MOVE_NOT_ALLOWED", `ticket ${id} is ${drill ? "a drill's" : state}`);
  const cause = causeOf(ticket, posture);
  if (cause === null)
    throw new Fault(
      "MOVE_NOT_ALLOWED",
      `ticket ${id} is not red and the posture is everyday: nobody is called together`,
    );
  return { ...opening, ticket: id, area, state: "open", cause, openedAt: now, end: null };
}

export function causeOf({ severity }: Pick<Ticket, "severity">, posture: PostureLevel): JointCause | null {
  if (severity === 1) return "red";
  return posture === "everyday" ? null : "typhoon";
}

/** Throws `MOVE_NOT_ALLOWED` when it has ended. */
export function endJoint(action: JointAction, by: string, summary: string, now: number): JointAction {
  return { ...action, state: stateAfter("end", action), end: { at: now, by, summary } };
}

/** Who is called by name, or because their unit is. */
export function isCalled({ called }: JointAction, { name, unit }: { name: string; unit: string | null }): boolean {
  return called.people.includes(name) || (unit !== null && called.units.includes(unit));
}
