/** Zigbee2MQTT: Zigbee sensors of any maker behind a USB stick, by MQTT. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import { idOf, instantOf, isObject, type Json, momentOf, parseJson } from "../kit/json.ts";
import { brokerSecrets, brokerSettings, brokerWish, examineBroker } from "../kit/mqtt.ts";
import { definePlatform, type Facts } from "../kit/platform.ts";
import { meanings } from "../kit/steps.ts";
import type { Told } from "../kit/told.ts";
import { requestOf } from "./commands.ts";
import usual from "./products.json" with { type: "json" };

const Settings = Type.Object(
  {
    ...brokerSettings,
    broker: Type.String({
      pattern: "^mqtts?://[^/@\\s]+$",
      description: "the broker's address, `mqtt://host:1883` or `mqtts://host:8883`",
    }),
    base: Type.Optional(
      Type.String({
        pattern: "^[^#+\\s]+$",
        maxLength: 128,
        description: "Zigbee2MQTT's base topic (`mqtt.base_topic`); `zigbee2mqtt` unless given",
      }),
    ),
  },
  { additionalProperties: false },
);

type Device = { device: string; product: string };

export default definePlatform({
  name: "zigbee2mqtt",
  title: { zh: "Zigbee2MQTT（Zigbee 传感器）", en: "Zigbee2MQTT" },
  settings: Settings,
  secrets: Type.Object(brokerSecrets, { additionalProperties: false }),
  products: Object.entries(usual.models).flatMap(([model, names]) => names.map((product) => ({ product, model }))),
  examine: examineBroker,
  mqtt(connector) {
    const base = baseOf(connector.settings);
    return brokerWish(connector, [`${base}/bridge/devices`, `${base}/bridge/groups`, `${base}/#`], exceptOf(base));
  },
  commands: {
    verbs: ["silence", "sample"],
    // A device answers with its next state, like any other.
    isSentAll: true,
    request: (command, foreign, model, { settings }) => requestOf(baseOf(settings), command, foreign, model),
    answered: () => ({ step: meanings.sent.step, result: null }),
  },
  // Zigbee itself repeats a report within a second or two; the same state an hour later is a reading of its own.
  once: () => ({ repeatMs: 5000 }),
  needs({ from }, { settings }) {
    const topic = tailOf(from, settings);
    return topic === null || topic.startsWith("bridge/") ? [] : [factOf(nameOf(topic))];
  },
  teaches({ from, body }, { settings }): Facts {
    const topic = tailOf(from, settings);
    const groups =
      topic === "bridge/groups" ? listOf(body).map(({ friendly_name: name }) => [name, group] as const) : [];
    const devices = topic === "bridge/devices" ? devicesOf(body).map((one) => [one.title, aboutOf(one)] as const) : [];
    return Object.fromEntries([...groups, ...devices].map(([name, fact]) => [factOf(String(name)), fact]));
  },
  read({ from, body }, { settings }, facts) {
    const topic = tailOf(from, settings);
    if (topic === "bridge/devices") return devicesOf(body).map((one) => ({ ...one, kind: "met" }));
    if (topic === null || topic.startsWith("bridge/")) return [];
    const fact = factOf(nameOf(topic));
    const known = facts[fact] as Device | typeof group | null | undefined;
    if (known === null || known === undefined) return { waitsFor: fact };
    if (known === group) return [];
    return [topic.endsWith(presenceTail) ? presence(known, nameOf(topic), body) : state(known, topic, body)];
  },
});

/** A group's messages are its members' too. */
const group = "group";
const presenceTail = "/availability";

function baseOf({ base = "zigbee2mqtt" }: { base?: string }): string {
  return base;
}

/** Of these topics nothing is of a device; `set` and `get` are what others ask of it. */
function exceptOf(base: string): string[] {
  const own = ["logging", "health", "info", "state", "definitions", "extensions", "converters", "event"];
  const asked = [
    "bridge/config/#",
    "bridge/request/#",
    "bridge/response/#",
    "+/set/#",
    "+/get/#",
    "+/+/set",
    "+/+/get",
  ];
  return [...own.map((name) => `${base}/bridge/${name}`), ...asked.map((filter) => `${base}/${filter}`)];
}

function tailOf(from: string, settings: { base?: string }): string | null {
  const start = `${baseOf(settings)}/`;
  return from.startsWith(start) ? from.slice(start.length) : null;
}

function nameOf(topic: string): string {
  return topic.endsWith(presenceTail) ? topic.slice(0, -presenceTail.length) : topic;
}

function factOf(name: string): string {
  return `name:${name}`;
}

/** [zigbee2mqtt.io, MQTT topics and messages, `bridge/devices`] */
function devicesOf(body: Uint8Array): (Pick<Told, "device"> & { product: string; title: string })[] {
  return listOf(body).flatMap((row) => {
    const [device, title] = [idOf(row.ieee_address), idOf(row.friendly_name)];
    if (device === null || title === null || row.type === "Coordinator") return [];
    const definition = isObject(row.definition) ? row.definition : {};
    return [{ device, title, product: idOf(definition.model) ?? idOf(row.model_id) ?? "" }];
  });
}

function aboutOf({ device, product }: Device): Device {
  return { device, product };
}

function listOf(body: Uint8Array): Json[] {
  const list = parseJson(body);
  if (!Array.isArray(list)) throw new Fault("PUSH_UNREADABLE", "the message is not a JSON array");
  return list.filter(isObject);
}

/** `{"state":"online"}`, or the bare word of older versions. */
function presence(known: Device, title: string, body: Uint8Array): Told {
  const text = Buffer.from(body).toString("utf8");
  const told = text.startsWith("{") ? (parseJson(body) as Json).state : text;
  if (told !== "online" && told !== "offline")
    throw new Fault("PUSH_UNREADABLE", `availability is "${String(told).slice(0, 40)}", not online or offline`);
  return { ...known, title, kind: "presence", isOnline: told === "online" };
}

function state(known: Device, title: string, body: Uint8Array): Told {
  const properties = parseJson(body);
  if (!isObject(properties)) throw new Fault("PUSH_UNREADABLE", "the message is not a JSON object (set output: json)");
  const at = instantOf(properties.last_seen) ?? momentOf(properties.last_seen);
  return { ...known, title, ...(at === undefined ? {} : { at }), kind: "properties", properties };
}
