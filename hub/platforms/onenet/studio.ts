/** Messages of OneNET Studio's thing model: properties, events, and the life of a device. */
import { Fault } from "../../../core/fault.ts";
import { given, idOf, isObject, type Json, momentOf, needObject } from "../kit/json.ts";
import type { Told } from "../kit/told.ts";
import { meaningIn } from "../kit/word.ts";

type About = Pick<Told, "device" | "product" | "title" | "settings">;

/** Throws `PUSH_UNREADABLE` naming the field. */
export function readStudio(message: Json): Told[] {
  const about = aboutOf(message);
  const online = onlineOf(message);
  if (online !== null) return [{ ...about, kind: "presence", isOnline: online }];
  const kind = String(message.notifyType ?? message.messageType);
  const read = meaningIn(readers, kind);
  if (read === undefined) throw new Fault("PUSH_UNREADABLE", `notifyType "${kind}" is unknown`);
  return read(needObject(message.data ?? {}, "msg.data"), about);
}

/** A device's name is its own within its product, its number everywhere. */
function aboutOf(message: Json): About {
  const [id, name, product] = [idOf(message.deviceId), idOf(message.deviceName), idOf(message.productId)];
  const device = id ?? (name === null ? null : `${product ?? ""}/${name}`);
  if (device === null) throw new Fault("PUSH_UNREADABLE", "msg.deviceId is missing");
  return {
    device,
    ...given("product", product),
    ...given("title", name),
    ...given("settings", name === null ? null : { deviceName: name }),
  };
}

const onlineWords: Record<string, boolean | undefined> = {
  online: true,
  deviceonline: true,
  offline: false,
  deviceoffline: false,
};

/** From memory: several ways to say it were published. */
function onlineOf(message: Json): boolean | null {
  const data = isObject(message.data) ? message.data : {};
  const words = [message.notifyType, message.subType, message.status, data.status, data.onlineStatus, data.type];
  const online = words
    .map((word) => meaningIn(onlineWords, String(word).toLowerCase()))
    .find((one) => one !== undefined);
  return online ?? null;
}

const readers: Record<string, ((data: Json, about: About) => Told[]) | undefined> = {
  property: ({ params }, about) => told(needObject(params, "msg.data.params"), about),
  event: ({ params }, about) => told(needObject(params, "msg.data.params"), about),
  /** Made, activated, deleted: it is there. */
  lifeCycle: (_, about) => [{ ...about, kind: "met" }],
  lifecycle: (_, about) => [{ ...about, kind: "met" }],
};

/** What was measured together is told together; the oldest first. */
function told(params: Json, about: About): Told[] {
  const byMoment = new Map<number | undefined, Json>();
  for (const [name, stamped] of Object.entries(params)) {
    const { value, time } = isObject(stamped) && "value" in stamped ? stamped : { value: stamped, time: undefined };
    const at = momentOf(time);
    byMoment.set(at, { ...byMoment.get(at), [name]: value });
  }
  const moments = [...byMoment].sort(([a = 0], [b = 0]) => a - b);
  return moments.map(([at, properties]) => ({ ...about, ...given("at", at), kind: "properties", properties }));
}
