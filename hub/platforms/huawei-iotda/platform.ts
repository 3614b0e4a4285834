/** Huawei Cloud IoTDA (华为云设备接入): by HTTPS push, or by AMQP 1.0. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { contents, readNotice } from "./read.ts";
import { checkSignature } from "./signature.ts";

const strict = { additionalProperties: false };

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
  // Its request_id may be the device's own and come twice.
  keyOf: () => null,
  read: ({ body }, { settings }) => readNotice(body, settings.content ?? "json"),
});
