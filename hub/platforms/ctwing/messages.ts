/** What each type of CTWing's messages tells, by its `messageType`. */
import { Fault } from "../../../core/fault.ts";
import { fromBase64, given, idOf, isObject, type Json, momentOf, needId, needObject, parseText } from "../kit/json.ts";
import type { Told } from "../kit/told.ts";
import { meaningIn } from "../kit/word.ts";
import { stepOf } from "./steps.ts";

/** Throws `PUSH_UNREADABLE` naming the field. */
export function readMessage(message: Json): Told[] {
  const read = meaningIn(readers, message.messageType);
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `messageType "${message.messageType}" is unknown`);
  return read(message, aboutOf(message));
}

type About = Pick<Told, "device" | "product" | "platformAt" | "settings">;

/** The same device in every message: its numbers of modem and card are told where they are known. */
function aboutOf(message: Json): About {
  const [imei, iccid] = [idOf(message.IMEI) ?? idOf(message.imei), idOf(message.iccid) ?? idOf(message.ICCID)];
  const settings = { ...given("imei", imei), ...given("iccid", iccid) };
  return {
    device: needId(message.deviceId, "deviceId"),
    ...given("product", idOf(message.productId)),
    ...given("platformAt", momentOf(message.timestamp)),
    ...given("settings", Object.keys(settings).length === 0 ? null : settings),
  };
}

type Reader = (message: Json, about: About) => Told[];

/** [AEP 开放平台, 推送消息格式] The last three are from memory. */
const readers: Record<string, Reader | undefined> = {
  dataReport: ({ payload }, about) => [dataOf(objectOf(payload, "payload"), about)],
  eventReport: ({ eventContent, payload }, about) => [dataOf(objectOf(eventContent ?? payload, "eventContent"), about)],
  deviceOnlineOfflineReport({ eventType }, about) {
    const isOnline = meaningIn(onlineWords, eventType);
    if (isOnline === undefined) throw new Fault("PUSH_UNREADABLE", `eventType "${eventType}" is neither 1 nor 0`);
    return [{ ...about, kind: "presence", isOnline }];
  },
  commandResponse({ taskId, result }, about) {
    const { resultCode = "", resultDetail = "" } = isObject(result) ? result : { resultCode: result };
    const { step, end } = stepOf(String(resultCode));
    const command = needId(taskId, "taskId");
    return [{ ...about, kind: "answer", command, step, result: end === null ? null : end(resultDetail) }];
  },
  dataReportTupUnion: unionOf,
  dataReportTupleData: unionOf,
  infoReport: (_, about) => [{ ...about, kind: "met" }],
};

const onlineWords: Record<string, boolean | undefined> = { 1: true, 0: false };

/** Transparent products hand on the device's own bytes, all others named values. */
function dataOf(data: Json, about: About): Told {
  const transparent = data.APPdata;
  if (typeof transparent !== "string") return { ...about, kind: "properties", properties: data };
  return { ...about, kind: "payload", bytes: fromBase64(transparent, "payload.APPdata") };
}

/** Several reports of one device in one message: a list, or by service. */
function unionOf({ payload }: Json, about: About): Told[] {
  const parts = typeof payload === "string" ? parseText(payload, "payload") : payload;
  if (Array.isArray(parts)) return parts.map((part, i) => dataOf(innerOf(objectOf(part, `payload[${i}]`)), about));
  const object = needObject(parts, "payload");
  const services = Object.values(object);
  if (services.length === 0 || !services.every(isObject)) return [dataOf(object, about)];
  return services.map((service) => dataOf(innerOf(service as Json), about));
}

function innerOf(part: Json): Json {
  return [part.payload, part.eventContent, part.serviceData].find(isObject) ?? part;
}

/** Some products hand on the object as text. */
function objectOf(value: unknown, field: string): Json {
  return needObject(typeof value === "string" ? parseText(value, field) : value, field);
}
