/** The moves of a ticket as a table: from which state each leads where, and what it needs. */

/** 受理、立案、派遣、处置、审核、结案、反馈、存档, and what lies beside that road. */
export const ticketStates = [
  "reported",
  "admitted",
  "verifying",
  "registered",
  "dispatched",
  "handling",
  "suspended",
  "submitted",
  "checking",
  "reviewed",
  "closed",
  "fedback",
  "archived",
  "voided",
] as const;
export type TicketState = (typeof ticketStates)[number];

export const ticketMoves = [
  "admit",
  "verify",
  "verified",
  "register",
  "dispatch",
  "transfer",
  "accept",
  "arrive",
  "submit",
  "check",
  "checked",
  "review",
  "close",
  "conclude",
  "return",
  "extend",
  "suspend",
  "resume",
  "escalate",
  "supervise",
  "urge",
  "merge",
  "void",
  "reopen",
  "feedback",
  "archive",
] as const;
export type TicketMove = (typeof ticketMoves)[number];

/** What nobody does by hand: the district's word, and what follows when it has all. */
const ownMoves: readonly TicketMove[] = ["conclude", "feedback", "archive"];
export const personMoves = ticketMoves.filter((move) => !ownMoves.includes(move));

/** Those that settle a case, or what becomes of its time: they take the right to review. The others go with the work. */
export const decidingMoves: ReadonlySet<TicketMove> = new Set<TicketMove>([
  "review",
  "close",
  "extend",
  "suspend",
  "supervise",
  "merge",
  "void",
  "reopen",
]);

/** What must be given, or be true, for a move; each is one sentence in `demands.ts`. */
export type Need =
  | "reason"
  | "assignee"
  | "amount"
  | "until"
  | "into"
  | "reason while in alarm"
  | "verification where the class asks for it"
  | "check where the class asks for it"
  | "another person than the first reviewer"
  | "another person than who handled it, where two review"
  | "an extension left"
  | "a higher level";

/** `stay`: it goes on where it is. `back`: to where it was suspended. The others depend on how many reviews its class asks for. */
export type Target =
  | TicketState
  | "stay"
  | "back"
  | "first of two reviews"
  | "only review"
  | "only review, or first of two";

type Row = { from: Partial<Record<TicketState, Target>>; needs: readonly Need[] };

const before = ["reported", "admitted", "verifying", "registered"] as const;
const during = ["dispatched", "handling"] as const;
const looking = ["submitted", "checking", "reviewed"] as const;
const open = [...before, ...during, "suspended", ...looking] as const;

const each = (states: readonly TicketState[], to: Target) => Object.fromEntries(states.map((state) => [state, to]));

export const ticketTable: Record<TicketMove, Row> = {
  admit: { from: { reported: "admitted" }, needs: [] },
  verify: { from: { admitted: "verifying" }, needs: ["assignee"] },
  verified: { from: { verifying: "admitted" }, needs: ["reason"] },
  register: { from: { admitted: "registered" }, needs: ["verification where the class asks for it"] },
  dispatch: { from: { registered: "dispatched" }, needs: ["assignee"] },
  transfer: { from: each(during, "dispatched"), needs: ["assignee", "reason"] },
  accept: { from: { dispatched: "handling" }, needs: [] },
  arrive: { from: { handling: "stay" }, needs: [] },
  submit: { from: { handling: "submitted" }, needs: ["reason"] },
  check: { from: { submitted: "checking" }, needs: ["assignee"] },
  checked: { from: { checking: "submitted" }, needs: ["reason"] },
  review: {
    from: { submitted: "first of two reviews" },
    needs: ["check where the class asks for it", "another person than who handled it, where two review"],
  },
  close: {
    from: { submitted: "only review", reviewed: "closed" },
    needs: [
      "check where the class asks for it",
      "another person than who handled it, where two review",
      "another person than the first reviewer",
      "reason while in alarm",
    ],
  },
  conclude: {
    from: { ...each([...during, "submitted"], "only review, or first of two"), reviewed: "closed" },
    needs: ["reason", "another person than the first reviewer"],
  },
  return: {
    from: {
      dispatched: "registered",
      handling: "registered",
      submitted: "handling",
      checking: "handling",
      reviewed: "handling",
    },
    needs: ["reason"],
  },
  extend: { from: each(during, "stay"), needs: ["reason", "amount", "an extension left"] },
  suspend: { from: each(["registered", ...during], "suspended"), needs: ["reason", "until"] },
  resume: { from: { suspended: "back" }, needs: [] },
  escalate: { from: each(open, "stay"), needs: ["reason", "a higher level"] },
  supervise: { from: each(open, "stay"), needs: ["reason"] },
  urge: { from: each(open, "stay"), needs: [] },
  merge: { from: each(before, "voided"), needs: ["reason", "into"] },
  void: { from: each([...before, "dispatched"], "voided"), needs: ["reason"] },
  reopen: { from: each(["closed", "fedback", "archived"], "registered"), needs: ["reason"] },
  feedback: { from: { closed: "fedback" }, needs: [] },
  archive: { from: { fedback: "archived" }, needs: [] },
};

/** A relapse reopens what was over, and disproves a result that is being looked at; everything else the alert tells is only written down. */
export const reopened: Partial<Record<TicketState, TicketState>> = {
  closed: "registered",
  fedback: "registered",
  archived: "registered",
  voided: "reported",
  ...(each(looking, "handling") as Record<(typeof looking)[number], "handling">),
};

export type Standing = {
  state: TicketState;
  reviews: 1 | 2;
  suspendedFrom: TicketState | null;
  /** Its class asks for a look on the spot that nobody has taken yet. */
  isUnchecked: boolean;
};

/** Where a move leads from here; null where it is not possible. */
export function targetOf(move: TicketMove, standing: Standing): TicketState | null {
  const target = ticketTable[move].from[standing.state];
  return target === undefined ? null : resolve(target, standing);
}

function resolve(target: Target, { state, reviews, suspendedFrom, isUnchecked }: Standing): TicketState | null {
  switch (target) {
    case "stay":
      return state;
    case "back":
      return suspendedFrom;
    case "first of two reviews":
      return reviews === 2 ? "reviewed" : null;
    case "only review":
      return reviews === 1 ? "closed" : null;
    case "only review, or first of two":
      if (isUnchecked) return "submitted";
      return reviews === 1 ? "closed" : "reviewed";
    default:
      return target;
  }
}

export function movesFrom(standing: Standing): TicketMove[] {
  return ticketMoves.filter((move) => targetOf(move, standing) !== null);
}

const over: ReadonlySet<TicketState> = new Set(["closed", "fedback", "archived", "voided"]);

export function isOver(state: TicketState): boolean {
  return over.has(state);
}
