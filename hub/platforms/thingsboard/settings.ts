/** How a ThingsBoard account is set up. */
import Type from "typebox";
import { authoritySetting } from "../kit/authority.ts";

const strict = { additionalProperties: false };

export const Settings = Type.Object(
  {
    server: Type.Optional(
      Type.String({
        pattern: "^https?://[^/@\\s]+(/[^?#\\s]*[^/?#\\s])?$",
        description: "ThingsBoard's address, `https://host:port`, to be asked for its devices; none: nothing is asked",
      }),
    ),
    ca: authoritySetting,
    username: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: "who asks: a user of the tenant; not with an API key" }),
    ),
    deviceType: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: "only devices of this type (profile) are asked for" }),
    ),
    keys: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 128, pattern: "^[^,]+$" }), {
        minItems: 1,
        maxItems: 64,
        description: "telemetry keys that are asked for; all that a device has unless given",
      }),
    ),
    everyS: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 86_400, description: "seconds between two rounds; 60 unless given" }),
    ),
    firstDays: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 30,
        description: "how many days of a device are fetched when it is met; 1 unless given",
      }),
    ),
  },
  strict,
);
export type Settings = Type.Static<typeof Settings>;

export const Secrets = Type.Object(
  {
    token: Type.Optional(
      Type.String({
        minLength: 16,
        description: "value of the header `X-Lilong-Token` of the rule chain, made here; without it nothing is pushed",
      }),
    ),
    password: Type.Optional(Type.String({ minLength: 1, description: "the password of `username`" })),
    apiKey: Type.Optional(
      Type.String({
        minLength: 8,
        description: "an API key (ThingsBoard 4.3 and later), in place of name and password",
      }),
    ),
  },
  strict,
);
export type Secrets = Type.Static<typeof Secrets>;
