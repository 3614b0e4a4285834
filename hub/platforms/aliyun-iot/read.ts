/** What Alibaba Cloud's messages tell, by their topic (数据格式 in its manual). */
import { Fault } from "../../../core/fault.ts";
import { unseal } from "../kit/envelope.ts";
import { given, idOf, isObject, type Json, momentOf, needObject, readObject } from "../kit/json.ts";
import { meanings } from "../kit/steps.ts";
import type { Told } from "../kit/told.ts";
import { utcOf } from "../kit/utc.ts";

/** The properties of a message that are stored with it. */
export const tells = ["topic", "messageId", "message_id", "generateTime"] as const;

/** The platform's id of it, and what stays when it is sent again: its `generateTime` may not. Null where it has no id. */
export function knownBy(sealed: Uint8Array): { id: string; content: string } | null {
  try {
    const { facts, body } = unseal(sealed);
    const id = idOf(facts.messageId) ?? idOf(facts.message_id);
    return id === null ? null : { id, content: `${idOf(facts.topic)}\n${Buffer.from(body).toString("base64")}` };
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

type About = Pick<Told, "device" | "product" | "title" | "platformAt">;
type Reader = (body: Uint8Array, about: About, identifier: string) => Told[];

/** Throws `PUSH_UNREADABLE` naming the field. */
export function readMessage(sealed: Uint8Array): Told[] {
  const { facts, body } = unseal(sealed);
  const topic = idOf(facts.topic) ?? "";
  for (const [shape, read] of readers) {
    const parts = shape.exec(topic)?.groups;
    if (parts === undefined) continue;
    const { product = "", name = "", identifier = "" } = parts;
    // A product's key has no dot.
    const device = `${product}.${name}`;
    const platformAt = given("platformAt", momentOf(facts.generateTime));
    return read(body, { device, product, title: name, ...platformAt }, identifier);
  }
  throw new Fault("PUSH_UNREADABLE", `topic "${topic}" is unknown`);
}

const whose = "(?:/sys)?/(?<product>[^/]+)/(?<name>[^/]+)";
const shapeOf = (tail: string) => new RegExp(`^${whose}${tail}$`);
const met: Reader = (_, about) => [{ ...about, kind: "met" }];

/** The first that fits. */
const readers: readonly [RegExp, Reader][] = [
  [/^\/as\/mqtt\/status\/(?<product>[^/]+)\/(?<name>[^/]+)$/, presenceOf],
  [shapeOf("/device/status/notify"), presenceOf],
  [shapeOf("/thing/event/property/(?:history/)?post"), itemsOf],
  [shapeOf("/thing/property/batch/post"), itemsOf],
  [shapeOf("/thing/event/(?<identifier>[^/]+)/post"), eventOf],
  [shapeOf("/thing/downlink/reply/message"), replyOf],
  [shapeOf("/user/.+"), ownOf],
  [shapeOf("/thing/(?:lifecycle|topo/lifecycle|list/found|topo/change)"), met],
];

function presenceOf(body: Uint8Array, about: About): Told[] {
  const { status, utcTime } = readObject(body);
  if (status !== "online" && status !== "offline")
    throw new Fault("PUSH_UNREADABLE", `status "${status}" is neither online nor offline`);
  return [{ ...about, ...given("platformAt", utcOf(utcTime)), kind: "presence", isOnline: status === "online" }];
}

/** Values of one moment are one message; a batch has a list of them for each. */
function itemsOf(body: Uint8Array, about: About): Told[] {
  const message = readObject(body);
  const byMoment = new Map<number | undefined, Json>();
  for (const [name, item] of Object.entries(needObject(message.items, "items")))
    for (const one of Array.isArray(item) ? item : [item]) {
      const { value, time } = needObject(one, `items.${name}`);
      const at = momentOf(time);
      byMoment.set(at, { ...byMoment.get(at), [name]: value });
    }
  const platformAt = about.platformAt ?? momentOf(message.gmtCreate);
  return [...byMoment].map(([at, properties]) => ({
    ...{ ...about, ...given("platformAt", platformAt), ...given("at", at), kind: "properties", properties },
  }));
}

/** What an event carries are properties of their own names; `event` is the event's. */
function eventOf(body: Uint8Array, about: About, identifier: string): Told[] {
  const { value, time, type } = readObject(body);
  const properties = { ...(isObject(value) ? value : { [identifier]: value }), event: identifier, eventType: type };
  return [{ ...about, ...given("at", momentOf(time)), kind: "properties", properties }];
}

function replyOf(body: Uint8Array, about: About): Told[] {
  const { requestId, code, data, message } = readObject(body);
  const command = idOf(requestId);
  if (command === null) throw new Fault("PUSH_UNREADABLE", "requestId is missing");
  const { step, end } = Number(code) === 200 ? meanings.done : meanings.failed;
  const result = end(step === "done" ? data : `${code} ${message}`);
  return [{ ...about, kind: "answer", command, step, result }];
}

/** A topic of the maker's own: an object is properties, anything else is the device's own bytes. */
function ownOf(body: Uint8Array, about: About): Told[] {
  try {
    return [{ ...about, kind: "properties", properties: readObject(body) }];
  } catch {
    return [{ ...about, kind: "payload", bytes: body }];
  }
}
