/** An alert as the API shows it. */
import Type from "typebox";
import { standings } from "../../core/alert-state.ts";
import { Bilingual, Point } from "../../core/point.ts";
import { Severity } from "../../core/rule.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = Type.String();

export const AlertView = Type.Object(
  {
    id: text,
    gateway: text,
    device: text,
    rule: text,
    point: text,
    severity: Severity,
    title: Bilingual,
    advice: Type.Optional(Bilingual),
    place: text,
    platform: Type.Optional(
      Type.String({ description: "of an alert about a platform's account: what the connector is called" }),
    ),
    state: Type.Union([
      Type.Literal("unacknowledged"),
      Type.Literal("acknowledged"),
      Type.Literal("returned"),
      Type.Literal("normal"),
    ]),
    standing: Type.Enum([...standings], {
      description: "the state, unless it is set aside by a person (shelved) or explained by another alert (suppressed)",
    }),
    shelvedUntil: Type.Optional(moment("end of the shelving")),
    shelvedBy: Type.Optional(text),
    shelvedReason: Type.Optional(text),
    cause: Type.Optional(Type.String({ description: "the alert that explains this one" })),
    affected: Type.Optional(Type.Array(text, { description: "devices that are unknown because of it" })),
    raisedAt: moment("event time of the first crossing"),
    receivedAt: moment("when the hub stored it"),
    drill: Type.Optional(Type.Literal(true, { description: "an exercise or a technician's test" })),
    maintenance: Type.Optional(Type.Literal(true, { description: "its device is under maintenance" })),
    late: Type.Boolean({ description: "the hub heard of it more than five minutes after it happened" }),
    changedAt: moment("last change"),
    clearedAt: Type.Optional(moment("event time of the return")),
    acknowledgedBy: Type.Optional(text),
    acknowledgedAt: Type.Optional(moment("event time of the acknowledgement")),
    value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
    unit: Type.Optional(text),
    states: Point.properties.states,
    name: Type.Optional(Bilingual),
    count: Type.Integer({ description: "how often it was raised while open" }),
    ticket: text,
  },
  strict,
);
export type AlertView = Type.Static<typeof AlertView>;
