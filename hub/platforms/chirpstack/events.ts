/** What each event of ChirpStack tells of a device. [chirpstack_api, integration.proto; JSON in lowerCamelCase] */
import { fromBase64, idOf, isObject, type Json, needObject } from "../kit/json.ts";
import { type Meaning, meanings } from "../kit/steps.ts";
import type { Told } from "../kit/told.ts";
import { ulidOf } from "./downlink.ts";

type About = Pick<Told, "device" | "product" | "title" | "platformAt" | "settings">;
type Reads = { reads?: "data" | "object"; passedOver?: number[] };
type Reader = (message: Json, about: About, reads: Reads) => Told[];

const met: Reader = (_, about) => [{ ...about, kind: "met" }];

export const readers: Readonly<Record<string, Reader | undefined>> = {
  up(message, about, { reads = "data", passedOver = [] }) {
    const { fPort, data, object } = message;
    if (reads === "object")
      return [{ ...about, kind: "properties", properties: needObject(object, "object (the profile has no codec)") }];
    // Port 0 is the network's own; a frame without a payload only says that the device is there.
    const isOurs = typeof data === "string" && data !== "" && fPort !== 0 && !passedOver.includes(Number(fPort));
    return isOurs ? [{ ...about, kind: "payload", bytes: fromBase64(data, "data") }] : met(message, about, {});
  },
  join: met,
  status: met,
  location: met,
  integration: met,
  /** The gateway sent the downlink: it is on its way. */
  txack: (message, about) => answer(message, about, meanings.sent, null),
  /** The device confirmed it, or the time for that passed. */
  ack: (message, about) =>
    answer(message, about, message.acknowledged === true ? meanings.done : meanings.timeout, null),
  /** A downlink that was too long or expired names its queue item in the context. */
  log(message, about) {
    const context = isObject(message.context) ? message.context : {};
    const error = `${String(message.code ?? "")} ${String(message.description ?? "")}`.trim();
    const item = { queueItemId: context.queue_item_id };
    if (message.level !== "ERROR" || idOf(item.queueItemId) === null) return met(message, about, {});
    return answer(item, about, message.code === "EXPIRED" ? meanings.expired : meanings.failed, error);
  },
};

function answer(message: Json, about: About, { step, end }: Meaning, detail: unknown): Told[] {
  const item = idOf(message.queueItemId);
  if (item === null) return [{ ...about, kind: "met" }];
  return [{ ...about, kind: "answer", command: ulidOf(item), step, result: end?.(detail) ?? null }];
}
