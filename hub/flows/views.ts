/** What the API says of the flows. */
import Type from "typebox";
import { Bilingual } from "../../core/point.ts";
import { AlertView, TicketView } from "../http/views.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });

export const FlowsView = Type.Object(
  {
    state: Type.Enum(["off", "starting", "up", "safe", "down"], {
      description: "safe: it failed again and again, no flow runs, the editor is there",
    }),
    listening: Type.Integer({ description: "flows that are asked about new tickets" }),
    ends: Type.Integer({ description: "unasked ends in the last five minutes" }),
    pid: Type.Optional(Type.Integer({ description: "the process that runs Node-RED" })),
    rssMb: Type.Optional(Type.Number()),
    deadlineMs: Type.Integer({ description: "how long a flow may take to answer" }),
  },
  strict,
);
export type FlowsView = Type.Static<typeof FlowsView>;

/** A ticket that waits for a decision, with what there is to decide by. */
export const HandoverView = Type.Object(
  {
    n: Type.Integer({ description: "the order of asking; `Last-Event-ID` goes on after it" }),
    ticket: text,
    askedAt: moment("when it was asked"),
    deadline: moment("when the hub decides by itself"),
    state: Type.Enum(["asked", "held", "decided", "fallen-back", "overtaken"]),
    by: Type.Optional(text),
    reason: Type.Optional(Bilingual),
    severity: Type.Integer(),
    title: Bilingual,
    place: text,
    about: Type.Optional(TicketView),
    alert: Type.Union([AlertView, Type.Null()]),
  },
  strict,
);
export type HandoverView = Type.Static<typeof HandoverView>;

/** What was decided on a ticket, by whom and why. */
export const DecisionView = Type.Object(
  {
    ticket: text,
    title: Bilingual,
    place: text,
    askedAt: moment("when it was asked"),
    decidedAt: Type.Optional(moment("when it was decided")),
    heldUntil: Type.Optional(moment("until when the flow wished to wait")),
    state: Type.Enum(["asked", "held", "decided", "fallen-back", "overtaken"]),
    by: Type.Optional(text),
    reason: Type.Optional(Bilingual),
  },
  { ...strict, title: "FlowDecision" },
);
export type DecisionView = Type.Static<typeof DecisionView>;

export const AskedView = Type.Object(
  {
    id: text,
    subject: text,
    text: Bilingual,
    at: moment("when it was asked"),
    state: Type.Enum(["open", "yes", "no", "over"]),
    by: Type.Optional(text),
    doneAt: Type.Optional(moment("when it was answered")),
    dueAt: Type.Optional(moment("after this the flow goes on without an answer")),
  },
  { ...strict, title: "FlowQuestion" },
);
export type AskedView = Type.Static<typeof AskedView>;

export const QuestionView = Type.Object(
  {
    id: text,
    subject: text,
    state: Type.Enum(["open", "yes", "no", "over"]),
    by: Type.Optional(text),
  },
  strict,
);
export type QuestionView = Type.Static<typeof QuestionView>;
