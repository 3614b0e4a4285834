/** What the API answers about channels and what was told. */
import Type from "typebox";
import { Severity } from "../../core/rule.ts";

const strict = { additionalProperties: false };
const text = Type.String();
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });

export const ChannelView = Type.Object(
  {
    id: text,
    kind: text,
    title: text,
    units: Type.Array(text),
    state: Type.Enum(["on", "off"]),
    secrets: Type.Array(text, { description: "names of the secrets it needs" }),
    lacking: Type.Array(text, { description: "those that nobody has set yet" }),
    waiting: Type.Integer({ description: "notices that wait to be sent" }),
    oldest: Type.Optional(moment("since when the oldest of them waits")),
  },
  { ...strict, title: "Channel" },
);
export type ChannelView = Type.Static<typeof ChannelView>;

export const NoticeView = Type.Object(
  {
    id: text,
    channel: text,
    to: Type.String({ description: "unit and people" }),
    severity: Severity,
    text,
    ticket: Type.Optional(text),
    alert: Type.Optional(text),
    at: moment("when it was to be told"),
    endedAt: Type.Optional(moment("when the channel answered")),
    result: Type.Enum(["waiting", "sent", "refused"]),
    message: Type.Optional(Type.String({ description: "the message it went in; several can share one" })),
    error: Type.Optional(text),
    late: Type.Boolean({ description: "told so late that the message said so" }),
  },
  { ...strict, title: "Notice" },
);
export type NoticeView = Type.Static<typeof NoticeView>;

export const TriedView = Type.Object(
  { result: Type.Enum(["sent", "later", "refused"]), error: Type.Optional(text), tookMs: Type.Integer() },
  { ...strict, title: "ChannelTest" },
);
export type TriedView = Type.Static<typeof TriedView>;
