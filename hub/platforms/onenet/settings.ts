/** What a connector of OneNET is set up with. */
import Type from "typebox";
import { authoritySetting } from "../kit/authority.ts";
import { ProductKeys } from "../kit/product-keys.ts";

const strict = { additionalProperties: false };

const Stream = Type.Object(
  {
    stream: Type.String({ minLength: 1, maxLength: 128, description: "name of the data stream, e.g. `3200_0_5750`" }),
    as: Type.Enum(["hex", "base64", "text"], { description: "how the bytes are written in its value" }),
  },
  strict,
);

export const Settings = Type.Object(
  {
    payloads: Type.Optional(
      Type.Array(Stream, {
        maxItems: 32,
        description: "older products: data streams that hold the device's own bytes; any other holds a named value",
      }),
    ),
    api: Type.Optional(
      Type.String({
        pattern: "^https?://[^/\\s]+$",
        description: "only for commands: where OneNET's API is; `https://iot-api.heclouds.com` unless given",
      }),
    ),
    ca: authoritySetting,
  },
  strict,
);

export const Secrets = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: 64,
      description: "the Token of the push instance; OneNET signs with it",
    }),
    aesKey: Type.Optional(
      Type.String({
        pattern: "^(.{16}|[A-Za-z0-9+/]{43})$",
        description: "only where the push instance encrypts (安全模式): its AES key, 16 or 43 characters",
      }),
    ),
    accessKeys: Type.Optional(ProductKeys("the access key (产品的 access_key)")),
  },
  strict,
);
