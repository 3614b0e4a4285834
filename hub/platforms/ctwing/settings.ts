/** What a connector of CTWing is set up with. */
import Type from "typebox";
import { ProductKeys } from "../kit/product-keys.ts";

const strict = { additionalProperties: false };

export const Settings = Type.Object(
  {
    api: Type.Optional(
      Type.String({
        pattern: "^https?://[^/\\s]+$",
        description: "only for commands: where CTWing's API is; `https://ag-api.ctwing.cn` unless given",
      }),
    ),
  },
  strict,
);

export const Secrets = Type.Object(
  {
    token: Type.String({
      minLength: 8,
      description: "the last part of the push address, made here: CTWing signs nothing, so whoever knows it may push",
    }),
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
