/** What the API says of devices that speak for themselves. */
import Type from "typebox";
import { DeviceId, GatewayId } from "../../core/id.ts";
import { Bilingual, Point } from "../../core/point.ts";
import { OwnPoint } from "../platforms/kit/own-document.ts";

const strict = { additionalProperties: false };
const text = (most: number, description: string) => Type.String({ minLength: 1, maxLength: most, description });
const orNull = <Of extends Type.TSchema>(schema: Of) => Type.Union([schema, Type.Null()]);
const moment = Type.Integer({ minimum: 0, description: "ms since 1970" });

export const ways = ["mqtt", "https", "gbt26875", "sl651"] as const;
export type Way = (typeof ways)[number];

const PortView = Type.Object(
  {
    connector: GatewayId,
    isUp: Type.Boolean(),
    why: Type.String({ description: "why it is not, or empty" }),
    tcp: orNull(Type.String({ description: "host:port it listens on" })),
    udp: orNull(Type.String()),
  },
  strict,
);

export const ConnectView = Type.Object(
  {
    host: orNull(Type.String({ description: "where people reach the hub; null: what the browser used" })),
    door: Type.Object(
      {
        base: orNull(
          Type.String({ description: "before a path of the door; null: `scheme`, the host and `port` make it" }),
        ),
        ...{ scheme: Type.String(), port: Type.Integer(), isLocal: Type.Boolean() },
      },
      strict,
    ),
    mqtt: orNull(
      Type.Object(
        {
          host: orNull(Type.String({ description: "the one address it listens on; null: `host`" })),
          ...{ port: Type.Integer(), isLocal: Type.Boolean() },
        },
        { ...strict, description: "null: another broker has the line" },
      ),
    ),
    ports: Type.Array(PortView),
    models: Type.Array(
      Type.Object(
        {
          model: Type.String(),
          title: Bilingual,
          measures: Type.String(),
          driver: Type.String(),
          points: Type.Array(Point),
          example: Type.String({ description: "a SenML pack that raises no alarm" }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ConnectView = Type.Static<typeof ConnectView>;

export const DirectWish = Type.Object(
  {
    way: Type.Enum([...ways]),
    device: text(64, "its name, or its address on the wire: 12 hex digits (GB/T 26875.3), 10 digits (SL 651)"),
    title: text(100, "what people call it"),
    place: text(200, "where people find it"),
    model: Type.Optional(text(64, "a file of hardware/sensors/; or else `points`")),
    points: Type.Optional(Type.Array(OwnPoint, { minItems: 1, maxItems: 32 })),
  },
  strict,
);
export type DirectWish = Type.Static<typeof DirectWish>;

const credential = orNull(Type.String({ description: "shown this once; null: it needs none" }));

export const DirectMade = Type.Object(
  {
    ...{ connector: GatewayId, device: Type.String(), id: DeviceId, credential },
    user: Type.String({ description: "MQTT user and client id" }),
    topic: Type.String({ description: "the one MQTT topic it may publish to" }),
    path: Type.String({ description: "where it posts to at the door" }),
  },
  strict,
);
export type DirectMade = Type.Static<typeof DirectMade>;

export const DirectSeen = Type.Object(
  {
    ...{ connector: GatewayId, device: Type.String(), id: DeviceId, title: Type.String(), place: Type.String() },
    model: orNull(Type.String()),
    life: Type.String({ description: "announced: nobody adopted it yet" }),
    values: Type.Array(
      Type.Object(
        { point: Type.String(), value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]), at: moment },
        strict,
      ),
    ),
    points: Type.Array(Point),
    messages: Type.Array(
      Type.Object({ at: moment, from: Type.String(), state: Type.String(), why: Type.String() }, strict),
      {
        description: "its newest messages, newest first",
      },
    ),
    refusals: Type.Array(Type.Object({ at: moment, code: Type.String(), detail: Type.String() }, strict), {
      description: "what the door refused of this connector lately, newest first",
    }),
    alerts: Type.Array(Type.Object({ id: Type.String(), rule: Type.String(), severity: Type.Integer() }, strict)),
  },
  strict,
);
export type DirectSeen = Type.Static<typeof DirectSeen>;

export const Stranger = Type.Object(
  { connector: GatewayId, device: Type.String(), metAt: moment, heardAt: moment },
  strict,
);
export type Stranger = Type.Static<typeof Stranger>;

export const CredentialView = Type.Object(
  {
    ...{ id: Type.String(), by: Type.String(), at: moment, usedAt: orNull(moment), revokedAt: orNull(moment) },
    reason: orNull(Type.String()),
  },
  strict,
);
export type CredentialView = Type.Static<typeof CredentialView>;

export const JoiningWish = Type.Object(
  {
    use: Type.Enum(["once", "many"], {
      description: "`once`: for one device; `many`: for as many as `most`, until it ends",
    }),
    hours: Type.Integer({ minimum: 1, maximum: 8760, description: "how long it may be used" }),
    most: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10_000, description: "of `many`: how many may join; 100 unless given" }),
    ),
  },
  strict,
);
export type JoiningWish = Type.Static<typeof JoiningWish>;

export const JoiningView = Type.Object(
  {
    handle: Type.String(),
    code: Type.Optional(Type.String({ description: "shown this once" })),
    use: Type.Enum(["once", "many"]),
    ...{ connector: GatewayId, by: Type.String(), at: moment, expiresAt: moment },
    ...{ joined: orNull(Type.String()), revokedAt: orNull(moment) },
    most: orNull(Type.Integer({ minimum: 1, description: "how many may join by it; null: any number" })),
    count: Type.Integer({ minimum: 0, description: "how many have" }),
  },
  strict,
);
export type JoiningView = Type.Static<typeof JoiningView>;
