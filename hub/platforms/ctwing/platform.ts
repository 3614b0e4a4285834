/** CTWing AEP (中国电信): NB-IoT devices of China Telecom, by HTTP push. */
import Type from "typebox";
import { readObject } from "../kit/json.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { readMessage } from "./messages.ts";

export default definePlatform({
  name: "ctwing",
  title: { zh: "天翼物联 CTWing AEP", en: "CTWing AEP (China Telecom)" },
  settings: Type.Object({}, { additionalProperties: false }),
  secrets: Type.Object(
    {
      token: Type.String({
        minLength: 8,
        description: "the last part of the push address, made here: CTWing signs nothing, so whoever knows it may push",
      }),
    },
    { additionalProperties: false },
  ),
  door: {
    path: "secret",
    verify: ({ path }, { secrets }) => checkSame(path.slice(1), secrets.token, "the token in the address"),
  },
  keyOf: () => null,
  read: ({ body }) => readMessage(readObject(body)),
});
