/** Huawei OceanConnect (华为 IoT 平台, before IoTDA): NB-IoT devices that still report through it, by HTTPS push. */
import Type from "typebox";
import { sameForEver } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import { readNotice } from "./read.ts";

const strict = { additionalProperties: false };

export default definePlatform({
  name: "huawei-oceanconnect",
  title: { zh: "华为 OceanConnect（旧版）", en: "Huawei OceanConnect (legacy)" },
  settings: Type.Object({}, strict),
  secrets: Type.Object(
    {
      token: Type.String({
        minLength: 8,
        description: "the last part of the callback address, made here: OceanConnect signs nothing",
      }),
    },
    strict,
  ),
  door: {
    path: "secret",
    verify: ({ path }, { secrets }) => checkSame(path.slice(1), secrets.token, "the token in the address"),
  },
  once: () => sameForEver,
  read: ({ body }) => readNotice(body),
});
