/** Reads the settings file and the models it names; whatever is wrong stops the start and names the field. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Type from "typebox";
import { Value } from "typebox/value";
import { check } from "../../core/check.ts";
import { ClassCode } from "../../core/class-code.ts";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import { type Measures, Model } from "../../core/model.ts";
import { checkDevice } from "../../core/registration.ts";
import type { Driver, Session } from "../../drivers/kit/driver.ts";
import { selfId } from "../registration/self-device.ts";
import { checkAddresses, checkOutputs, checkPins, checkPorts, checkWays } from "./check-shared.ts";
import { AgentSettings, type DeviceSettings, linkSchemas } from "./settings.ts";

/** A device ready to run: what is registered, its address on its link, its driver with the checked settings. */
export type LoadedDevice = {
  device: Device;
  link: string;
  address: string;
  everyMs: number;
  /** What its settings say, where the hub wished for something else. */
  usual?: NonNullable<Device["usual"]>;
  measures: Measures;
  driver: Driver;
  config: unknown;
  /** The first of its sessions; devices that dial in have one for each connection. */
  session: Session;
};

/**
 * How often it is to be heard at least, which its silence is judged by. One that is asked answers as often as the hub wishes;
 * one that speaks by itself cannot be hurried.
 */
export function expectedEveryMs({ driver, everyMs, usual }: LoadedDevice): number {
  return driver.way === "asks" ? everyMs : Math.max(everyMs, usual?.everyMs ?? 0);
}

/** `document` is what was read, before defaults. */
export type Loaded = { settings: AgentSettings; devices: LoadedDevice[]; document: unknown };

/** `sensors` is the folder of models, `drivers` by name. Throws `SETTING_INVALID` or `MODEL_UNKNOWN`. */
export async function loadSettings(
  path: string,
  sensors: string,
  drivers: ReadonlyMap<string, Driver>,
): Promise<Loaded> {
  return loadDocument(await readJson(path), sensors, drivers);
}

/** The same from a document that is at hand. */
export async function loadDocument(
  document: unknown,
  sensors: string,
  drivers: ReadonlyMap<string, Driver>,
): Promise<Loaded> {
  checkLinks(document);
  const settings = check(AgentSettings, Value.Default(AgentSettings, structuredClone(document)), "SETTING_INVALID");
  if (settings.hub !== undefined) checkUrl(settings.hub.url);
  checkDoubles(settings.links, "/links");
  checkPorts(settings.links);
  checkDoubles(settings.devices, "/devices");
  const taken = settings.devices.findIndex(({ id }) => id === selfId);
  if (taken >= 0) throw new Fault("SETTING_INVALID", `/devices/${taken}/id "${selfId}" is the gateway's own`);
  const devices: LoadedDevice[] = [];
  for (const [index, entry] of settings.devices.entries())
    devices.push(await loadDevice(entry, `/devices/${index}`, settings, sensors, drivers));
  checkWays(
    devices.map(({ link, driver }) => ({ link, way: driver.way, driver: driver.name })),
    settings.links,
  );
  checkAddresses(devices.map(({ device, link, address }) => ({ id: device.id, link, address })));
  checkDoubles(settings.outputs, "/outputs");
  checkOutputs(settings.outputs, settings.links);
  checkPins(devices, settings.outputs);
  return { settings, devices, document };
}

async function loadDevice(
  entry: DeviceSettings,
  path: string,
  { links }: AgentSettings,
  sensors: string,
  drivers: ReadonlyMap<string, Driver>,
): Promise<LoadedDevice> {
  if (!links.some((link) => link.id === entry.link))
    throw new Fault("SETTING_INVALID", `${path}/link "${entry.link}" is not one of /links`);
  const model = await readModel(entry.model, path, sensors);
  const driver = drivers.get(model.driver);
  if (driver === undefined)
    throw new Fault(
      "MODEL_UNKNOWN",
      `${path}/model "${entry.model}" wants driver "${model.driver}", which does not exist`,
    );
  const config = inside(`${path}/settings`, () =>
    check(driver.config, { ...model.settings, ...entry.settings }, "SETTING_INVALID"),
  );
  const session = inside(`${path}/settings`, () => driver.open(config));
  const strange = driver.points(config).find((point) => !model.points.some(({ id }) => id === point.id));
  if (strange !== undefined)
    throw new Fault(
      "SETTING_INVALID",
      `${path}/settings yield "${strange.id}", which is not a point of ${model.model}`,
    );
  const { id, title, place } = entry;
  const device: Device = {
    id,
    model: model.model,
    title,
    place,
    points: model.points,
    rules: entry.rules ?? model.rules,
  };
  const code = entry.class ?? model.class ?? (await usualClass(model.measures, sensors));
  if (code !== null) device.class = code;
  inside(path, () => checkDevice(device, ""));
  const address = driver.address(config);
  const { link, everyMs = model.everyMs } = entry;
  return { device, link, address, everyMs, measures: model.measures, driver, config, session };
}

const SensorClasses = Type.Object({
  classes: Type.Record(
    Type.String(),
    Type.Object({ component: Type.Union([ClassCode, Type.Null()]), event: Type.Union([ClassCode, Type.Null()]) }),
  ),
});

/** What such a sensor is where neither the device nor its model says: the component it watches, else the event; null where neither fits. */
async function usualClass(measures: Measures, sensors: string): Promise<string | null> {
  const file = join(sensors, "..", "classes", "sensor-classes.json");
  const document = await readJson(file);
  const { classes } = inside(file, () => check(SensorClasses, document, "SETTING_INVALID"));
  return classes[measures]?.component ?? classes[measures]?.event ?? null;
}

/** The model of a file in `sensors`, checked; `path` is what names it in a message. */
export async function readModel(name: string, path: string, sensors: string): Promise<Model> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name))
    throw new Fault("MODEL_UNKNOWN", `${path}/model "${name}" is not a model's name`);
  const file = join(sensors, `${name}.json`);
  const document = await readJson(file).catch((cause) => {
    throw new Fault("MODEL_UNKNOWN", `${path}/model "${name}" (${(cause as Fault).detail})`, { cause });
  });
  return inside(file, () => check(Model, document, "SETTING_INVALID"));
}

export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new Fault("SETTING_INVALID", `${path} cannot be read (${(cause as Error).message})`, { cause });
  }
}

/** Puts the place of the whole before the field that is named wrong. */
function inside<Value>(path: string, run: () => Value): Value {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof Fault) throw new Fault("SETTING_INVALID", joined(path, cause.detail), { cause });
    throw cause;
  }
}

/** `/links/0` and `/port must be …` are one path; a sentence about the whole is not. */
function joined(path: string, detail: string): string {
  return detail.startsWith("/") ? `${path}${detail}` : `${path}: ${detail}`;
}

function checkDoubles(entries: readonly { id: string }[], path: string): void {
  for (const [index, { id }] of entries.entries())
    if (entries.findIndex((entry) => entry.id === id) !== index)
      throw new Fault("SETTING_INVALID", `${path}/${index}/id "${id}" is used twice`);
}

function checkUrl(url: string): void {
  if (!URL.canParse(url) || new URL(url).hostname === "")
    throw new Fault("SETTING_INVALID", `/hub/url "${url}" is neither mqtt://host:port nor mqtts://host:port`);
}

/** Holds each link to the schema of its kind, so that the wrong field is named and not all of both kinds. */
function checkLinks(document: unknown): void {
  const links = (document as { links?: unknown } | null)?.links;
  if (!Array.isArray(links)) return;
  for (const [index, link] of links.entries()) {
    const kind = (link as { kind?: keyof typeof linkSchemas } | null)?.kind ?? "tcp";
    const schema = Object.hasOwn(linkSchemas, kind) ? linkSchemas[kind] : undefined;
    if (schema === undefined)
      throw new Fault("SETTING_INVALID", `/links/${index}/kind must be one of ${Object.keys(linkSchemas).join(", ")}`);
    inside(`/links/${index}`, () => check(schema, Value.Default(schema, structuredClone(link)), "SETTING_INVALID"));
  }
}
