/** How a ChirpStack account is set up. */
import Type from "typebox";
import { brokerSecrets, brokerSettings } from "../kit/mqtt.ts";

export const Settings = Type.Object(
  {
    application: Type.Optional(
      Type.String({
        pattern: "^[0-9a-f-]{36}$",
        description: "the application's id (UUID) whose devices are taken by MQTT; all applications unless given",
      }),
    ),
    reads: Type.Optional(
      Type.Enum(["data", "object"], {
        description:
          "what the model's driver is given: `data`, the sensor's own bytes, or `object`, what ChirpStack's codec made of them; `data` unless given",
      }),
    ),
    passedOver: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 255 }), {
        description: "fPorts whose payload no driver reads, such as a port for maintenance; the device counts as heard",
      }),
    ),
    downlinkPort: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 223, description: "fPort of commands; 85, Milesight's, unless given" }),
    ),
    ...brokerSettings,
  },
  { additionalProperties: false },
);

export const Secrets = Type.Object(
  {
    token: Type.Optional(
      Type.String({
        minLength: 16,
        description: "value of the header `X-Lilong-Token`, made here; without it nothing comes in over HTTP",
      }),
    ),
    ...brokerSecrets,
  },
  { additionalProperties: false },
);
