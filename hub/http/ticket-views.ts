/** What the HTTP API answers about tickets. */
import Type from "typebox";
import { Hops } from "../../core/alert-event.ts";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";
import { Attachment } from "../tickets/attachment.ts";
import { Limit } from "../tickets/clock/limit.ts";
import { ticketMoves, ticketStates } from "../tickets/moves.ts";
import { Position } from "../tickets/position.ts";
import { ticketSources } from "../tickets/source.ts";
import { storyNotes } from "../tickets/ticket.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

export const TicketState = Type.Enum([...ticketStates]);
export type TicketState = Type.Static<typeof TicketState>;

export const TicketMove = Type.Enum([...ticketMoves]);
export type TicketMove = Type.Static<typeof TicketMove>;

export const TicketView = Type.Object(
  {
    id: text,
    source: Type.Enum([...ticketSources], { description: "who discovered it" }),
    alert: Type.Optional(text),
    gateway: Type.Optional(text),
    device: Type.Optional(text),
    title: Bilingual,
    place: text,
    severity: Severity,
    class: Type.Object({ code: text, name: text }, strict),
    area: Type.Optional(Type.Object({ id: text, name: text }, strict)),
    state: TicketState,
    openedAt: moment("when the case began"),
    changedAt: moment("last move"),
    closedAt: Type.Optional(moment("when it was over")),
    unit: Type.Optional(Type.Object({ id: text, name: text }, strict)),
    assignee: Type.Optional(text),
    tier: Type.Integer({ minimum: 1, maximum: 3, description: "1 committee, 2 street, 3 district" }),
    dueAt: Type.Optional(moment("when its time is over")),
    limit: Type.Optional(
      Type.Object(
        {
          basis: Type.Enum(["urgent_hour", "work_hour", "work_day", "calendar_day"]),
          amount: Type.Number({ description: "extensions included" }),
          unitMs: Type.Integer({ minimum: 1, description: "what one of them is in counted time, ms" }),
        },
        { ...strict, description: "the time it has, and in which kind of time it counts" },
      ),
    ),
    leftMs: Type.Optional(
      Type.Integer({ description: "what is left of it now in its own kind of time, ms; below zero when it is over" }),
    ),
    condition: Type.Optional(
      Type.Object({ id: text, name: Bilingual }, { ...strict, description: "what somebody who saw it says it is" }),
    ),
    suspendedUntil: Type.Optional(moment("when a suspension ends by itself")),
    warned: Type.Enum(["none", "yellow", "red", "overdue"]),
    supervised: Type.Boolean({ description: "督办" }),
    reviews: Type.Union([Type.Literal(1), Type.Literal(2)], { description: "how many people must look at the result" }),
    handledBy: Type.Optional(
      Type.String({ description: "who handed in the result; where two review, it is not theirs" }),
    ),
    firstReviewer: Type.Optional(text),
    mergedInto: Type.Optional(text),
    drill: Type.Optional(
      Type.Literal(true, { description: "an exercise or a test: it closes itself, nobody is sent" }),
    ),
    heard: Type.Optional(
      Type.Boolean({ description: "whether its device can be heard now; absent where it is about none" }),
    ),
    sensorInAlarm: Type.Boolean({ description: "closed is not cleared: closing now needs a reason" }),
    moves: Type.Array(TicketMove, { description: "the moves possible from here" }),
  },
  strict,
);
export type TicketView = Type.Static<typeof TicketView>;

/** How a drill went from step to step. `hops` is timed at the gateway, the moments by the clock of who tells them. */
export const DrillReport = Type.Object(
  {
    raisedAt: moment("raised, the gateway's clock"),
    receivedAt: moment("received, the hub's clock"),
    acknowledgedAt: Type.Optional(moment("somebody saw it")),
    acknowledgedBy: Type.Optional(text),
    clearedAt: Type.Optional(moment("over, the gateway's clock")),
    hops: Type.Optional(Hops),
  },
  strict,
);
export type DrillReport = Type.Static<typeof DrillReport>;

export const TicketStory = Type.Object(
  {
    ...TicketView.properties,
    report: Type.Optional(DrillReport),
    conditions: Type.Optional(
      Type.Array(Type.Object({ id: text, name: Bilingual, limit: Limit }, strict), {
        description: "what can be said of it with the move that is next, each with the time it gives",
      }),
    ),
    seenBy: Type.Array(Type.Object({ account: text, name: text, at: moment("when it was opened first") }, strict), {
      description: "who of the unit that has it has opened it",
    }),
    alerts: Type.Array(text, { description: "the alerts that came to this case" }),
    district: Type.Optional(
      Type.Object(
        { case: text, at: moment("when it took the case") },
        { ...strict, description: "the district has it" },
      ),
    ),
    told: Type.Optional(
      Type.Array(
        Type.Object(
          {
            at: moment("when the channel answered"),
            channel: Type.String({ description: "its id in the rulebook" }),
            to: Type.String({ description: "names of units and people" }),
            result: Type.Enum(["sent", "refused"]),
            error: Type.Optional(text),
          },
          strict,
        ),
        { description: "who was told of it, the first first" },
      ),
    ),
    story: Type.Array(
      Type.Object(
        {
          at: moment("when"),
          actor: text,
          move: Type.Enum([...ticketMoves, ...storyNotes, "report", "relapse", "clear"]),
          from: Type.Optional(TicketState),
          to: TicketState,
          reason: Type.Optional(text),
          assignee: Type.Optional(text),
          unit: Type.Optional(text),
          why: Type.Optional(Bilingual),
          due: Type.Optional(moment("the time limit that runs from here")),
          photo: Type.Optional(Type.String({ description: "its name below /api/tickets/:id/photos/" })),
          condition: Type.Optional(
            Type.Object({ name: Bilingual, why: Bilingual }, { ...strict, description: "by which its limit was set" }),
          ),
          attachments: Type.Optional(
            Type.Array(Attachment, { description: "each by its id below /api/tickets/:id/attachments/" }),
          ),
          position: Type.Optional(Position),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type TicketStory = Type.Static<typeof TicketStory>;
