/** What a connector of IoTDA is set up with. */
import Type from "typebox";
import { authoritySetting } from "../kit/authority.ts";
import { contents } from "./read.ts";

const strict = { additionalProperties: false };
const text = (description: string) => Type.String({ minLength: 1, maxLength: 128, description });
const secret = (minLength: number, description: string) => Type.Optional(Type.String({ minLength, description }));

const Amqp = Type.Object(
  {
    host: text("the AMQP access address (接入地址) of your instance"),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: "5671 unless given" })),
    transport: Type.Optional(
      Type.Enum(["tls", "plain"], { description: "`tls` unless given; `plain` is for a broker on the same machine" }),
    ),
    ca: authoritySetting,
    accessKey: text("access key of the AMQP access credential (接入凭证)"),
    instance: Type.Optional(text("instance ID; none for the basic edition")),
    queue: Type.Optional(text("the queue; `DefaultQueue` unless given")),
  },
  { ...strict, description: "messages are taken over AMQP; without it only by push" },
);

const Api = Type.Object(
  {
    url: Type.String({
      pattern: "^https?://[^/\\s]+$",
      description: "the HTTPS application access address (应用侧接入地址), with `https://`",
    }),
    ca: authoritySetting,
    project: text("project ID (项目ID)"),
    region: Type.Optional(
      text(
        "region of a standard or enterprise instance, e.g. `cn-north-4`: its requests are signed with a derived key",
      ),
    ),
    accessKeyId: text("access key (AK) of an IAM user that may only send commands"),
    service: Type.Optional(text("the service (service_id) of commands that name none of their own")),
  },
  { ...strict, description: "only for commands" },
);

export const Settings = Type.Object(
  {
    content: Type.Optional(
      Type.Enum(contents, {
        description: "what a text in a device message (设备消息) is: `json` unless given, `hex`, `base64`, `text`",
      }),
    ),
    amqp: Type.Optional(Amqp),
    api: Type.Optional(Api),
  },
  strict,
);

export const Secrets = Type.Object(
  {
    token: secret(8, "the last part of the push address, made here; without it nothing is taken by push"),
    signing: secret(3, "the Token of the forwarding target; where it is set, every push has to be signed with it"),
    accessCode: secret(1, "only for AMQP: access code of the access credential"),
    secretAccessKey: secret(1, "only for commands: secret key (SK) of the IAM user"),
  },
  strict,
);
