/** What the API shows of platforms: their kinds, connectors, devices and messages as they came. */
import Type from "typebox";
import { DeviceId, GatewayId, PointId } from "../../core/id.ts";
import { Bilingual, Point } from "../../core/point.ts";

const strict = { additionalProperties: false };
const moment = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms since 1970` });
const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description === undefined ? {} : { description }) });
const count = (description: string) => Type.Integer({ minimum: 0, description });

export const Product = Type.Object(
  {
    product: text(200, "the platform's id of the product or profile; empty for devices that have none"),
    model: text(64, "the model its devices are"),
  },
  strict,
);

export const PlatformView = Type.Object(
  {
    name: text(64),
    title: Bilingual,
    settings: Type.Record(Type.String(), Type.Unknown(), { description: "JSON schema of a connector's settings" }),
    secrets: Type.Record(Type.String(), Type.Unknown(), { description: "JSON schema of its secrets" }),
    hasDoor: Type.Boolean({ description: "it pushes over HTTP" }),
    hasSecretPath: Type.Boolean({ description: "the push address ends with the secret `token`" }),
    hasMapping: Type.Boolean({ description: "people write its mapping, in JSONata" }),
  },
  strict,
);
export type PlatformView = Type.Static<typeof PlatformView>;

export const ModelView = Type.Object(
  {
    ...{ model: text(64), title: Bilingual, measures: text(64, "what such a sensor is for"), driver: text(64) },
    points: Type.Array(Point),
    names: Type.Array(
      Type.Object(
        {
          point: PointId,
          names: Type.Array(Type.String(), { description: "the first that is there counts" }),
          values: Type.Array(Type.String(), { description: "what may stand there; empty: any of its kind" }),
        },
        strict,
      ),
      { description: "the properties its driver reads; empty where it reads bytes" },
    ),
    alarms: Type.Array(PointId, { description: "the points of its gravest rules: untold, they never alarm" }),
  },
  strict,
);
export type ModelView = Type.Static<typeof ModelView>;

const settings = Type.Record(Type.String(), Type.Unknown(), { description: "by the platform's schema; no secrets" });
const quietAfterMs = Type.Integer({
  minimum: 60_000,
  maximum: 30 * 86_400_000,
  description: "without any message for so long it counts as stopped",
});
const state = Type.Enum(["on", "paused"], { description: "`paused`: it takes nothing until it is set going" });

export const ConnectorWishBody = Type.Object(
  {
    platform: text(64, "the name of a platform"),
    title: Type.String({ minLength: 1, maxLength: 100 }),
    place: Type.String({ minLength: 1, maxLength: 200, description: "whose devices they are: 陆家嘴街道" }),
    settings,
    products: Type.Array(Product, { maxItems: 1000 }),
    quietAfterMs,
    state,
    secrets: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String({ minLength: 1, maxLength: 4000 }), Type.Null()]), {
        description: "only those that are set anew; null takes one away; they are never shown",
      }),
    ),
  },
  strict,
);

const LineView = Type.Object(
  {
    isUp: Type.Boolean(),
    since: moment("when it came up or went down"),
    why: Type.String({ maxLength: 1000, description: "why it is down, as the platform says it; empty where it is up" }),
  },
  { ...strict, description: "the line that the hub holds to the platform" },
);

export const ConnectorView = Type.Object(
  {
    id: GatewayId,
    platform: text(64),
    title: text(100),
    place: text(200),
    settings,
    products: Type.Array(Product),
    quietAfterMs,
    state,
    secretsSet: Type.Array(Type.String(), { description: "names of the secrets that are set" }),
    lacks: Type.Array(Type.String(), { description: "what has to be set before it can work, named by field" }),
    path: Type.Union([Type.Null(), Type.String()], { description: "where the platform pushes to, on the door's port" }),
    line: Type.Union([Type.Null(), LineView], { description: "null where the hub holds neither line nor port for it" }),
    heardAt: Type.Union([Type.Null(), moment("its newest message")]),
    messages: Type.Object(
      {
        waiting: count("to be read"),
        taken: count("read"),
        unknown: count("of devices nobody adopted"),
        refused: count("that cannot be read"),
      },
      strict,
    ),
    devices: count("devices it brought"),
    unknownDevices: count("those of them nobody adopted"),
    by: text(64),
    at: moment("when it was set up so"),
  },
  strict,
);
export type ConnectorView = Type.Static<typeof ConnectorView>;

export const ForeignDeviceView = Type.Object(
  {
    device: DeviceId,
    foreign: text(200, "the platform's id of it"),
    product: text(200),
    model: Type.Union([Type.Null(), text(64)], { description: "null until somebody says what it is" }),
    title: text(200),
    place: text(200),
    metAt: moment("first heard"),
    heardAt: Type.Union([Type.Null(), moment("last heard; null: never")]),
    isOnline: Type.Union([Type.Null(), Type.Boolean()], { description: "what the platform says of its connection" }),
  },
  strict,
);
export type ForeignDeviceView = Type.Static<typeof ForeignDeviceView>;

export const ProposalView = Type.Object(
  {
    model: text(64),
    readings: Type.Array(
      Type.Object({ point: text(64), value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]) }, strict),
      { description: "what its waiting messages would become" },
    ),
  },
  strict,
);

export const AdoptBody = Type.Object(
  {
    devices: Type.Array(
      Type.Object(
        {
          device: DeviceId,
          model: Type.String({ minLength: 1, maxLength: 64 }),
          title: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
          place: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        },
        strict,
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  strict,
);

export const MessageView = Type.Object(
  {
    n: Type.Integer({ minimum: 1 }),
    received: moment("when it came, by the hub's clock"),
    platformAt: Type.Union([Type.Null(), moment("the platform's own clock")]),
    from: text(500, "path, topic or address it came by"),
    state: Type.Enum(["waiting", "again", "taken", "unknown", "refused"]),
    why: text(1000, "what refused it: code and detail"),
    foreign: Type.Union([Type.Null(), text(200)], { description: "the device in it that waits for adoption" }),
    yielded: Type.Array(Type.String(), { description: "`device/point/at=value`" }),
    bytes: count("its length"),
    text: Type.String({ description: "as it came; in a list its beginning" }),
    encoding: Type.Enum(["utf8", "hex"], { description: "how `text` is to be read" }),
  },
  strict,
);
export type MessageView = Type.Static<typeof MessageView>;
