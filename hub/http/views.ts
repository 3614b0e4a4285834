/** What the HTTP API answers: one schema for the type, the check and the OpenAPI document. */
import Type from "typebox";
import { Desired, Reported } from "../../core/desired.ts";
import { Bilingual, Point } from "../../core/point.ts";
import { Rule } from "../../core/rule.ts";
import type { AlertView } from "./alert-view.ts";
import type { JointView } from "./joint-views.ts";
import type { PostureView } from "./posture-views.ts";
import { factFields } from "./registry-views.ts";
import type { TicketView } from "./ticket-views.ts";

export { Me } from "./account-views.ts";
export { AlertStory } from "./alert-story-view.ts";
export { AlertView } from "./alert-view.ts";
export { Callable, JointView, MyPlace } from "./joint-views.ts";
export { LedgerAccount, LedgerGap, LedgerSeries, LedgerView } from "./ledger-views.ts";
export { PostureView } from "./posture-views.ts";
export {
  ImportedTable,
  RulebookTable,
  RulebookVersion,
  TaskView,
  TriedDispatch,
  TryDispatch,
} from "./rulebook-views.ts";
export { ActivityView, ScoresView } from "./score-views.ts";
export { DrillReport, TicketMove, TicketState, TicketStory, TicketView } from "./ticket-views.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();
const value = Type.Union([Type.Number(), Type.Boolean(), Type.String()]);

export const GatewayView = Type.Object(
  {
    id: text,
    title: text,
    place: text,
    state: Type.Union([Type.Literal("online"), Type.Literal("offline"), Type.Literal("unknown")]),
    since: moment("when this state began"),
    lastSeen: Type.Optional(moment("last message of any kind")),
    version: Type.Optional(text),
    clock: Type.Optional(Type.Union([Type.Literal("synced"), Type.Literal("estimated")])),
    session: Type.Integer({ description: "connections so far" }),
    backlog: Type.Object(
      {
        data: Type.Integer(),
        alert: Type.Integer(),
        oldest: Type.Optional(moment("event time of the oldest record waiting")),
      },
      { ...strict, description: "records waiting at the gateway, by its newest status" },
    ),
    devices: Type.Integer(),
    openAlerts: Type.Integer(),
    platform: Type.Optional(Type.String({ description: "whose connector it is, and no box" })),
    paused: Type.Optional(Type.Literal(true, { description: "somebody paused the connector: it takes nothing" })),
    ...factFields,
  },
  strict,
);
export type GatewayView = Type.Static<typeof GatewayView>;

/** What is told of one gateway alone. */
export const GatewayRuns = Type.Object(
  {
    gateway: text,
    runs: Type.Integer({ description: "runs of the agent that are remembered, the present one among them" }),
    clash: Type.Boolean({ description: "two machines run under this id at once: nothing is taken from either" }),
    hasKey: Type.Boolean({ description: "a key is known; another machine is not let in until it is released" }),
    registeredAt: Type.Optional(moment("the newest registration")),
    statusState: Type.Optional(Type.Enum(["online", "offline"], { description: "what its session last said" })),
  },
  strict,
);
export type GatewayRuns = Type.Static<typeof GatewayRuns>;

export const Latest = Type.Object(
  { at: moment("event time"), receivedAt: moment("when the hub stored it"), value, quality: Type.Integer() },
  strict,
);
export type Latest = Type.Static<typeof Latest>;

export const DeviceView = Type.Object(
  {
    gateway: text,
    id: text,
    registered: Type.Boolean({ description: "false: readings came, but no registration names it (quarantine)" }),
    model: Type.Optional(text),
    title: Bilingual,
    place: text,
    class: Type.Optional(text),
    className: Type.Optional(Type.String({ description: "its class in the rulebook" })),
    ...factFields,
    health: Type.Object(
      {
        state: Type.Union([Type.Literal("well"), Type.Literal("fault"), Type.Literal("unknown")]),
        code: Type.Optional(text),
        since: Type.Optional(moment("when this state began")),
      },
      strict,
    ),
    freshMs: Type.Integer({ description: "so long, ms, its values speak for the present: by how often it speaks" }),
    points: Type.Array(Type.Object({ ...Point.properties, latest: Type.Optional(Latest) }, strict)),
    rules: Type.Optional(Type.Array(Rule, { description: "what raises its alerts; told of one device alone" })),
    carries: Type.Optional(
      Type.Object(
        {
          verbs: Type.Array(Type.Enum(["silence", "sample"]), { description: "what it can be told" }),
          why: Type.Optional(
            Type.Enum(["unadopted", "platform", "model", "settings"], {
              description:
                "why nothing: nobody said what it is, its platform or its model takes no commands, or the connector lacks what they need",
            }),
          ),
        },
        { ...strict, description: "of a device behind a platform; told of one device alone" },
      ),
    ),
  },
  strict,
);
export type DeviceView = Type.Static<typeof DeviceView>;

export const Resolution = Type.Union([Type.Literal("raw"), Type.Literal("1m"), Type.Literal("1h")], {
  description: "raw: each reading; 1m, 1h: one bucket for each minute or hour",
});
export type Resolution = Type.Static<typeof Resolution>;

/** Readings of one series, or what became of them in each minute or hour. */
export const SeriesView = Type.Object(
  {
    gateway: text,
    device: text,
    point: text,
    resolution: Resolution,
    readings: Type.Array(Type.Tuple([Type.Integer(), value, Type.Integer()]), {
      description: "[at, value, quality], ascending; empty when there are buckets",
    }),
    buckets: Type.Optional(
      Type.Array(
        Type.Tuple([Type.Integer(), Type.Integer(), Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
        { description: "[start, count, lowest, highest, mean, last], ascending; of a point of numbers alone" },
      ),
    ),
    more: Type.Boolean({ description: "the limit cut the list" }),
  },
  strict,
);
export type SeriesView = Type.Static<typeof SeriesView>;

export const CodeView = Type.Object(
  {
    gateway: text,
    handle: text,
    code: Type.Optional(Type.String({ description: "told once, when it is made" })),
    by: text,
    at: moment("when it was made"),
    expiresAt: moment("its end"),
    isUsed: Type.Boolean(),
  },
  strict,
);
export type CodeView = Type.Static<typeof CodeView>;

export const CertificateView = Type.Object(
  {
    fingerprint: text,
    at: moment("when it was issued"),
    expiresAt: moment("its end"),
    revokedAt: Type.Optional(moment("when it was revoked")),
    reason: Type.Optional(text),
  },
  strict,
);
export type CertificateView = Type.Static<typeof CertificateView>;

export const FaultView = Type.Object(
  {
    id: Type.Integer(),
    at: moment("when the hub saw it"),
    gateway: Type.Optional(text),
    device: Type.Optional(Type.String({ description: "the device that has it, where one has" })),
    title: Type.Optional(
      Type.Object(Bilingual.properties, {
        ...strict,
        description: "what that device is called, or the connector whose fault it is",
      }),
    ),
    place: Type.Optional(Type.String({ description: "where it is, or its gateway" })),
    code: text,
    detail: text,
    cure: text,
    count: Type.Integer({ description: "how often it was seen while it repeated within an hour" }),
  },
  strict,
);
export type FaultView = Type.Static<typeof FaultView>;

/** A command given to a gateway. */
export const CommandView = Type.Object(
  {
    id: text,
    gateway: text,
    verb: text,
    args: Type.Unknown(),
    actor: text,
    at: moment("when it was given"),
    deadline: moment("when it is no longer run"),
    state: Type.Union([Type.Literal("waiting"), Type.Literal("done"), Type.Literal("failed"), Type.Literal("expired")]),
    result: Type.Optional(Type.Unknown()),
    error: Type.Optional(text),
    steps: Type.Optional(
      Type.Array(Type.Object({ step: text, at: moment("when it was told") }, strict), {
        description:
          "how far it came over a platform: given, saved, sent, delivered, done, failed, expired, timeout, late; or the platform's own word",
      }),
    ),
  },
  strict,
);
export type CommandView = Type.Static<typeof CommandView>;

/** What the hub wants a gateway to run, and what the gateway made of it. */
export const DesiredView = Type.Object(
  {
    gateway: text,
    desired: Type.Optional(Desired),
    reported: Type.Optional(Reported),
    wish: Type.Optional(Desired),
    wished: Type.Optional(
      Type.Object({ by: text, at: moment("when") }, { ...strict, description: "who wished it last" }),
    ),
  },
  strict,
);
export type DesiredView = Type.Static<typeof DesiredView>;

export const HealthView = Type.Object(
  {
    state: Type.Literal("ok"),
    version: text,
    line: Type.Union([Type.Literal("up"), Type.Literal("down")], { description: "whether gateways can be heard" }),
  },
  strict,
);
export type HealthView = Type.Static<typeof HealthView>;

/** [RFC 9457] The body of every answer that is not 2xx: the standard's fields, then the fault of our table. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: "`urn:lilong:fault:` and the code" }),
    title: Type.String({ description: "what the status is called" }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: "what was wrong this time" }),
    instance: Type.String({ description: "the path that was asked" }),
    code: Type.String({ description: "a code of the fault table, README.md" }),
    cure: Type.String({ description: "what the reader should do" }),
    request: Type.String({ description: "request id, to find it in the log" }),
  },
  strict,
);
export type Problem = Type.Static<typeof Problem>;

/** Server-sent events of `GET /api/events`: the event's name and the JSON of its data. */
export type LiveEvents = {
  gateway: GatewayView;
  device: { gateway: string; device: string; health: DeviceView["health"] };
  /** The newest value of each series of one commit. */
  readings: ({ gateway: string; device: string; point: string } & Latest)[];
  /** A registration came: reload the devices of this gateway. */
  registration: { gateway: string };
  alert: AlertView;
  ticket: TicketView;
  joint: JointView;
  fault: FaultView;
  posture: PostureView;
};
