/** ThingsBoard: what its rule chains push, and what is asked of its REST API. */
import { Fault } from "../../../core/fault.ts";
import { checkAuthority, linkOf } from "../kit/authority.ts";
import { given, idOf, isObject, type Json, momentOf, needId, needObject, readObject } from "../kit/json.ts";
import { onceTold } from "../kit/once.ts";
import { definePlatform } from "../kit/platform.ts";
import { checkSame } from "../kit/secret.ts";
import type { Told } from "../kit/told.ts";
import { meaningIn } from "../kit/word.ts";
import { commands } from "./commands.ts";
import { beginRound } from "./round.ts";
import { Secrets, Settings } from "./settings.ts";

export default definePlatform({
  name: "thingsboard",
  title: { zh: "ThingsBoard", en: "ThingsBoard" },
  settings: Settings,
  secrets: Secrets,
  examine: ({ server, ca }, now) => checkAuthority(ca, linkOf(server), now),
  shownAt: ({ server }) => ({ password: [server], apiKey: [server] }),
  door: {
    verify({ headers }, { secrets }) {
      if (secrets.token === undefined) throw new Fault("PUSH_REFUSED", "the connector has no token");
      checkSame(headers["x-lilong-token"], secrets.token, "the header X-Lilong-Token");
    },
  },
  pull: {
    everyMs: ({ settings }) => (settings.server === undefined ? null : (settings.everyS ?? 60) * 1000),
    begin: beginRound,
  },
  commands,
  once: ({ body }) => onceTold(() => readOne(body)),
  read: ({ body }) => readOne(body),
});

function readOne(body: Uint8Array): Told[] {
  const message = readObject(body);
  return tell(message, aboutOf(message));
}

type About = Pick<Told, "device" | "product" | "title" | "platformAt">;

/** The id is the same by both ways; where a script gives none, the name is. */
function aboutOf(message: Json): About {
  return {
    device: idOf(message.deviceId) ?? needId(message.deviceName, "deviceName"),
    ...given("product", idOf(message.deviceType)),
    ...given("title", idOf(message.deviceName)),
    ...given("platformAt", momentOf(message.ts)),
  };
}

const presences: Readonly<Record<string, boolean>> = {
  ACTIVITY_EVENT: true,
  CONNECT_EVENT: true,
  INACTIVITY_EVENT: false,
  DISCONNECT_EVENT: false,
};

/** [ThingsBoard, rule engine, predefined message types] */
function tell(message: Json, about: About): Told[] {
  const type = String(message.type ?? "POST_TELEMETRY_REQUEST");
  const isOnline = meaningIn(presences, type);
  if (isOnline !== undefined) return [{ ...about, kind: "presence", isOnline }];
  if (type === "ENTITY_CREATED" || type === "ENTITY_UPDATED") return [{ ...about, kind: "met" }];
  if (type === "POST_ATTRIBUTES_REQUEST" || type === "ATTRIBUTES_UPDATED")
    return [{ ...about, kind: "properties", properties: needObject(message.values, "values") }];
  if (type !== "POST_TELEMETRY_REQUEST") throw new Fault("PUSH_UNREADABLE", `type "${type}" is unknown`);
  return seriesOf(message.values).map(({ at, properties }) => ({
    ...about,
    ...given("at", at),
    kind: "properties",
    properties,
  }));
}

/** Values, or values with their moment, or a list of these: what a device may post. */
function seriesOf(values: unknown): { at?: number | undefined; properties: Json }[] {
  if (Array.isArray(values)) return values.flatMap(seriesOf);
  const one = needObject(values, "values");
  return isObject(one.values) ? [{ at: momentOf(one.ts), properties: one.values }] : [{ properties: one }];
}
