/** What a connector of CTWing is set up with. */
import Type from "typebox";
import { authoritySetting } from "../kit/authority.ts";
import { ProductKeys } from "../kit/product-keys.ts";

const strict = { additionalProperties: false };

const text = (description: string) => Type.String({ minLength: 1, maxLength: 128, pattern: "^[^/\\s]+$", description });

const Mq = Type.Object(
  {
    server: Type.String({
      pattern: "^(pulsar(\\+ssl)?://)?[^/@?#\\s]+$",
      description:
        "address on the MQ page, `<tenant>.mq-msgpush.ctwing.cn:16651`; TLS unless it begins with `pulsar://`",
    }),
    tenant: text("tenant id (租户ID) on the same page"),
    topics: Type.Array(text("a topic's name, as it was made on the same page"), {
      minItems: 1,
      maxItems: 16,
      description: "names of the topics that were made on the same page",
    }),
    subscription: Type.Optional(
      text("our subscription; the tenant id unless given. Two on one subscription share the messages"),
    ),
    ca: authoritySetting,
  },
  { ...strict, description: "messages are taken from the message queue (MQ); without it only by push" },
);

export const Settings = Type.Object(
  {
    api: Type.Optional(
      Type.String({
        pattern: "^https?://[^/\\s]+$",
        description: "only for commands: where CTWing's API is; `https://ag-api.ctwing.cn` unless given",
      }),
    ),
    ca: authoritySetting,
    mq: Type.Optional(Mq),
  },
  strict,
);

export const Secrets = Type.Object(
  {
    token: Type.Optional(
      Type.String({
        minLength: 8,
        description:
          "the last part of the push address, made here: CTWing signs nothing, so whoever knows it may push; without it nothing is taken by push",
      }),
    ),
    mqToken: Type.Optional(Type.String({ minLength: 1, description: "only for the queue: the token on the MQ page" })),
    appKey: Type.Optional(
      Type.String({ minLength: 1, description: "only for commands: App Key of the application (应用管理)" }),
    ),
    appSecret: Type.Optional(
      Type.String({
        minLength: 1,
        description: "only for commands: App Secret of the application; it signs what is asked",
      }),
    ),
    masterKeys: Type.Optional(ProductKeys("the MasterKey (产品概况)")),
  },
  strict,
);
