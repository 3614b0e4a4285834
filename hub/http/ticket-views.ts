/** What the HTTP API answers about tickets. */
import Type from "typebox";
import { Hops } from "../../core/alert-event.ts";
import { Bilingual } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

export const TicketState = Type.Union([
  Type.Literal("reported"),
  Type.Literal("registered"),
  Type.Literal("dispatched"),
  Type.Literal("handling"),
  Type.Literal("reviewed"),
  Type.Literal("closed"),
  Type.Literal("voided"),
]);
export type TicketState = Type.Static<typeof TicketState>;

export const TicketMove = Type.Union([
  Type.Literal("register"),
  Type.Literal("dispatch"),
  Type.Literal("accept"),
  Type.Literal("submit"),
  Type.Literal("close"),
  Type.Literal("return"),
  Type.Literal("void"),
]);
export type TicketMove = Type.Static<typeof TicketMove>;

export const TicketView = Type.Object(
  {
    id: text,
    alert: text,
    gateway: text,
    device: text,
    title: Bilingual,
    place: text,
    severity: Severity,
    state: TicketState,
    openedAt: moment("when the case began"),
    changedAt: moment("last move"),
    assignee: Type.Optional(text),
    drill: Type.Optional(
      Type.Literal(true, { description: "an exercise or a test: it closes itself, nobody is sent" }),
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
    story: Type.Array(
      Type.Object(
        {
          at: moment("when"),
          actor: text,
          move: Type.Union([
            TicketMove,
            Type.Enum(["report", "relapse", "clear", "acknowledge", "note", "photo", "shelve", "unshelve"]),
          ]),
          from: Type.Optional(TicketState),
          to: TicketState,
          reason: Type.Optional(text),
          assignee: Type.Optional(text),
          photo: Type.Optional(Type.String({ description: "its name below /api/tickets/:id/photos/" })),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type TicketStory = Type.Static<typeof TicketStory>;
