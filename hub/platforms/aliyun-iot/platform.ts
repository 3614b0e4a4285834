/** Alibaba Cloud IoT Platform (阿里云物联网平台): its server-side subscription, over AMQP 1.0. */
import Type from "typebox";
import { amqpAddress } from "../kit/amqp.ts";
import { authoritySetting, checkAuthority, linkOf } from "../kit/authority.ts";
import { given } from "../kit/json.ts";
import { onceTold } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { answered, requestOf } from "./api.ts";
import { knownBy, readMessage, tells } from "./read.ts";
import { signIn } from "./sign-in.ts";

const strict = { additionalProperties: false };
const text = (description: string) => Type.String({ minLength: 1, maxLength: 128, description });

export default definePlatform({
  name: "aliyun-iot",
  title: { zh: "阿里云物联网平台", en: "Alibaba Cloud IoT Platform" },
  settings: Type.Object(
    {
      host: text("the AMQP access address (接入域名) of your instance, e.g. `iot-x.amqp.iothub.aliyuncs.com`"),
      port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: "5671 unless given" })),
      transport: Type.Optional(
        Type.Enum(["tls", "plain"], { description: "`tls` unless given; `plain` is for a broker on the same machine" }),
      ),
      ca: authoritySetting,
      clientId: text("a name for this hub, of your choice; 64 characters at most there"),
      accessKeyId: text(
        "AccessKey ID of a RAM user that may only read IoT Platform, and for commands call its services",
      ),
      instance: Type.Optional(
        Type.String({ maxLength: 64, description: "instance ID; none for an old public instance" }),
      ),
      group: Type.Optional(text("consumer group (消费组); `DEFAULT_GROUP` unless given")),
      api: Type.Optional(
        Type.String({
          pattern: "^https?://[^/\\s]+$",
          description: "only for commands: endpoint of the API, e.g. `https://iot.cn-shanghai.aliyuncs.com`",
        }),
      ),
      apiCa: authoritySetting,
      queue: Type.Optional(text("address that messages are taken from; `default` unless given, as there")),
    },
    strict,
  ),
  secrets: Type.Object(
    { accessKeySecret: Type.String({ minLength: 1, description: "AccessKey Secret of that RAM user" }) },
    strict,
  ),
  examine({ transport = "tls", ca, api, apiCa }, now) {
    checkAuthority(ca, transport, now);
    checkAuthority(apiCa, linkOf(api), now, "/settings/apiCa");
  },
  shownAt: (settings) => ({ accessKeySecret: [amqpAddress(settings), settings.api] }),
  amqp({ settings, secrets }, now) {
    const {
      host,
      port = 5671,
      transport = "tls",
      ca,
      clientId,
      accessKeyId,
      instance = "",
      group = "DEFAULT_GROUP",
    } = settings;
    const consumer = { clientId, instance, group, keyId: accessKeyId, keySecret: secrets.accessKeySecret };
    return {
      host,
      port,
      tls: transport === "tls",
      ...given("ca", ca),
      ...signIn(consumer, now),
      source: settings.queue ?? "default",
      tells,
    };
  },
  commands: {
    verbs: ["silence", "sample"],
    request: (command, foreign, model, { settings, secrets }, now) =>
      requestOf({ ...settings, ...secrets }, command, foreign, model, now),
    answered,
  },
  once: ({ body }) => knownBy(body) ?? onceTold(() => readMessage(body)),
  read: ({ body }) => readMessage(body),
});
