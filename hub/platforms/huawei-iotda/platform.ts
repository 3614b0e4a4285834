/** Huawei Cloud IoTDA (华为云设备接入): by HTTPS push, or by AMQP 1.0. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { contents, readNotice } from "./read.ts";
import { checkSignature } from "./signature.ts";

const strict = { additionalProperties: false };
const text = (description: string) => Type.String({ minLength: 1, maxLength: 128, description });

export default definePlatform({
  name: "huawei-iotda",
  title: { zh: "华为云 IoTDA", en: "Huawei Cloud IoTDA" },
  settings: Type.Object(
    {
      content: Type.Optional(
        Type.Enum(contents, {
          description: "what a text in a device message (设备消息) is: `json` unless given, `hex`, `base64`, `text`",
        }),
      ),
      amqp: Type.Optional(
        Type.Object(
          {
            host: text("the AMQP access address (接入地址) of your instance"),
            port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: "5671 unless given" })),
            transport: Type.Optional(
              Type.Enum(["tls", "plain"], {
                description: "`tls` unless given; `plain` is for a broker on the same machine",
              }),
            ),
            accessKey: text("access key of the AMQP access credential (接入凭证 access_key)"),
            instance: Type.Optional(text("instance ID; none for the basic edition")),
            queue: Type.Optional(text("the queue; `DefaultQueue` unless given")),
          },
          { ...strict, description: "messages are taken over AMQP; without it only by push" },
        ),
      ),
    },
    strict,
  ),
  secrets: Type.Object(
    {
      token: Type.Optional(
        Type.String({
          minLength: 8,
          description: "the last part of the push address, made here; without it nothing is taken by push",
        }),
      ),
      signing: Type.Optional(
        Type.String({
          minLength: 3,
          maxLength: 32,
          description:
            "the Token (签名) of the forwarding target; where it is set, every push has to be signed with it",
        }),
      ),
      accessCode: Type.Optional(
        Type.String({ minLength: 1, description: "access code of the AMQP access credential; needed for AMQP" }),
      ),
    },
    strict,
  ),
  door: {
    verify(request, { secrets: { token, signing } }, now) {
      if (token === undefined) throw new Fault("PUSH_REFUSED", "this connector has no token: it takes no pushes");
      checkSame(request.path.slice(1), token, "the token in the address");
      if (signing !== undefined) checkSignature(request, signing, now);
    },
  },
  amqp({ settings: { amqp }, secrets: { accessCode } }, now) {
    if (amqp === undefined || accessCode === undefined) return null;
    const { host, port = 5671, transport = "tls", accessKey, instance, queue = "DefaultQueue" } = amqp;
    const who = [
      `accessKey=${accessKey}`,
      `timestamp=${now}`,
      ...(instance === undefined ? [] : [`instanceId=${instance}`]),
    ];
    const signIn = { username: who.join("|"), password: accessCode, vhost: "default" };
    return { host, port, tls: transport === "tls", ...signIn, source: queue };
  },
  // Its request_id may be the device's own and come twice.
  keyOf: () => null,
  read: ({ body }, { settings }) => readNotice(body, settings.content ?? "json"),
});
