/** What IoTDA's notices tell, by their resource (流转数据 in its API reference). */
import { Fault } from "../../../core/fault.ts";
import { huaweiStepOf } from "../kit/huawei-steps.ts";
import { given, idOf, isObject, type Json, needId, needObject, readObject } from "../kit/json.ts";
import type { Told } from "../kit/told.ts";
import { utcOf } from "../kit/utc.ts";
import { meaningIn } from "../kit/word.ts";

export const contents = ["json", "hex", "base64", "text"] as const;
export type Content = (typeof contents)[number];

type About = Pick<Told, "device" | "product" | "platformAt" | "settings">;
type Notice = { header: Json; body: Json; about: About; content: Content };

/** Throws `PUSH_UNREADABLE` naming the field. */
export function readNotice(bytes: Uint8Array, content: Content): Told[] {
  const notice = readObject(bytes);
  const read = meaningIn(readers, notice.resource);
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `resource "${notice.resource}" is unknown`);
  const data = needObject(notice.notify_data, "notify_data");
  const header = needObject(data.header, "notify_data.header");
  // Its own examples have the body in and beside notify_data.
  const body = data.body ?? notice.body;
  return read({ header, body: isObject(body) ? body : {}, about: aboutOf(notice, header), content });
}

/** NB-IoT devices are named by their IMEI there. */
function aboutOf(notice: Json, header: Json): About {
  const node = idOf(header.node_id);
  return {
    device: needId(header.device_id, "notify_data.header.device_id"),
    ...given("product", idOf(header.product_id)),
    ...given("platformAt", utcOf(notice.event_time_ms) ?? utcOf(notice.event_time)),
    ...given("settings", node !== null && /^\d{15}$/.test(node) ? { imei: node } : null),
  };
}

const met = ({ about }: Notice): Told[] => [{ ...about, kind: "met" }];

const readers: Record<string, ((notice: Notice) => Told[]) | undefined> = {
  "device.property": ({ body, about }) => propertiesOf(body.services, about),
  "device.message": ({ body, about, content }) => [messageOf(body.content, about, content)],
  "device.status"({ body: { status, status_update_time }, about }) {
    if (idOf(status) === null) throw new Fault("PUSH_UNREADABLE", "notify_data.body.status is missing");
    return [{ ...about, ...given("at", utcOf(status_update_time)), kind: "presence", isOnline: status === "ONLINE" }];
  },
  "device.command.status"({ body: { command_id, status, result }, about }) {
    const { step, end } = huaweiStepOf(status);
    const command = needId(command_id, "notify_data.body.command_id");
    return [{ ...about, kind: "answer", command, step, result: end?.(result) ?? null }];
  },
  device: met,
  "device.message.status": met,
};

/** Services of one moment are one message: `alarm` of the service Smoke is `alarm` and `Smoke.alarm`. */
function propertiesOf(services: unknown, about: About): Told[] {
  if (!Array.isArray(services)) throw new Fault("PUSH_UNREADABLE", "notify_data.body.services is not a list");
  const byMoment = new Map<number | undefined, Json>();
  for (const [index, one] of services.entries()) {
    const service = needObject(one, `notify_data.body.services/${index}`);
    const properties = needObject(service.properties, `notify_data.body.services/${index}/properties`);
    const at = utcOf(service.event_time);
    const id = idOf(service.service_id);
    byMoment.set(at, { ...properties, ...byMoment.get(at), ...(id === null ? {} : { [id]: properties }) });
  }
  return [...byMoment].map(([at, properties]) => ({ ...about, ...given("at", at), kind: "properties", properties }));
}

function messageOf(given: unknown, about: About, content: Content): Told {
  if (isObject(given)) return { ...about, kind: "properties", properties: given };
  if (typeof given !== "string") throw new Fault("PUSH_UNREADABLE", "notify_data.body.content is missing");
  if (content === "json") return { ...about, kind: "properties", properties: readObject(Buffer.from(given)) };
  return { ...about, kind: "payload", bytes: bytesOf(given, content) };
}

const shapes = { hex: /^(?:[0-9a-f]{2})+$/i, base64: /^[A-Za-z0-9+/\s]+={0,2}\s*$/, text: /^/ };

/** Buffer passes over what is none. */
function bytesOf(text: string, content: "hex" | "base64" | "text"): Uint8Array {
  if (!shapes[content].test(text)) throw new Fault("PUSH_UNREADABLE", `notify_data.body.content is not ${content}`);
  return Buffer.from(text, content === "text" ? "utf8" : content);
}
