/** Home Assistant's MQTT discovery: whatever announces itself as Home Assistant expects it (ESPHome, Tasmota, Zigbee2MQTT, OpenMQTTGateway …). */
import Type from "typebox";
import { readObject } from "../kit/json.ts";
import { brokerSecrets, brokerSettings, brokerWish, examineBroker, shownAtBroker } from "../kit/mqtt.ts";
import { definePlatform, type Facts } from "../kit/platform.ts";
import type { Told } from "../kit/told.ts";
import { type Announced, type Entity, type Presence, readConfig } from "./config.ts";
import { parseTemplate, render } from "./template.ts";

const filter = Type.String({ pattern: "^[^\\s]+$", maxLength: 200 });

const Settings = Type.Object(
  {
    ...brokerSettings,
    broker: Type.String({
      pattern: "^mqtts?://[^/@\\s]+$",
      description: "the broker's address, `mqtt://host:1883` or `mqtts://host:8883`",
    }),
    prefix: Type.Optional(
      Type.String({
        pattern: "^[^#+\\s]+$",
        maxLength: 128,
        description: "the discovery prefix; `homeassistant` unless given",
      }),
    ),
    states: Type.Array(filter, {
      minItems: 1,
      maxItems: 32,
      description:
        "topic filters under which devices tell their states and whether they are there, such as `esphome/#`; what nothing announced waits as unknown",
    }),
  },
  { additionalProperties: false },
);

type Known = Record<string, unknown>;

export default definePlatform({
  name: "homeassistant",
  title: { zh: "Home Assistant 发现协议", en: "Home Assistant MQTT discovery" },
  settings: Settings,
  secrets: Type.Object(brokerSecrets, { additionalProperties: false }),
  examine: examineBroker,
  shownAt: shownAtBroker,
  mqtt(connector) {
    const prefix = prefixOf(connector.settings);
    return brokerWish(connector, [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`, ...connector.settings.states]);
  },
  once: () => ({ repeatMs: 5000 }),
  needs({ from, body }, { settings }) {
    if (!isConfig(from, settings)) return [stateOf(from), presenceOf(from)];
    return Object.keys(factsIn(announcedIn(from, body, settings)));
  },
  /** What others announced for the same topic stays. */
  teaches({ from, body }, { settings }, facts): Facts {
    if (!isConfig(from, settings)) return {};
    const own = Object.entries(factsIn(readAnnounced(from, body, settings)));
    return Object.fromEntries(own.map(([name, fact]) => [name, { ...(facts[name] as Known | null), ...fact }]));
  },
  read({ from, body }, { settings }, facts) {
    if (isConfig(from, settings)) return readAnnounced(from, body, settings).flatMap(meet);
    const entities = Object.values((facts[stateOf(from)] ?? {}) as Record<string, Entity>);
    const presences = Object.values((facts[presenceOf(from)] ?? {}) as Record<string, Presence>);
    if (entities.length + presences.length === 0) return { waitsFor: stateOf(from) };
    const text = Buffer.from(body).toString("utf8");
    return [...states(entities, text), ...presences.flatMap((presence) => reach(presence, text))];
  },
});

const stateOf = (topic: string) => `state:${topic}`;
const presenceOf = (topic: string) => `presence:${topic}`;

type Prefixed = { prefix?: string };

function prefixOf({ prefix = "homeassistant" }: Prefixed): string {
  return prefix;
}

function isConfig(topic: string, settings: Prefixed): boolean {
  return topic.startsWith(`${prefixOf(settings)}/`) && topic.endsWith("/config");
}

/** An empty message takes an announcement back: what it announced is no longer heard of, and nothing is to be done. */
function readAnnounced(topic: string, body: Uint8Array, settings: Prefixed): Announced[] {
  const [component = ""] = topic.slice(prefixOf(settings).length + 1).split("/");
  return body.length === 0 ? [] : readConfig(topic, component, readObject(body));
}

function announcedIn(topic: string, body: Uint8Array, settings: Prefixed): Announced[] {
  try {
    return readAnnounced(topic, body, settings);
  } catch {
    return [];
  }
}

/** By fact: what is announced, by who announced it. */
function factsIn(announced: Announced[]): Record<string, Known> {
  const facts: Record<string, Known> = {};
  const add = (name: string, by: string, known: unknown) => {
    facts[name] = { ...facts[name], [by]: known };
  };
  for (const { states, presences } of announced) {
    for (const [topic, entity] of Object.entries(states)) add(stateOf(topic), entity.by, entity);
    for (const [topic, presence] of Object.entries(presences)) add(presenceOf(topic), presence.by, presence);
  }
  return facts;
}

function meet({ states: announced }: Announced): Told[] {
  return Object.values(announced).map(({ device, product, title }) => ({ device, product, title, kind: "met" }));
}

/** Entities of one device that a message tells of are one telling. */
function states(entities: Entity[], text: string): Told[] {
  const byDevice = new Map<string, Told & { kind: "properties" }>();
  for (const { device, product, title, properties, template, states: words } of entities) {
    const value = render(parseTemplate(template) ?? { path: null }, text);
    if (value === undefined) continue;
    const told = byDevice.get(device) ?? { device, product, title, kind: "properties", properties: {} };
    const own = Object.fromEntries(properties.map((name) => [name, onOff(value, words)]));
    byDevice.set(device, { ...told, properties: { ...own, ...told.properties } });
  }
  return [...byDevice.values()];
}

/** Another word than the two stays as it is: the driver calls it a fault. */
function onOff(value: unknown, words: Entity["states"]): unknown {
  if (words === undefined) return value;
  if (isWord(value, words.on)) return true;
  return isWord(value, words.off) ? false : value;
}

function isWord(value: unknown, word: string): boolean {
  return String(value).toLowerCase() === word.toLowerCase();
}

function reach({ device, template, online, offline }: Presence, text: string): Told[] {
  const value = render(parseTemplate(template) ?? { path: null }, text);
  if (!isWord(value, online) && !isWord(value, offline)) return [];
  return [{ device, kind: "presence", isOnline: isWord(value, online) }];
}
