/** What the alert lane carries: what the rules of the edge found, and what people did about it on the spot. */
import Type from "typebox";
import { AlertId, DeviceId, EventId, PointId, RuleId, TicketId } from "./id.ts";
import { Severity } from "./rule.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const time = { at: moment("event time"), quality: Type.Integer({ minimum: 0, maximum: 7 }) };

const span = (description: string) => Type.Number({ minimum: 0, description: `${description}, ms after the raise` });

/** How long each step of a drill took at the gateway, on its monotonic clock. */
export const Hops = Type.Object(
  {
    shownMs: span("siren and page were told"),
    journaledMs: Type.Optional(span("it lay on the card")),
    hubMs: Type.Optional(span("the hub's acknowledgement was back")),
  },
  strict,
);
export type Hops = Type.Static<typeof Hops>;

/** An alert was raised or cleared by a rule. */
export const SensorEvent = Type.Object(
  {
    kind: Type.Union([Type.Literal("raised"), Type.Literal("cleared")]),
    alert: AlertId,
    ticket: TicketId,
    device: DeviceId,
    rule: RuleId,
    point: PointId,
    severity: Severity,
    ...time,
    value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
    count: Type.Optional(Type.Integer({ minimum: 2, description: "how often, while it flaps" })),
    drill: Type.Optional(
      Type.Literal(true, { description: "an exercise or a technician's test: nobody is dispatched" }),
    ),
    hops: Type.Optional(Hops),
    cause: Type.Optional(AlertId),
    explained: Type.Optional(
      Type.Array(AlertId, { maxItems: 1000, description: "alerts that stood before, and whose cause it is" }),
    ),
    affected: Type.Optional(
      Type.Array(DeviceId, { maxItems: 1000, description: "devices that are unknown because of it" }),
    ),
  },
  strict,
);
export type SensorEvent = Type.Static<typeof SensorEvent>;

/** A person next to the sensor did something about an alert. The id makes it one, however often it is sent. */
const person = {
  id: EventId,
  alert: AlertId,
  ticket: TicketId,
  by: Type.String({ minLength: 1, maxLength: 64, description: "who" }),
  ...time,
};
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const mostNoteLength = 2000;
/** A photo is shrunk by the phone; larger ones are refused with a sentence. */
export const mostPhotoBytes = 524_288;
export const photoPartBytes = 65_536;
const PhotoHash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the file" });
const parts = Type.Integer({ minimum: 1, maximum: Math.ceil(mostPhotoBytes / photoPartBytes) });
const Bytes = Type.Refine(
  Type.Unsafe<Uint8Array>(Type.Unknown()),
  (value) => value instanceof Uint8Array && value.length > 0 && value.length <= photoPartBytes,
  () => `must be 1 to ${photoPartBytes} bytes`,
);

export const PersonEvent = Type.Union([
  Type.Object({ kind: Type.Literal("acknowledged"), ...person }, strict),
  Type.Object({ kind: Type.Literal("noted"), ...person, text: words(mostNoteLength) }, strict),
  Type.Object(
    {
      kind: Type.Literal("shelved"),
      ...person,
      until: Type.Union([moment("set aside until"), Type.Null()], { description: "null takes it back" }),
      reason: words(mostNoteLength),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal("photographed"),
      ...person,
      photo: PhotoHash,
      type: Type.Enum(["image/jpeg", "image/png", "image/webp"]),
      parts,
    },
    strict,
  ),
]);
export type PersonEvent = Type.Static<typeof PersonEvent>;

/** A part of a photo; all parts lie before the event that names it. */
export const PhotoPart = Type.Object(
  { kind: Type.Literal("photo-part"), photo: PhotoHash, part: Type.Integer({ minimum: 0 }), ...time, body: Bytes },
  strict,
);
export type PhotoPart = Type.Static<typeof PhotoPart>;

export const AlertEvent = Type.Union([SensorEvent, PersonEvent, PhotoPart]);
export type AlertEvent = Type.Static<typeof AlertEvent>;

export function isSensorEvent<Event extends AlertEvent>(
  event: Event,
): event is Extract<Event, { kind: SensorEvent["kind"] }> {
  return event.kind === "raised" || event.kind === "cleared";
}

/** A person reports what no sensor saw: an alert of the gateway itself, each with a rule of its own; its value says where. */
const patrol = "patrol-";

export function patrolRule(id: string): RuleId {
  return `${patrol}${id}` as RuleId;
}

export function isPatrol({ rule }: { rule: string }): boolean {
  return rule.startsWith(patrol);
}
