/** The sensor models as the hub reads them, and what one device of a platform is by its model. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../../core/check.ts";
import { type Device, unknownModel } from "../../../core/device.ts";
import { Fault } from "../../../core/fault.ts";
import { Model } from "../../../core/model.ts";
import { drivers } from "../../../drivers/drivers.ts";
import type { ListeningDriver, Output } from "../../../drivers/kit/driver.ts";
import type { ForeignDevice } from "../../store/foreign-devices.ts";
import { OwnDocument, ownModel, partsOf } from "./own-document.ts";

export type Models = {
  /** Those whose devices speak when they like, for these alone can come by a platform. */
  list(): Model[];
  find(name: string): Model | null;
  /** All there are: a device that names its points itself may be of any. */
  every(): Model[];
  /** The device's document; `place` is its connector's, where it has none of its own. */
  deviceOf(foreign: ForeignDevice, place?: string): Device;
  /**
   * Reads what the device said, by its model's driver. `memory` goes in as it came out last: null where the driver keeps
   * none. Throws `MODEL_UNKNOWN` or `SETTING_INVALID`.
   */
  receive(foreign: ForeignDevice, bytes: Uint8Array, memory: unknown): { outputs: Output[]; memory: unknown };
};

type Classes = { classes: Record<string, { component: string | null; event: string | null } | undefined> };

/** `hardware` is the folder of that name. Throws `SETTING_INVALID` naming the file. */
export function loadModels(hardware: string): Models {
  const folder = join(hardware, "sensors");
  const models = new Map<string, Model>();
  const every = new Map<string, Model>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const model = check(Model, readJson(join(folder, file)), "SETTING_INVALID");
    every.set(model.model, model);
    if (drivers.get(model.driver)?.way === "listens") models.set(model.model, model);
  }
  const { classes } = readJson(join(hardware, "classes", "sensor-classes.json")) as Classes;
  const need = (name: string | null, among = models) => {
    const model = among.get(name ?? "");
    if (model === undefined)
      throw new Fault("MODEL_UNKNOWN", `"${name}" is no model whose devices speak for themselves`);
    return model;
  };
  return {
    list: () => [...models.values()],
    find: (name) => models.get(name) ?? null,
    every: () => [...every.values()],
    deviceOf(foreign, place = "") {
      if (foreign.model === null) return unknownDevice(foreign, place);
      if (foreign.model === ownModel) return ownDevice(foreign, place);
      const model = need(foreign.model, every);
      const usual = classes[model.measures];
      const code = model.class ?? usual?.component ?? usual?.event ?? null;
      const { points, rules, measures, everyMs } = model;
      const about = {
        id: foreign.device,
        model: model.model,
        title: titleOf(foreign, model),
        place: placeOf(foreign, place),
      };
      // How often others ask it, or a gateway hears it, says nothing of when it speaks for itself.
      const pace = models.has(model.model) ? { everyMs } : {};
      return { ...about, points, rules, measures, ...pace, ...(code === null ? {} : { class: code }) };
    },
    receive(foreign, bytes, memory) {
      const model = need(foreign.model);
      const driver = drivers.get(model.driver) as ListeningDriver;
      const session = driver.open(configOf(driver, model, foreign) as never, memory ?? undefined);
      const outputs = session.receive(bytes, 0);
      return { outputs, memory: session.memory?.() ?? null };
    },
  };
}

/** What the driver does not ask for is left out: a platform tells more than one driver needs. */
function configOf(driver: ListeningDriver, model: Model, { settings }: ForeignDevice): unknown {
  const known = Object.keys((driver.config as { properties?: object }).properties ?? {});
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => known.includes(name)));
  return check(driver.config, { ...own, ...model.settings }, "SETTING_INVALID");
}

function unknownDevice(foreign: ForeignDevice, place: string): Device {
  const raw = { id: "raw", title: { zh: "原始报文", en: "Raw message" }, kind: "string" as const };
  const title = { zh: foreign.title || foreign.foreign, en: foreign.title || foreign.foreign };
  return {
    id: foreign.device,
    model: unknownModel,
    title,
    place: placeOf(foreign, place),
    points: [raw as never],
    rules: [],
  };
}

/** It told its points itself, when it joined. */
function ownDevice(foreign: ForeignDevice, place: string): Device {
  const document = check(OwnDocument, foreign.settings.document, "SETTING_INVALID");
  const title = { zh: foreign.title || foreign.foreign, en: foreign.title || foreign.foreign };
  return { id: foreign.device, model: ownModel, title, place: placeOf(foreign, place), ...partsOf(document) };
}

function titleOf({ title }: ForeignDevice, model: Model): Device["title"] {
  return title === "" ? model.title : { zh: title, en: title };
}

/** A device that came by itself says nothing of where it is. */
function placeOf({ place, title, foreign }: ForeignDevice, connectors: string): string {
  return place || connectors || title || foreign;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Fault("SETTING_INVALID", `${path} cannot be read (${(cause as Error).message})`, { cause });
  }
}
