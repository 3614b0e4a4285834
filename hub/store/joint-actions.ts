/** Joint actions 协同处突: each with the answers to it, which only grow. */
import type { TicketId } from "../../core/id.ts";
import type { JointAction, JointAnswer, JointState } from "../joint/joint-action.ts";
import type { Page, PageWish } from "./page.ts";

/** `seenBy`: in one of these areas, or called to it by name or with the unit; without it, all. */
export type JointFilter = {
  state: JointState | "all";
  seenBy?: { areas: readonly string[]; account: string; unit: string | null } | undefined;
};

export type JointActions = {
  find(id: string): Promise<JointAction | null>;
  /** The one about this ticket that is open. */
  findOpen(ticket: TicketId): Promise<JointAction | null>;
  page(ask: JointFilter & PageWish<"newest">): Promise<Page<JointAction>>;
  put(action: JointAction): Promise<void>;
  /** In the order they came. */
  answers(action: string): Promise<JointAnswer[]>;
  findAnswer(id: string): Promise<(JointAnswer & { action: string }) | null>;
  /** False when there is one of this id already; an answer is never changed. */
  answer(action: string, answer: JointAnswer): Promise<boolean>;
};
