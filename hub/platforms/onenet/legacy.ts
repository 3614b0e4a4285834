/** Messages of the older OneNET (data points, presence, answers of cached commands), by their `type`. */
import { Fault } from "../../../core/fault.ts";
import { fromHex } from "../../../drivers/kit/hex.ts";
import { fromBase64, given, idOf, isObject, type Json, momentOf, needId, needObject, parseText } from "../kit/json.ts";
import { meanings } from "../kit/steps.ts";
import type { Told } from "../kit/told.ts";
import { meaningIn } from "../kit/word.ts";

/** Streams that hold the device's own bytes, and how they are written. */
export type Streams = readonly { stream: string; as: "hex" | "base64" | "text" }[];

type About = Pick<Told, "device" | "platformAt" | "settings">;
type Reader = (message: Json, about: About, streams: Streams) => Told;

/** One message or a list of them. Throws `PUSH_UNREADABLE` naming the field. */
export function readLegacy(msg: unknown, streams: Streams): Told[] {
  return (Array.isArray(msg) ? msg : [msg]).map((one) => readOne(needObject(one, "msg"), streams));
}

function readOne(message: Json, streams: Streams): Told {
  const read = meaningIn(readers, message.type);
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `msg.type "${message.type}" is unknown`);
  const imei = idOf(message.imei);
  const device = idOf(message.dev_id) ?? needId(message.imei, "msg.dev_id");
  const settings = imei === null ? null : { imei };
  return read(
    message,
    { device, ...given("platformAt", momentOf(message.at)), ...given("settings", settings) },
    streams,
  );
}

/** [OneNET, HTTP 推送, 开发指南] 1 data point, 2 presence, 7 what became of a cached command. */
const readers: Record<string, Reader | undefined> = {
  1: pointOf,
  2({ status }, about) {
    if (String(status) !== "0" && String(status) !== "1")
      throw new Fault("PUSH_UNREADABLE", `msg.status "${status}" is neither 1 nor 0`);
    return { ...about, kind: "presence", isOnline: String(status) === "1" };
  },
  7({ cmd_id, cmd_type, confirm_status, confirm_body }, about) {
    const command = needId(cmd_id, "msg.cmd_id");
    const { step, end } = meaningOf(Number(cmd_type), confirm_status);
    return { ...about, kind: "answer", command, step, result: end === null ? null : end(confirm_body) };
  },
};

/** 1: the device has it; 2: the device says what it did, which is from memory. */
function meaningOf(type: number, status: unknown) {
  if (type === 1) return meanings.delivered;
  return [undefined, null, "", 0, "0", 200, "200"].includes(status as never) ? meanings.done : meanings.failed;
}

function pointOf({ ds_id, value }: Json, about: About, streams: Streams): Told {
  const stream = needId(ds_id, "msg.ds_id");
  const as = streams.find((one) => one.stream === stream)?.as;
  if (as !== undefined) return { ...about, kind: "payload", bytes: bytesOf(String(value), as, stream) };
  return { ...about, kind: "properties", properties: { [stream]: isJson(value) ? parseText(value, stream) : value } };
}

/** Some devices put an object into a stream as text. */
function isJson(value: unknown): value is string {
  if (typeof value !== "string" || !value.startsWith("{")) return false;
  try {
    return isObject(JSON.parse(value));
  } catch {
    return false;
  }
}

function bytesOf(text: string, as: Streams[number]["as"], stream: string): Uint8Array {
  if (as === "text") return Buffer.from(text);
  if (as === "base64") return fromBase64(text, stream);
  const bytes = fromHex(text);
  if (bytes === null) throw new Fault("PUSH_UNREADABLE", `${stream} is not hex`);
  return bytes;
}
