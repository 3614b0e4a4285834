/** A discovery message of Home Assistant's MQTT: what entity it announces, of which device, and where its states come. */
import { Fault } from "../../../core/fault.ts";
import { idOf, isObject, type Json } from "../kit/json.ts";
import { meaningIn } from "../kit/word.ts";
import abbreviations from "./abbreviations.json" with { type: "json" };
import { parseTemplate } from "./template.ts";

export type Entity = {
  /** The topic that announced it, and within it the component. */
  by: string;
  device: string;
  product: string;
  title: string;
  /** What it tells is called by its own name and by its device class. */
  properties: string[];
  template: string;
  /** What on and off are; absent for numbers and texts. */
  states?: { on: string; off: string };
};
export type Presence = { by: string; device: string; template: string; online: string; offline: string };
export type Announced = { states: Record<string, Entity>; presences: Record<string, Presence> };

/** Of an entity that only takes orders nothing is read. */
const reporting = new Set(["binary_sensor", "sensor"]);

/** `by` is its topic. Throws `PUSH_UNREADABLE` naming the field. */
export function readConfig(by: string, component: string, message: Json): Announced[] {
  const config = spell(message, abbreviations.words);
  const object = by.split("/").at(-2) ?? by;
  if (component !== "device") return announce(by, component, config, object);
  const parts = isObject(config.components) ? config.components : {};
  return Object.entries(parts).flatMap(([name, part]) => {
    const own = spell(isObject(part) ? part : {}, abbreviations.words);
    return announce(`${by}#${name}`, String(own.platform ?? ""), { ...config, ...own }, name);
  });
}

function announce(by: string, component: string, config: Json, object: string): Announced[] {
  const stateTopic = textOf(config.state_topic, config);
  if (!reporting.has(component) || stateTopic === null) return [];
  const about = spell(isObject(config.device) ? config.device : {}, abbreviations.deviceWords);
  const [identifier] = [about.identifiers].flat();
  const device = idOf(identifier) ?? idOf(config.unique_id) ?? object;
  const entity: Entity = {
    ...{ by, device, product: idOf(about.model_id) ?? idOf(about.model) ?? "", title: idOf(about.name) ?? device },
    properties: propertiesOf(component, config, object),
    template: checked(config.value_template),
    ...(component === "binary_sensor" ? { states: statesOf(config) } : {}),
  };
  return [{ states: { [stateTopic]: entity }, presences: presencesOf(by, device, config) }];
}

/** A state "battery" is on when it is low; the sensor of that class is the percentage. */
function propertiesOf(component: string, config: Json, object: string): string[] {
  const own = idOf(config.object_id) ?? object;
  const kind = idOf(config.device_class);
  if (kind === null) return [own];
  return [own, component === "binary_sensor" && kind === "battery" ? "battery_low" : kind];
}

function statesOf({ payload_on: on = "ON", payload_off: off = "OFF" }: Json): { on: string; off: string } {
  return { on: String(on), off: String(off) };
}

/** One topic, or a list of them. */
function presencesOf(by: string, device: string, config: Json): Record<string, Presence> {
  const { payload_available = "online", payload_not_available = "offline" } = config;
  const usual = { payload_available, payload_not_available, value_template: config.availability_template };
  const one = config.availability_topic === undefined ? [] : [{ topic: config.availability_topic }];
  const list = Array.isArray(config.availability) ? config.availability.filter(isObject) : one;
  const entries = list.flatMap((row) => {
    const each = { ...usual, ...spell(row, abbreviations.words) } as Json;
    const topic = textOf(each.topic, config);
    const ends = { online: String(each.payload_available), offline: String(each.payload_not_available) };
    return topic === null ? [] : [[topic, { by, device, template: checked(each.value_template), ...ends }] as const];
  });
  return Object.fromEntries(entries);
}

/** `~` at an end stands for the base topic. */
function textOf(value: unknown, { "~": base = "" }: Json): string | null {
  const text = idOf(value);
  return text === null ? null : text.replace(/^~|~$/g, String(base));
}

function checked(template: unknown): string {
  const text = idOf(template) ?? "";
  if (parseTemplate(text) === null)
    throw new Fault(
      "PUSH_UNREADABLE",
      `value_template ${JSON.stringify(text.slice(0, 120))} is beyond its simple forms`,
    );
  return text;
}

function spell(message: Json, table: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [meaningIn(table, name) ?? name, value]));
}
