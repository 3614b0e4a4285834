/** CTWing AEP (中国电信): NB-IoT devices of China Telecom, by HTTP push. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import {
  bytesOfBase64,
  given,
  idOf,
  isObject,
  type Json,
  momentOf,
  needId,
  needObject,
  readObject,
} from "../kit/json.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import type { Told } from "../kit/told.ts";

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
    verify: ({ path }, { secrets }) => checkSame(path.slice(1), secrets.token, "the token in the address"),
  },
  keyOf: () => null,
  read({ body }) {
    const message = readObject(body);
    const read = readers[String(message.messageType)];
    if (read === undefined) throw new Fault("PUSH_UNREADABLE", `messageType "${message.messageType}" is unknown`);
    return read(message, aboutOf(message));
  },
});

type About = Pick<Told, "device" | "product" | "platformAt" | "settings">;

function aboutOf(message: Json): About {
  const imei = idOf(message.IMEI);
  return {
    device: needId(message.deviceId, "deviceId"),
    ...given("product", idOf(message.productId)),
    ...given("platformAt", momentOf(message.timestamp)),
    ...given("settings", imei === null ? null : { imei }),
  };
}

const readers: Record<string, ((message: Json, about: About) => Told[]) | undefined> = {
  dataReport({ payload }, about) {
    const properties = needObject(payload, "payload");
    const transparent = properties.APPdata;
    if (typeof transparent === "string")
      return [{ ...about, kind: "payload", bytes: bytesOfBase64(transparent, "payload.APPdata") }];
    return [{ ...about, kind: "properties", properties }];
  },
  deviceOnlineOfflineReport: ({ eventType }, about) => [
    { ...about, kind: "presence", isOnline: Number(eventType) === 1 },
  ],
  commandResponse({ taskId, result }, about) {
    const { resultCode = "", resultDetail = "" } = isObject(result) ? result : {};
    const step = String(resultCode);
    return [
      { ...about, kind: "answer", command: needId(taskId, "taskId"), step, result: resultOf(step, resultDetail) },
    ];
  },
};

/** [AEP 开放平台, 指令状态] On its way: SAVED, SENT, DELIVERED. */
function resultOf(step: string, detail: unknown): (Told & { kind: "answer" })["result"] {
  if (step === "COMPLETED" || step === "SUCCESSFUL") return { state: "done", result: detail };
  if (["FAILED", "TIMEOUT", "EXPIRED", "TTL_TIMEOUT"].includes(step)) return { state: "failed", error: step };
  return null;
}
